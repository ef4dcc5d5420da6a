/** Booking: nobody but the server sets a price, nothing is written by a refusal, a retry books once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Quote } from '@banyi/contract/orders'
import { agree, bindPhone, daughter, mother, stranger, withdraw } from '../core/testing/people.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'
import { bookedOrder, castOf, newCompanion, RUIJIN, said, START, tell, written, type Cast } from './testing.ts'

let world: World
let cast: Cast
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
})
afterAll(() => world.close())

const quote = (wish: object = {}, who = cast.anna): Promise<Quote> =>
  who.api.orders.getQuote({ body: { hospitalId: RUIJIN, packageKind: 'half-day', startsAt: START, ...wish } })
const booking = (quoteToken: string, changes: object = {}): Record<string, unknown> => ({
  quoteToken,
  contractVersion: 1,
  patientId: cast.mum.id,
  departmentCode: '03.04',
  meetingPoint: '门诊大厅',
  need: '复诊',
  hasAuthorisation: true,
  ...changes,
})
const book = async (quoteToken: string, changes: object = {}, who = cast.anna) =>
  tell(world, who, '/orders', booking(quoteToken, changes))
/** the answer, and proof that it wrote nothing */
async function refused(act: () => ReturnType<typeof book>): Promise<string> {
  const before = await written(world)
  const answer = await act()
  expect(await written(world)).toBe(before)
  return `${said(answer)} ${Object.keys(answer.body.fields ?? {}).join()}`.trim()
}
const ask = (wish: object) =>
  tell(world, cast.anna, '/orders/quotes', {
    hospitalId: RUIJIN,
    packageKind: 'half-day',
    startsAt: START,
    ...wish,
    commandId: undefined,
  })

describe('the quote', () => {
  test('is signed: a changed, foreign, expired or made-up one books nothing', async () => {
    const { token, totalFen } = await quote()
    const [body = '', signature = ''] = token.split('.')
    const facts = JSON.parse(Buffer.from(body, 'base64url').toString()) as object
    const cheaper = Buffer.from(JSON.stringify({ ...facts, totalFen: 1, lines: [] })).toString('base64url')
    expect(totalFen).toBe(21_800)
    for (const forged of [
      `${cheaper}.${signature}`,
      `${body}.`,
      `${body}.${signature}x`,
      `.${signature}`,
      `${token}.x`,
      'x'.repeat(4000),
      `${body}.${'ÿ'.repeat(43)}`,
    ])
      expect(await refused(() => book(forged))).toBe('400 INVALID quoteToken')
    const bea = await daughter(world)
    const hers = await mother(bea)
    expect(await refused(() => book(token, { patientId: hers.id }, bea))).toBe('400 INVALID quoteToken')
    await world.advance({ minutes: 15 })
    expect(await refused(() => book(token))).toBe('410 EXPIRED quoteToken')
  })

  test('is the only place a price comes from', async () => {
    const { token } = await quote()
    for (const field of ['totalFen', 'lines', 'incomeFen', 'startsAt', 'companionId', 'addOns'])
      expect(await refused(() => book(token, { [field]: 1 }))).toMatch(/^400 INVALID/)
    expect(said(await ask({ totalFen: 1 }))).toBe('400 INVALID')
  })

  test('used twice: a quote books once', async () => {
    const chen = await newCompanion(world, cast.desk, { name: '陈洁' })
    const { token } = await quote({ companionId: chen.id })
    expect(said(await book(token))).toBe('200')
    expect(await refused(() => book(token))).toBe('409 CONFLICT quoteToken')
  })

  test('early morning follows from the time, whatever the client says', async () => {
    const codes = async (startsAt: string, addOns: string[]): Promise<string[]> =>
      (await quote({ startsAt, addOns })).lines.map((line) => line.code).filter((code) => code.startsWith('add-on'))
    expect(await codes('2026-11-24T23:25:00.000Z', [])).toEqual(['add-on:early-morning'])
    expect(await codes('2026-11-24T23:30:00.000Z', ['early-morning', 'wheelchair', 'wheelchair'])).toEqual([
      'add-on:wheelchair',
    ])
    expect((await quote({ startsAt: '2026-11-24T23:25:00.000Z' })).totalFen).toBe(25_800)
  })

  test.each([
    ['not on five minutes', '2026-11-25T01:03:00.000Z', 'half-day'],
    ['in less than an hour', '2026-11-23T02:10:00.000Z', 'half-day'],
    ['yesterday', '2026-11-22T01:00:00.000Z', 'half-day'],
    ['in more than sixty days', '2027-01-23T01:30:00.000Z', 'half-day'],
    ['in the year 9999', '9999-12-31T01:00:00.000Z', 'half-day'],
    ['at 5:55', '2026-11-24T21:55:00.000Z', 'half-day'],
    ['at 20:05', '2026-11-25T12:05:00.000Z', 'half-day'],
    ['an errand at 17:05', '2026-11-25T09:05:00.000Z', 'register'],
    ['nonsense', 'tomorrow', 'half-day'],
  ])('no start %s', async (_name, startsAt, packageKind) => {
    const answer = await ask({ startsAt, packageKind })
    expect([said(answer), Object.keys(answer.body.fields ?? {})]).toEqual(['400 INVALID', ['startsAt']])
  })

  test('an unknown, suspended or otherwise trained companion, an unknown hospital', async () => {
    const chen = await newCompanion(world, cast.desk, { name: '陈晨' })
    const { token } = await quote({ companionId: chen.id })
    expect(said(await ask({ companionId: newId() }))).toBe('404 NOT_FOUND')
    expect(said(await ask({ companionId: chen.id, segment: 'oncology' }))).toBe('400 INVALID')
    expect(said(await ask({ hospitalId: 'H0' }))).toBe('404 NOT_FOUND')
    await cast.desk.api.companions.setCompanionStatus({
      params: { id: chen.id },
      body: { status: 'suspended', reason: '证件到期' },
    })
    expect(said(await ask({ companionId: chen.id }))).toBe('409 NOT_ALLOWED_NOW')
    expect(await refused(() => book(token))).toBe('409 NOT_ALLOWED_NOW')
  })
})

