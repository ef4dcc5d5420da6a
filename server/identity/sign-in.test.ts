import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashToken } from '../core/crypto/keyed-hash.ts'
import { sql } from '../core/sql.ts'
import { agree, bindPhone, codeOnPhone, daughter, mother, stranger, type Person } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

let lastPhone = 0
const newPhone = (): string => `1371234${String(1000 + ++lastPhone)}`
const count = async (table: 'accounts' | 'sessions' | 'sms_codes'): Promise<number> => {
  const tables = {
    accounts: sql`select count(*)::int as n from identity.accounts`,
    sessions: sql`select count(*)::int as n from identity.sessions`,
    sms_codes: sql`select count(*)::int as n from identity.sms_codes`,
  }
  return (await world.rows<{ n: number }>(tables[table]))[0]?.n ?? 0
}
const sendCode = (phone: string) => world.call('POST', '/identity/sms-codes', { body: { phone } })
const signInBySms = (phone: string, code: string, privacyVersion: number | null = 1) =>
  world.call('POST', '/identity/sign-in/sms', { body: { phone, code, privacyVersion } })
const isAlive = async (token: string): Promise<boolean> =>
  (await world.call('GET', '/identity/me', { token })).status === 200

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
    expect((await sendCode(phone)).body).toEqual({ retryAfterSeconds: 60, expiresInSeconds: 300 })
    const first = await signInBySms(phone, codeOnPhone(world, phone))
    expect(first.body).toMatchObject({
      isNewAccount: true,
      account: { hasWechat: false, phoneMasked: `137****${phone.slice(-4)}` },
    })
    expect(first.body['account']).toMatchObject({ consents: [{ purpose: 'privacy', isCurrent: true }] })
    await world.advance({ minutes: 2 })
    await sendCode(phone)
    const again = await signInBySms(phone, codeOnPhone(world, phone), null)
    expect(again.body).toMatchObject({
      isNewAccount: false,
      account: { id: (first.body['account'] as { id: string }).id },
    })
  })

  test('the phone is nowhere in the clear', async () => {
    const phone = newPhone()
    await sendCode(phone)
    await signInBySms(phone, codeOnPhone(world, phone))
    const rows = await world.rows<{ text: string }>(sql`
      select a::text as text from identity.accounts a union all select s::text from identity.sms_codes s
      union all select r::text from core.rate_limits r union all select t::text from core.tasks t`)
    const isLeaked = rows.some(({ text }) => text.includes(phone) || text.includes(Buffer.from(phone).toString('hex')))
    expect(isLeaked).toBe(false)
    expect(world.logged.join()).not.toContain(phone)
  })

  test('a new phone without the consent is not stored, and the code stays good', async () => {
    const phone = newPhone()
    await sendCode(phone)
    const before = await count('accounts')
    for (const version of [null, 99]) {
      const answer = await signInBySms(phone, codeOnPhone(world, phone), version)
      expect([answer.status, answer.body.code, answer.body['facts']]).toEqual([
        403,
        'CONSENT_REQUIRED',
        { purpose: 'privacy', version: 1 },
      ])
    }
    expect(await count('accounts')).toBe(before)
    expect((await signInBySms(phone, codeOnPhone(world, phone))).status).toBe(200)
  })

  test('a code is used once, also by two at the same moment', async () => {
    const phone = newPhone()
    await sendCode(phone)
    const code = codeOnPhone(world, phone)
    const answers = await Promise.all([signInBySms(phone, code), signInBySms(phone, code), signInBySms(phone, code)])
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect((await signInBySms(phone, code)).status).toBe(401)
  })

  test('five wrong tries burn the code, also when they come at once; the sixth right one is refused', async () => {
    const phone = newPhone()
    await sendCode(phone)
    const right = codeOnPhone(world, phone)
    const wrong = right === '000000' ? '111111' : '000000'
    const answers = await Promise.all(Array.from({ length: 5 }, () => signInBySms(phone, wrong)))
    expect(answers.every((answer) => answer.body.code === 'WRONG_CREDENTIALS')).toBe(true)
    expect((await signInBySms(phone, right)).body.code).toBe('WRONG_CREDENTIALS')
  })

  test('a code is not good for another phone and ends after five minutes', async () => {
    const [phone, other] = [newPhone(), newPhone()]
    await sendCode(phone)
    await sendCode(other)
    const code = codeOnPhone(world, phone)
    if (code !== codeOnPhone(world, other)) expect((await signInBySms(other, code)).status).toBe(401)
    await world.advance({ minutes: 5 })
    expect((await signInBySms(phone, code)).status).toBe(401)
  })

  test('known and unknown phones get the same answers', async () => {
    const known = await daughter(world)
    const unknown = newPhone()
    const [a, b] = [await sendCode(known.phone), await sendCode(unknown)]
    expect([a.status, a.body]).toEqual([b.status, b.body])
    const shape = (answer: { status: number; body: { code?: string; message?: string } }) => [
      answer.status,
      answer.body.code,
      answer.body.message,
    ]
    expect(shape(await signInBySms(known.phone, '123456'))).toEqual(shape(await signInBySms(unknown, '123456')))
  })

  test('one a minute, five an hour, ten a day per phone; at the same moment one', async () => {
    await world.advance({ days: 2 })
    const phone = newPhone()
    const sent = async () => (await sendCode(phone)).status
    const burst = await Promise.all([sent(), sent(), sent()])
    expect(burst.toSorted()).toEqual([200, 429, 429])
    for (let i = 0; i < 4; i++) {
      await world.advance({ minutes: 2 })
      expect(await sent()).toBe(200)
    }
    await world.advance({ minutes: 2 })
    const refused = await sendCode(phone)
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
    for (let i = 0; i < 11; i++) statuses.push((await sendCode(newPhone())).status)
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
    expect((await sendCode(phone)).status).toBe(503)
    world.sandbox.control.clearScenarios()
    expect((await sendCode(phone)).status).toBe(200)
    expect((await signInBySms(phone, codeOnPhone(world, phone))).status).toBe(200)
  })

  test.each(['12812345678', '1391234567', '+8613912345678', 13912345678, null, '139１2345678'])(
    'refuses the phone %j',
    async (phone) => {
      expect((await world.call('POST', '/identity/sms-codes', { body: { phone } })).status).toBe(400)
    },
  )
})

