import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashToken } from '../core/crypto/keyed-hash.ts'
import { sql } from '../core/sql.ts'
import { codeOnPhone, daughter, stranger } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { newPhone, sendCode, signInBySms } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

const count = async (table: 'accounts' | 'sessions'): Promise<number> => {
  const tables = {
    accounts: sql`select count(*)::int as n from identity.accounts`,
    sessions: sql`select count(*)::int as n from identity.sessions`,
  }
  return (await world.rows<{ n: number }>(tables[table]))[0]?.n ?? 0
}
describe('by WeChat', () => {
  test('the first sign-in makes an account, the next ones find it, many at once too', async () => {
    const user = world.sandbox.control.createUser()
    const before = await count('accounts')
    const sessions = await Promise.all(
      Array.from({ length: 8 }, () =>
        world.api().identity.signInByWechat({ body: { code: world.sandbox.control.login(user.openid) } }),
      ),
    )
    expect(new Set(sessions.map((session) => session.account.id)).size).toBe(1)
    expect(sessions.filter((session) => session.isNewAccount)).toHaveLength(1)
    expect(await count('accounts')).toBe(before + 1)
    expect(sessions[0]?.account).toMatchObject({ hasWechat: true, phoneMasked: null, consents: [] })
  })

  test('a code is good once; a made-up one never; nothing is written', async () => {
    const user = world.sandbox.control.createUser()
    const code = world.sandbox.control.login(user.openid)
    expect((await world.call('POST', '/identity/sign-in/wechat', { body: { code } })).status).toBe(200)
    const before = await count('sessions')
    for (const bad of [code, 'made-up', "'; drop table identity.accounts; --"]) {
      const answer = await world.call('POST', '/identity/sign-in/wechat', { body: { code: bad } })
      expect([answer.status, answer.body.code]).toEqual([401, 'WRONG_CREDENTIALS'])
    }
    expect(await count('sessions')).toBe(before)
  })

  test('the token is stored as a hash only', async () => {
    const person = await stranger(world)
    const rows = await world.rows<{ text: string }>(sql`select t::text as text from identity.session_tokens t`)
    expect(rows.some((row) => row.text.includes(person.token))).toBe(false)
    expect(rows.some((row) => row.text.includes(hashToken(person.token).toString('hex')))).toBe(true)
    expect(world.logged.join()).not.toContain(person.token)
  })

  test.each([{}, { code: 5 }, { code: '' }, { code: 'x', extra: 1 }, { code: 'x'.repeat(10_000) }, [], 'null'])(
    'refuses %j',
    async (body) => {
      expect((await world.call('POST', '/identity/sign-in/wechat', { body })).status).toBe(400)
    },
  )
})