describe('who and what', () => {
  test('both consents are asked for by name; withdrawn counts as missing', async () => {
    const bea = await stranger(world)
    await agree(bea)
    await bindPhone(world, bea)
    const patient = await mother(bea)
    const { token } = await quote({}, bea)
    for (const purpose of ['health', 'companion-sharing'] as const) {
      await withdraw(bea, purpose)
      const before = await written(world)
      expect((await book(token, { patientId: patient.id }, bea)).body).toMatchObject({
        code: 'CONSENT_REQUIRED',
        facts: { purpose, version: 1 },
      })
      expect(await written(world)).toBe(before)
      await agree(bea, [purpose])
    }
    expect(said(await book(token, { patientId: patient.id }, bea))).toBe('200')
  })

  test('another family’s patient, a made-up department, an errand without authorisation', async () => {
    const bea = await daughter(world)
    const hers = await mother(bea)
    const { token } = await quote()
    expect(await refused(() => book(token, { patientId: hers.id }))).toBe('404 NOT_FOUND')
    expect(await refused(() => book(token, { departmentCode: '99.99' }))).toBe('400 INVALID departmentCode')
    expect(await refused(() => book(token, { departmentCode: '03\u0000' }))).toBe('400 INVALID departmentCode')
    const errand = await quote({ packageKind: 'fetch-medicine' })
    expect(await refused(() => book(errand.token, { hasAuthorisation: false }))).toBe('400 INVALID hasAuthorisation')
    expect(await refused(() => tell(world, null, '/orders', booking(token)))).toBe('401 SIGN_IN_REQUIRED')
    expect(await refused(() => tell(world, cast.desk, '/orders', booking(token)))).toBe('403 FORBIDDEN')
  })

  test('text: emoji, quotes and scripts are kept word for word; what cannot be kept is refused', async () => {
    const odd = `'); drop table orders.orders; -- <script>alert(1)</script> {{7*7}} 👩‍🦳 \${HOME} %00 \\u0000`
    const { token } = await quote()
    const { body } = await book(token, { need: odd, meetingPoint: odd })
    expect(body).toMatchObject({ need: odd, meetingPoint: odd })
    const other = await quote()
    for (const bad of ['字'.repeat(10_000), 'a\u0000b', 'half \ud83d', 'tab\there'])
      for (const field of ['need', 'meetingPoint'])
        expect(await refused(() => book(other.token, { [field]: bad }))).toBe(`400 INVALID ${field}`)
    expect(await refused(() => book(other.token, { meetingPoint: '   ' }))).toBe('400 INVALID meetingPoint')
    expect(await refused(() => book(other.token, { commandId: 'x' }))).toBe('400 INVALID commandId')
  })
})

describe('a retry', () => {
  test('twenty at once and one more later give one order', async () => {
    const commandId = newId()
    const { token } = await quote({ startsAt: '2026-11-27T01:00:00.000Z', companionId: cast.wang.id })
    const answers = await Promise.all(Array.from({ length: 20 }, () => book(token, { commandId })))
    await world.advance({ minutes: 20 })
    answers.push(await book(token, { commandId }))
    expect(answers.map(said)).toEqual(answers.map(() => '200'))
    expect(new Set(answers.map(({ body }) => body['id'])).size).toBe(1)
    expect(await world.rows(sql`select 1 from core.commands where command_id = ${commandId}`)).toHaveLength(1)
    expect(
      await world.rows(sql`select 1 from orders.orders where quote ->> 'startsAt' = '2026-11-27T01:00:00.000Z'`),
    ).toHaveLength(1)
  })

  test('the same number is another command for another account, and refused for another command', async () => {
    const commandId = newId()
    const bea = await daughter(world)
    const hers = await mother(bea)
    const mine = await bookedOrder(cast.anna, cast.mum, { commandId })
    const other = await bookedOrder(bea, hers, { commandId })
    expect(other.id).not.toBe(mine.id)
    const cancel = { commandId, version: mine.version, refundFen: 0 }
    expect(await refused(() => tell(world, cast.anna, `/orders/${mine.id}/cancel`, cancel))).toBe('409 COMMAND_REUSED')
  })
})
