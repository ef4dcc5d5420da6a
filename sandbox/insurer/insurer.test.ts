import { createPublicKey, randomBytes, type KeyObject } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestWorld, type Heard, type TestWorld } from '../testing.ts'
import { answerText, callbackText, hasTextSignature, requestSignature } from '../wire/insurer-sign.ts'

let world: TestWorld
let key: KeyObject
const HOUR = 3_600_000

beforeEach(async () => {
  world = await openTestWorld()
  const der = Buffer.from(world.keys.insurer.publicKey, 'base64')
  key = createPublicKey({ key: der, format: 'der', type: 'spki' })
})
afterEach(() => world.end())

type Bend = { app?: string; secret?: string; skewSec?: number; nonce?: string; sent?: string; target?: string }
async function call(method: string, target: string, body?: unknown, bend: Bend = {}) {
  const text = body === undefined ? '' : JSON.stringify(body)
  const now = Date.now() + world.control.settings().clockOffsetMs
  const timestamp = String(Math.floor(now / 1000) + (bend.skewSec ?? 0))
  const nonce = bend.nonce ?? randomBytes(16).toString('hex')
  const secret = bend.secret ?? world.keys.insurer.appSecret
  const response = await fetch(world.urls.insurer + (bend.target ?? target), {
    method,
    headers: {
      'Content-Type': 'application/json',
      'X-Insurer-App': bend.app ?? world.keys.insurer.appId,
      'X-Insurer-Timestamp': timestamp,
      'X-Insurer-Nonce': nonce,
      'X-Insurer-Signature': requestSignature(secret, { method, target, timestamp, nonce, body: text }),
    },
    ...(method === 'GET' ? {} : { body: bend.sent ?? text }),
  })
  const answered = await response.text()
  const header = (name: string) => response.headers.get(`x-insurer-${name}`) ?? ''
  const isProven =
    header('key') === world.keys.insurer.keyId &&
    Math.abs(now / 1000 - Number(header('timestamp'))) < 300 &&
    hasTextSignature(
      answerText(response.status, nonce, header('timestamp'), header('nonce'), answered),
      header('signature'),
      key,
    )
  const parsed = JSON.parse(answered || '{}') as Record<string, unknown>
  return { status: response.status, body: parsed, code: parsed.code, isProven }
}

const at = (ms: number) => new Date(Date.now() + world.control.settings().clockOffsetMs + ms).toISOString()
let running = 0
const policyBody = (part: Record<string, unknown> = {}) => ({
  requestNo: `BX2026112300${String(++running).padStart(4, '0')}`,
  planCode: 'VISIT-A',
  premiumFen: 450,
  packageKind: 'half-day',
  startsAt: at(24 * HOUR),
  endsAt: at(28 * HOUR),
  holder: { phone: '13800138000' },
  insured: { name: '王秀兰', birthDate: '1952-03-08' },
  notifyUrl: `${world.receiver.url}/insurance/callbacks`,
  ...part,
})
const bind = (body: unknown) => call('POST', '/v1/policies', body)
const cancel = (no: string) => call('POST', `/v1/policies/${no}/cancel`, { reason: '订单取消' })
const isGenuine = ({ headers, body }: Heard) =>
  headers['x-insurer-key'] === world.keys.insurer.keyId &&
  Math.abs(Date.now() / 1000 - Number(headers['x-insurer-timestamp'])) < 300 &&
  hasTextSignature(
    callbackText(headers['x-insurer-timestamp'] ?? '', headers['x-insurer-nonce'] ?? '', body),
    headers['x-insurer-signature'] ?? '',
    key,
  )
const heard = () =>
  world.receiver.heard.map(({ body }) => JSON.parse(body) as { type: string; data: { words: string } })
const done = (type: string) => world.control.callback(({ event, state }) => event === type && state === 'done')

beforeEach(() => {
  world.receiver.answers.splice(0, 1, { status: 200, body: '{"code":"OK"}' })
})

