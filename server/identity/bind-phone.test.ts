import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { agree, bindPhone, codeOnPhone, daughter, mother, stranger, type Person } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { newPhone, sendCode, signInBySms, statusesOf } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

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
    await sendCode(world, phone)
    const account = await person.api.identity.bindPhoneBySms({ body: { phone, code: codeOnPhone(world, phone) } })
    expect(account).toMatchObject({ id: person.accountId, phoneMasked: `137****${phone.slice(-4)}` })
    const tasks = await world.rows<{ n: number }>(
      sql`select count(*)::int as n from identity.accounts where phone_hash = ${world.system.hash.of('phone', person.phone)}`,
    )
    expect(tasks[0]?.n).toBe(0)
  })

  test('an account made by SMS and an empty WeChat account become one, and the open sign-in goes on', async () => {
    const user = world.sandbox.control.createUser({ phone: newPhone() })
    await sendCode(world, user.phone)
    const bySms = await signInBySms(world, user.phone, codeOnPhone(world, user.phone))
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
    await sendCode(world, anna.phone)
    const bind = (person: Person, phone: string) =>
      world.call('POST', '/identity/phone/sms', {
        token: person.token,
        body: { phone, code: codeOnPhone(world, phone) },
      })
    const answer = await bind(thief, anna.phone)
    expect([answer.status, answer.body.code]).toEqual([409, 'CONFLICT'])
    expect((await anna.api.identity.getMe()).phoneMasked).not.toBeNull()

    const phone = newPhone()
    await sendCode(world, phone)
    await signInBySms(world, phone, codeOnPhone(world, phone))
    await mother(thief)
    await world.advance({ minutes: 2 })
    await sendCode(world, phone)
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
    await sendCode(world, phone)
    const answers = await Promise.all([
      world.call('POST', '/identity/phone/wechat', {
        token: anna.token,
        body: { code: world.sandbox.control.phoneCode(anna.openid) },
      }),
      world.call('POST', '/identity/phone/sms', { token: bea.token, body: { phone, code: codeOnPhone(world, phone) } }),
    ])
    expect(statusesOf(answers)).toEqual([200, 409])
  })
})