describe('by SMS', () => {
  test('a new phone becomes an account together with the consent, and comes back to it', async () => {
    const phone = newPhone()
    expect((await sendCode(world, phone)).body).toEqual({ retryAfterSeconds: 60, expiresInSeconds: 300 })
    const first = await signInBySms(world, phone, codeOnPhone(world, phone))
    expect(first.body).toMatchObject({
      isNewAccount: true,
      account: { hasWechat: false, phoneMasked: `137****${phone.slice(-4)}` },
    })
    expect(first.body['account']).toMatchObject({ consents: [{ purpose: 'privacy', isCurrent: true }] })
    await world.advance({ minutes: 2 })
    await sendCode(world, phone)
    const again = await signInBySms(world, phone, codeOnPhone(world, phone), null)
    expect(again.body).toMatchObject({
      isNewAccount: false,
      account: { id: (first.body['account'] as { id: string }).id },
    })
  })

  test('the phone is nowhere in the clear', async () => {
    const phone = newPhone()
    await sendCode(world, phone)
    await signInBySms(world, phone, codeOnPhone(world, phone))
    const rows = await world.rows<{ text: string }>(sql`
      select a::text as text from identity.accounts a union all select s::text from identity.sms_codes s
      union all select r::text from core.rate_limits r union all select t::text from core.tasks t`)
    const isLeaked = rows.some(({ text }) => text.includes(phone) || text.includes(Buffer.from(phone).toString('hex')))
    expect(isLeaked).toBe(false)
    expect(world.logged.join()).not.toContain(phone)
  })

  test('a new phone without the consent is not stored, and the code stays good', async () => {
    const phone = newPhone()
    await sendCode(world, phone)
    const before = await count('accounts')
    for (const version of [null, 99]) {
      const answer = await signInBySms(world, phone, codeOnPhone(world, phone), version)
      expect([answer.status, answer.body.code, answer.body['facts']]).toEqual([
        403,
        'CONSENT_REQUIRED',
        { purpose: 'privacy', version: 1 },
      ])
    }
    expect(await count('accounts')).toBe(before)
    expect((await signInBySms(world, phone, codeOnPhone(world, phone))).status).toBe(200)
  })

  test('a code is used once, also by two at the same moment', async () => {
    const phone = newPhone()
    await sendCode(world, phone)
    const code = codeOnPhone(world, phone)
    const answers = await Promise.all([
      signInBySms(world, phone, code),
      signInBySms(world, phone, code),
      signInBySms(world, phone, code),
    ])
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect((await signInBySms(world, phone, code)).status).toBe(401)
  })

  test('five wrong tries burn the code, also when they come at once; the sixth right one is refused', async () => {
    const phone = newPhone()
    await sendCode(world, phone)
    const right = codeOnPhone(world, phone)
    const wrong = right === '000000' ? '111111' : '000000'
    const answers = await Promise.all(Array.from({ length: 5 }, () => signInBySms(world, phone, wrong)))
    expect(answers.every((answer) => answer.body.code === 'WRONG_CREDENTIALS')).toBe(true)
    expect((await signInBySms(world, phone, right)).body.code).toBe('WRONG_CREDENTIALS')
  })

  test('a code is not good for another phone and ends after five minutes', async () => {
    const [phone, other] = [newPhone(), newPhone()]
    await sendCode(world, phone)
    await sendCode(world, other)
    const code = codeOnPhone(world, phone)
    if (code !== codeOnPhone(world, other)) expect((await signInBySms(world, other, code)).status).toBe(401)
    await world.advance({ minutes: 5 })
    expect((await signInBySms(world, phone, code)).status).toBe(401)
  })

  test('known and unknown phones get the same answers', async () => {
    const known = await daughter(world)
    const unknown = newPhone()
    const [a, b] = [await sendCode(world, known.phone), await sendCode(world, unknown)]
    expect([a.status, a.body]).toEqual([b.status, b.body])
    const shape = (answer: { status: number; body: { code?: string; message?: string } }) => [
      answer.status,
      answer.body.code,
      answer.body.message,
    ]
    expect(shape(await signInBySms(world, known.phone, '123456'))).toEqual(
      shape(await signInBySms(world, unknown, '123456')),
    )
  })

  test('one a minute, five an hour, ten a day per phone; at the same moment one', async () => {
    await world.advance({ days: 2 })
    const phone = newPhone()
    const sent = async () => (await sendCode(world, phone)).status
    const burst = await Promise.all([sent(), sent(), sent()])
    expect(burst.toSorted()).toEqual([200, 429, 429])
    for (let i = 0; i < 4; i++) {
      await world.advance({ minutes: 2 })
      expect(await sent()).toBe(200)
    }
    await world.advance({ minutes: 2 })
    const refused = await sendCode(world, phone)
    expect([refused.status, refused.body.code]).toEqual([429, 'TOO_MANY'])
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(world.sandbox.control.inbox({ phone })).toHaveLength(5)
    await world.advance({ hours: 2 })
    for (let i = 0; i < 5; i++, await world.advance({ minutes: 2 })) expect(await sent()).toBe(200)
    await world.advance({ hours: 2 })
    expect(await sent()).toBe(429)
    await world.advance({ days: 1 })
    expect(await sent()).toBe(200)
  })

  test('ten a minute per address, whatever the phone', async () => {
    await world.advance({ hours: 3 })
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) statuses.push((await sendCode(world, newPhone())).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
    await world.advance({ hours: 2 })
  })

  test('when the provider fails the person may try again at once', async () => {
    const phone = newPhone()
    world.sandbox.control.misbehave({
      on: 'answer',
      do: 'error',
      vendor: 'tencent-cloud',
      status: 500,
      count: 0,
      match: phone,
    })
    expect((await sendCode(world, phone)).status).toBe(503)
    world.sandbox.control.clearScenarios()
    expect((await sendCode(world, phone)).status).toBe(200)
    expect((await signInBySms(world, phone, codeOnPhone(world, phone))).status).toBe(200)
  })

  test.each(['12812345678', '1391234567', '+8613912345678', 13912345678, null, '139１2345678'])(
    'refuses the phone %j',
    async (phone) => {
      expect((await world.call('POST', '/identity/sms-codes', { body: { phone } })).status).toBe(400)
    },
  )
})