describe('quotes', () => {
  const quote = async (packageKind: string, ageYears: number) => {
    const { body } = await call('POST', '/v1/quotes', { packageKind, ageYears, startsAt: at(24 * HOUR) })
    return (body.plans as { planCode: string; premiumFen: number; termsUrl: string }[]) ?? body
  }

  it('by kind and age; errands and the very old find nothing', async () => {
    const premiums = async (kind: string, age: number) => (await quote(kind, age)).map(({ premiumFen }) => premiumFen)
    expect(await premiums('half-day', 40)).toEqual([300, 800, 1500])
    expect(await premiums('half-day', 74)).toEqual([450, 1200, 2250])
    expect(await premiums('full-day', 74)).toEqual([675, 1800, 3375])
    expect(await premiums('full-day', 80)).toEqual([675, 1800])
    expect(await premiums('half-day', 91)).toEqual([])
    expect(await premiums('fetch-medicine', 40)).toEqual([])
  })

  it('terms stand on a page of their own', async () => {
    const [plan] = await quote('half-day', 40)
    const page = await (await fetch(plan?.termsUrl ?? '')).text()
    expect(page).toContain('陪诊意外险 基础版')
    expect((await fetch(`${world.urls.insurer}/terms/NONE`)).status).toBe(404)
  })
})

describe('signatures', () => {
  const ask = (bend: Bend) =>
    call('POST', '/v1/quotes', { packageKind: 'half-day', ageYears: 4, startsAt: at(1) }, bend)

  it('every answer is proven, refusals too, and bound to its request', async () => {
    expect([(await ask({})).isProven, (await call('GET', '/v1/policies/BX404404')).isProven]).toEqual([true, true])
  })

  it.each([
    ['another app', { app: 'somebody' }, 'UNKNOWN_APP'],
    ['another secret', { secret: 'guess' }, 'SIGNATURE'],
    ['a changed body', { sent: '{}' }, 'SIGNATURE'],
    ['a changed target', { target: '/v1/quotes?x=1' }, 'SIGNATURE'],
    ['an old timestamp', { skewSec: -301 }, 'TIMESTAMP'],
    ['a future timestamp', { skewSec: 302 }, 'TIMESTAMP'],
    ['a short nonce', { nonce: 'abc' }, 'NONCE'],
  ])('%s is refused', async (_what, bend, code) => {
    expect(await ask(bend)).toMatchObject({ status: 401, code })
  })

  it('a nonce works once', async () => {
    const nonce = 'n'.repeat(20)
    expect((await ask({ nonce })).status).toBe(200)
    expect(await ask({ nonce })).toMatchObject({ status: 401, code: 'NONCE_USED' })
  })

  it.each(['wrong-signature', 'unsigned', 'wrong-serial', 'clock-skew'] as const)('%s on command', async (trick) => {
    world.control.misbehave({ do: trick, vendor: 'insurer' })
    expect((await ask({})).isProven).toBe(false)
  })

  it('error, close and hang on command', async () => {
    world.control.misbehave({ do: 'error', vendor: 'insurer' })
    expect(await ask({})).toMatchObject({ status: 503, code: 'BUSY', isProven: true })
    world.control.misbehave({ do: 'close-after-commit', vendor: 'insurer' })
    const body = policyBody()
    await expect(bind(body)).rejects.toThrow('fetch failed')
    expect(world.control.policies()).toMatchObject([{ request_no: body.requestNo, state: 'BOUND' }])
  })
})