describe('binding a phone', () => {
  test('needs the privacy consent, and writes nothing without it', async () => {
    const person = await stranger(world)
    const body = { code: world.sandbox.control.phoneCode(person.openid) }
    const answer = await world.call('POST', '/identity/phone/wechat', { token: person.token, body })
    expect([answer.status, answer.body.code, answer.body['facts']]).toEqual([
      403,
      'CONSENT_REQUIRED',
      { purpose: 'privacy', version: 1 },
    ])
    const [row] = await world.rows(
      sql`select phone_sealed, phone_hash from identity.accounts where id = ${person.accountId}`,
    )
    expect(row).toEqual({ phone_sealed: null, phone_hash: null })
    await agree(person, ['privacy'])
    // the code was not spent on the refusal
    expect((await world.call('POST', '/identity/phone/wechat', { token: person.token, body })).status).toBe(200)
  })

  test('by SMS; a new phone takes the place of the old one', async () => {
    const person = await daughter(world)
    const phone = newPhone()
    await sendCode(phone)
    const account = await person.api.identity.bindPhoneBySms({ body: { phone, code: codeOnPhone(world, phone) } })
    expect(account).toMatchObject({ id: person.accountId, phoneMasked: `137****${phone.slice(-4)}` })
    const tasks = await world.rows<{ n: number }>(
      sql`select count(*)::int as n from identity.accounts where phone_hash = ${world.system.hash.of('phone', person.phone)}`,
    )
    expect(tasks[0]?.n).toBe(0)
  })

  test('an account made by SMS and an empty WeChat account become one, and the open sign-in goes on', async () => {
    const user = world.sandbox.control.createUser({ phone: newPhone() })
    await sendCode(user.phone)
    const bySms = await signInBySms(user.phone, codeOnPhone(world, user.phone))
    const accountId = (bySms.body['account'] as { id: string }).id
    const byWechat = await stranger(world, { phone: user.phone })
    expect(byWechat.openid).toBe(user.openid)
    expect(byWechat.accountId).not.toBe(accountId)
    await agree(byWechat, ['privacy', 'health'])
    await bindPhone(world, byWechat)
    const me = await byWechat.api.identity.getMe()
    expect(me).toMatchObject({ id: accountId, hasWechat: true })
    expect(me.consents.map((consent) => consent.purpose).toSorted()).toEqual(['health', 'privacy'])
    const next = await world.api().identity.signInByWechat({ body: { code: world.sandbox.control.login(user.openid) } })
    expect([next.account.id, next.isNewAccount]).toEqual([accountId, false])
  })

  test('a phone of another WeChat is refused; so is merging an account that is in use', async () => {
    const anna = await daughter(world)
    const thief = await stranger(world)
    await agree(thief)
    await world.advance({ minutes: 2 })
    await sendCode(anna.phone)
    const bind = (person: Person, phone: string) =>
      world.call('POST', '/identity/phone/sms', {
        token: person.token,
        body: { phone, code: codeOnPhone(world, phone) },
      })
    const answer = await bind(thief, anna.phone)
    expect([answer.status, answer.body.code]).toEqual([409, 'CONFLICT'])
    expect((await anna.api.identity.getMe()).phoneMasked).not.toBeNull()

    const phone = newPhone()
    await sendCode(phone)
    await signInBySms(phone, codeOnPhone(world, phone))
    await mother(thief)
    await world.advance({ minutes: 2 })
    await sendCode(phone)
    expect((await bind(thief, phone)).status).toBe(409)
    const rows = await world.rows<{ openid: string | null }>(
      sql`select openid from identity.accounts where phone_hash = ${world.system.hash.of('phone', phone)}`,
    )
    expect(rows).toEqual([{ openid: null }])
  })

  test('two accounts that bind one free phone at once: one has it', async () => {
    const phone = newPhone()
    const [anna, bea] = [await stranger(world, { phone }), await stranger(world)]
    await Promise.all([agree(anna, ['privacy']), agree(bea, ['privacy'])])
    await sendCode(phone)
    const answers = await Promise.all([
      world.call('POST', '/identity/phone/wechat', {
        token: anna.token,
        body: { code: world.sandbox.control.phoneCode(anna.openid) },
      }),
      world.call('POST', '/identity/phone/sms', { token: bea.token, body: { phone, code: codeOnPhone(world, phone) } }),
    ])
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409])
  })
})

