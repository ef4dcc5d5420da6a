import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest'
import { ensureKeys, startSandbox, type Sandbox } from '../../../sandbox/index.ts'
import { systemClock } from '../../core/clock.ts'
import { Insurer, type InsurerSettings } from './insurer.ts'
import { readInsurerKey, signRequest } from './sign.ts'

let sandbox: Sandbox
let insurer: Insurer
let settings: InsurerSettings
const dir = mkdtempSync(path.join(tmpdir(), 'banyi-insurer-'))
const HOUR = 3_600_000

beforeAll(async () => {
  sandbox = await startSandbox({ dir, keys: await ensureKeys(inject('keysDir')), portBase: 0 })
  const env = sandbox.env('http://127.0.0.1:9')
  const read = (name: string): string => env[name] ?? ''
  settings = {
    INSURER_URL: read('INSURER_URL'),
    INSURER_APP_ID: read('INSURER_APP_ID'),
    INSURER_APP_SECRET: read('INSURER_APP_SECRET'),
    INSURER_PUBLIC_KEY: read('INSURER_PUBLIC_KEY'),
  }
  insurer = open()
})
afterEach(() => sandbox.control.clearScenarios())
afterAll(async () => {
  await sandbox.stop()
  rmSync(dir, { recursive: true, force: true })
})

const open = (part: Partial<InsurerSettings> = {}): Insurer =>
  new Insurer({ ...settings, ...part }, () => 'http://127.0.0.1:9', systemClock)
const later = (hours: number): Date => new Date(Date.now() + hours * HOUR)
let running = 0
const wish = (part: object = {}) => ({
  number: `BX2026112300${String(++running).padStart(4, '0')}S1`,
  planCode: 'VISIT-A',
  premiumFen: 300,
  packageKind: 'half-day' as const,
  startsAt: later(24),
  endsAt: later(28),
  insured: { name: '李晓雯', birthDate: '1990-05-01', identityNumber: null, holderPhone: '13800138000' },
  ...part,
})
const misbehave = (trick: Parameters<Sandbox['control']['misbehave']>[0]) =>
  sandbox.control.misbehave({ vendor: 'insurer', ...trick })

test('quote, bind, ask, cancel', async () => {
  const offers = await insurer.quote({ packageKind: 'full-day', ageYears: 30, startsAt: later(24) })
  expect(offers.map(({ premiumFen }) => premiumFen)).toEqual([450, 1200, 2250])
  expect(offers[0]?.termsUrl).toContain('/terms/VISIT-A')
  const policy = wish()
  const bound = await insurer.bind(policy)
  expect(bound).toMatchObject({ number: policy.number, state: 'bound', policyNumber: expect.stringMatching(/^AC/) })
  expect(await insurer.bind(policy)).toEqual(bound)
  expect(await insurer.queryPolicy(policy.number)).toEqual(bound)
  expect(await insurer.queryPolicy('BX404404')).toBeNull()
  expect(await insurer.queryClaim('LP404404')).toBeNull()
  expect(await insurer.cancel(policy.number, '订单取消')).toMatchObject({ state: 'cancelled' })
})

test('a clear no is a fact; changed content under one number is an error', async () => {
  const old = wish({ insured: { ...wish().insured, birthDate: '1930-01-01' } })
  expect(await insurer.bind(old)).toMatchObject({ state: 'refused', words: '这个计划承保1至90周岁' })
  const policy = wish()
  await insurer.bind(policy)
  await expect(insurer.bind({ ...policy, endsAt: later(29) })).rejects.toMatchObject({ vendorCode: 'REQUEST_CHANGED' })
  expect(
    await insurer.claim({ number: 'LP00000001', policyNumber: policy.number, day: '2020-01-01', what: '摔倒' }),
  ).toMatchObject({
    state: 'refused',
    words: '出险时间不在保险期间内',
  })
})

test('begun: it cannot be called off', async () => {
  const policy = wish({ startsAt: later(1), endsAt: later(2) })
  await insurer.bind(policy)
  sandbox.control.moveClock(1.5 * HOUR)
  const clock = { now: () => later(1.5) }
  expect(await new Insurer(settings, () => 'http://127.0.0.1:9', clock).cancel(policy.number, '订单取消')).toBe('begun')
  sandbox.control.moveClock(0)
})

describe('an answer that is not proven is no answer', () => {
  test.each(['unsigned', 'wrong-signature', 'wrong-serial', 'clock-skew'] as const)('%s', async (trick) => {
    const policy = wish()
    misbehave({ do: trick })
    await expect(insurer.bind(policy)).rejects.toMatchObject({ isOutcomeUnknown: true })
    misbehave({ do: trick })
    // a forged "not found" must not make us believe that nothing is insured
    await expect(insurer.queryPolicy('BX404404')).rejects.toMatchObject({ isOutcomeUnknown: true })
    expect(await insurer.queryPolicy(policy.number)).toMatchObject({ state: 'bound' })
  })

  test('the key of another insurer, another secret', async () => {
    const stranger = (await ensureKeys(path.join(dir, 'other'))).insurer
    const key = `${sandbox.keys.insurer.keyId}:${stranger.publicKey}`
    await expect(open({ INSURER_PUBLIC_KEY: key }).queryPolicy('BX404404')).rejects.toMatchObject({
      isOutcomeUnknown: true,
    })
    const wrong = open({ INSURER_APP_SECRET: stranger.appSecret })
    await expect(wrong.queryPolicy('BX404404')).rejects.toMatchObject({ vendorCode: 'SIGNATURE' })
  })

  test('busy three times: unavailable; once: asked again by itself', async () => {
    misbehave({ do: 'error', status: 503 })
    const policy = wish()
    expect(await insurer.bind(policy)).toMatchObject({ state: 'bound' })
    misbehave({ do: 'error', status: 503, count: 3 })
    await expect(insurer.queryPolicy(policy.number)).rejects.toMatchObject({ code: 'OUTSIDE_UNAVAILABLE' })
  })
})

describe('callbacks', () => {
  test('garbage, half and unsigned ones are refused', () => {
    for (const body of ['', 'x', '{}', '{"id":"1"}'])
      expect(() => insurer.openCallback({}, Buffer.from(body))).toThrow(expect.objectContaining({ code: 'FORBIDDEN' }))
  })
})

test('the published vector', () => {
  const request = { method: 'POST', target: '/v1/quotes', timestamp: '1764000000', nonce: 'n'.repeat(16), body: '{}' }
  // printf 'POST\n/v1/quotes\n1764000000\nnnnnnnnnnnnnnnnn\n<sha256 of {}>\n' | openssl dgst -sha256 -hmac secret -binary | base64
  expect(signRequest('secret', request)).toBe('NjPZcOv36yC96HihuhstIE1s36Oo6ojt07b7JWhQT4g=')
  expect(() => readInsurerKey('sandbox:AAAA')).toThrow()
})