describe('binding', () => {
  it('at once, idempotent by the number; its page', async () => {
    const body = policyBody({
      insured: { name: '王秀兰', birthDate: '1952-03-08', identityNumber: '110101195203081226' },
    })
    const first = await bind(body)
    expect(first.body).toMatchObject({
      requestNo: body.requestNo,
      state: 'BOUND',
      policyNo: expect.stringMatching(/^AC/),
    })
    expect((await bind(body)).body).toEqual(first.body)
    expect(await bind({ ...body, premiumFen: 300 })).toMatchObject({ status: 409, code: 'REQUEST_CHANGED' })
    expect((await call('GET', `/v1/policies/${body.requestNo}`)).body).toEqual(first.body)
    const page = await (await fetch(world.urls.insurer + String(first.body.policyPath))).text()
    expect([page.includes('有效'), page.includes('王秀兰')]).toEqual([true, false])
  })

  it('later, told with the insurer’s signature', async () => {
    world.control.misbehave({ do: 'bind-later' })
    const body = policyBody()
    expect((await bind(body)).body).toMatchObject({ state: 'ACCEPTED', policyNo: null })
    await done('POLICY.BOUND')
    expect(world.receiver.heard.every(isGenuine)).toBe(true)
    expect(heard()).toMatchObject([{ type: 'POLICY.BOUND', data: { requestNo: body.requestNo, state: 'BOUND' } }])
  })

  it('refused, at once or later', async () => {
    world.control.misbehave({ do: 'bind-refused', message: '风险审核未通过' })
    expect((await bind(policyBody())).body).toMatchObject({ state: 'REFUSED', words: '风险审核未通过', policyNo: null })
    world.control.misbehave({ do: 'bind-refused-later' })
    expect((await bind(policyBody())).body.state).toBe('ACCEPTED')
    await done('POLICY.REFUSED')
  })

  it.each([
    ['an unknown plan', { planCode: 'X' }, 'PLAN_UNKNOWN'],
    ['an errand', { packageKind: 'register' }, 'PLAN_UNKNOWN'],
    [
      'somebody too old',
      { planCode: 'VISIT-C', premiumFen: 2250, insured: { name: '王', birthDate: '1940-01-01' } },
      'AGE_LIMIT',
    ],
    ['another premium', { premiumFen: 300 }, 'PREMIUM_WRONG'],
    ['a cover that has begun', { startsAt: '2020-01-01T00:00:00Z', endsAt: '2020-01-01T04:00:00Z' }, 'TOO_LATE'],
    ['a week', { endsAt: '2099-01-01T00:00:00Z' }, 'INVALID'],
    ['an unknown field', { colour: 'red' }, 'INVALID'],
    ['no phone', { holder: {} }, 'INVALID'],
    [
      'half an identity number',
      { insured: { name: '王', birthDate: '1952-03-08', identityNumber: '1101' } },
      'INVALID',
    ],
    ['a short number', { requestNo: 'B1' }, 'INVALID'],
  ])('%s is refused and nothing is kept', async (_what, part, code) => {
    expect((await bind(policyBody(part))).code).toBe(code)
    expect(world.control.policies()).toEqual([])
  })
})

describe('cancelling', () => {
  it('before it begins, again harmless; not after', async () => {
    const body = policyBody()
    await bind(body)
    expect((await cancel(body.requestNo)).body.state).toBe('CANCELLED')
    expect((await cancel(body.requestNo)).body.state).toBe('CANCELLED')
    expect((await bind(body)).body.state).toBe('CANCELLED')
    const begun = policyBody()
    await bind(begun)
    world.control.moveClock(25 * HOUR)
    expect(await cancel(begun.requestNo)).toMatchObject({ status: 409, code: 'ALREADY_BEGUN', isProven: true })
  })

  it('what is only accepted never binds; a number never seen stays cancelled when its request arrives late', async () => {
    world.control.misbehave({ do: 'bind-later', ms: 60_000 })
    const body = policyBody()
    await bind(body)
    await cancel(body.requestNo)
    world.control.moveClock(120_000)
    expect((await call('GET', `/v1/policies/${body.requestNo}`)).body.state).toBe('CANCELLED')
    const late = policyBody()
    expect((await cancel(late.requestNo)).body.state).toBe('CANCELLED')
    expect((await bind(late)).body.state).toBe('CANCELLED')
  })

  it('by the insurer, who tells', async () => {
    const body = policyBody()
    await bind(body)
    world.control.cancelPolicyByInsurer(body.requestNo, '核查未通过')
    await done('POLICY.CANCELLED')
    expect(heard()[0]?.data.words).toBe('核查未通过')
    expect(() => world.control.cancelPolicyByInsurer(body.requestNo, 'x')).toThrow('no policy in force')
  })
})