describe('sessions', () => {
  test('end after 30 idle days, after 180 days in any case', async () => {
    const [idle, busy] = [await stranger(world), await stranger(world)]
    for (let day = 29; day < 180; day += 29) {
      await world.advance({ days: 29 })
      expect(await isAlive(busy.token)).toBe(true)
      if (day > 30) expect(await isAlive(idle.token)).toBe(false)
    }
    await world.advance({ days: 6 })
    expect(await isAlive(busy.token)).toBe(false)
  })

  test('rotation: the old token lives a minute, the new one goes on; two at once give two good ones', async () => {
    const person = await stranger(world)
    await world.advance({ hours: 1 })
    const rotate = (token: string) => world.api(token).identity.rotateSession()
    const [a, b] = await Promise.all([rotate(person.token), rotate(person.token)])
    await world.advance({ seconds: 59 })
    expect(await isAlive(person.token)).toBe(true)
    await world.advance({ seconds: 2 })
    expect([await isAlive(person.token), await isAlive(a.token), await isAlive(b.token)]).toEqual([false, true, true])
    const c = await rotate(b.token)
    await world.advance({ minutes: 2 })
    expect([await isAlive(a.token), await isAlive(b.token), await isAlive(c.token)]).toEqual([false, false, true])
  })

  test('rotation does not move the absolute end', async () => {
    const person = await stranger(world)
    let { token } = person
    for (let i = 0; i < 9; i++) {
      await world.advance({ days: 19 })
      token = (await world.api(token).identity.rotateSession()).token
    }
    const last = await world.api(token).identity.rotateSession()
    expect(new Date(last.expiresAt).getTime() - world.clock.now().getTime()).toBeLessThan(10 * 86_400_000)
    await world.advance({ days: 9 })
    expect(await isAlive(token)).toBe(false)
  })

  test('sign-out ends this one, everywhere ends all of mine and none of others', async () => {
    const [anna, other] = [await stranger(world), await stranger(world)]
    const more = await Promise.all(
      [1, 2].map(() =>
        world.api().identity.signInByWechat({ body: { code: world.sandbox.control.login(anna.openid) } }),
      ),
    )
    await anna.api.identity.signOut()
    expect(await isAlive(anna.token)).toBe(false)
    expect((await world.call('POST', '/identity/sign-out', { token: anna.token })).status).toBe(401)
    expect(await world.api(more[0]?.token).identity.signOutEverywhere()).toEqual({ count: 2 })
    expect([
      await isAlive(more[0]?.token ?? ''),
      await isAlive(more[1]?.token ?? ''),
      await isAlive(other.token),
    ]).toEqual([false, false, true])
  })

  test('being seen is written once a minute, not with every request', async () => {
    const person = await stranger(world)
    const seen = async () =>
      (
        await world.rows<{ last_seen_at: Date }>(
          sql`select last_seen_at from identity.sessions where account_id = ${person.accountId}`,
        )
      )[0]?.last_seen_at
    const first = await seen()
    await world.advance({ seconds: 30 })
    await person.api.identity.getMe()
    expect(await seen()).toEqual(first)
    await world.advance({ seconds: 31 })
    await person.api.identity.getMe()
    expect(await seen()).not.toEqual(first)
  })

  test.each(['', 'nonsense', `bs_${'x'.repeat(43)}`, `bo_${'x'.repeat(43)}`, `zz_${randomUUID()}`, "bs_' or true --"])(
    '%j is nobody',
    async (token) => {
      for (const [method, path] of [
        ['GET', '/identity/me'],
        ['GET', '/identity/patients'],
        ['POST', '/identity/session/rotate'],
        ['POST', '/identity/sign-out'],
      ] as const)
        expect((await world.call(method, path, { token })).body.code).toBe('SIGN_IN_REQUIRED')
    },
  )

  test('what ended is deleted in time', async () => {
    await stranger(world)
    await world.advance({ days: 200 })
    await world.drain()
    expect([await count('sessions'), await count('sms_codes')]).toEqual([0, 0])
  })
})