describe('claims', () => {
  const begunPolicy = async () => {
    const body = policyBody()
    await bind(body)
    world.control.moveClock(world.control.settings().clockOffsetMs + 25 * HOUR)
    return body
  }
  const claimBody = (policyRequestNo: string, part: Record<string, unknown> = {}) => ({
    requestNo: `LP2026112300${String(++running).padStart(4, '0')}`,
    policyRequestNo,
    day: new Date(Date.now() + world.control.settings().clockOffsetMs + 8 * HOUR).toISOString().slice(0, 10),
    what: '下楼梯时摔倒，手腕骨折',
    notifyUrl: `${world.receiver.url}/insurance/callbacks`,
    ...part,
  })
  const report = (body: unknown) => call('POST', '/v1/claims', body)

  it('reported, moved on step by step, each told; paid at the end', async () => {
    const { requestNo } = await begunPolicy()
    const body = claimBody(requestNo)
    const first = await report(body)
    expect(first.body).toMatchObject({ state: 'REPORTED', claimNo: expect.stringMatching(/^LA/) })
    expect((await report(body)).body).toEqual(first.body)
    expect((await report({ ...body, what: '别的' })).code).toBe('REQUEST_CHANGED')
    expect(() => world.control.moveClaim(body.requestNo, 'PAID')).toThrow('cannot become')
    world.control.moveClaim(body.requestNo, 'MORE_NEEDED', { words: '请补充病历' })
    expect(() => world.control.moveClaim(body.requestNo, 'APPROVED')).toThrow('amountFen')
    world.control.moveClaim(body.requestNo, 'APPROVED', { amountFen: 120_000 })
    world.control.moveClaim(body.requestNo, 'PAID')
    await done('CLAIM.PAID')
    await world.control.idle()
    expect(
      heard()
        .map(({ type }) => type)
        .toSorted(),
    ).toEqual(['CLAIM.APPROVED', 'CLAIM.MORE_NEEDED', 'CLAIM.PAID'])
    expect((await call('GET', `/v1/claims/${body.requestNo}`)).body).toMatchObject({
      state: 'PAID',
      amountFen: 120_000,
    })
  })

  it('refused for another day, an unknown policy, one that is not in force', async () => {
    const { requestNo } = await begunPolicy()
    expect((await report(claimBody(requestNo, { day: '2020-01-01' }))).code).toBe('NOT_COVERED')
    expect((await report(claimBody('BX00000000'))).code).toBe('NOT_FOUND')
    const other = policyBody()
    await bind(other)
    expect((await report(claimBody(other.requestNo))).code).toBe('NOT_COVERED')
    await cancel(other.requestNo)
    expect((await report(claimBody(other.requestNo))).code).toBe('NOT_IN_FORCE')
    expect((await call('GET', '/v1/claims/LP404404')).status).toBe(404)
    expect(world.control.claims()).toEqual([])
  })

  it('the desk page does the same', async () => {
    const { requestNo } = await begunPolicy()
    const body = claimBody(requestNo)
    await report(body)
    const post = (path: string, fields: Record<string, string>) =>
      fetch(world.urls.people + path, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })
    const approve = { requestNo: body.requestNo, to: 'APPROVED', amount: '1200.50', words: '' }
    expect((await post('/insurer/claims', approve)).status).toBe(303)
    expect(world.control.claims()).toMatchObject([{ state: 'APPROVED', amount: 120_050 }])
    expect(await (await fetch(`${world.urls.people}/insurer`)).text()).toContain('¥1200.50')
    expect((await post('/insurer/claims', { ...approve, to: 'X' })).status).toBe(400)
    expect((await post('/insurer/policies', { requestNo, words: '' })).status).toBe(303)
    expect(world.control.policies()[0]?.state).toBe('CANCELLED')
  })
})

describe('callbacks', () => {
  it.each(['forged', 'wrong-serial', 'clock-skew', 'signtest'] as const)('%s: a false attempt first', async (trick) => {
    world.control.misbehave({ do: 'bind-later' })
    world.control.misbehave({ on: 'callback', do: trick, vendor: 'insurer' })
    world.receiver.answers.splice(0, 1, { status: 401 }, { status: 200, body: '{"code":"OK"}' })
    await bind(policyBody())
    const callback = await done('POLICY.BOUND')
    expect(world.receiver.heard.map(isGenuine)).toEqual([false, true])
    expect(callback.alarm).toBe(0)
  })

  it('a 200 without OK is no acceptance; the ladder ends', async () => {
    world.control.misbehave({ do: 'bind-later' })
    world.control.changeSettings({ callbackTimeScale: 0 })
    world.receiver.answers.splice(0, 1, { status: 200, body: '{}' })
    await bind(policyBody())
    expect((await world.control.callback(({ state }) => state === 'given-up')).attempts).toBe(9)
  })
})
