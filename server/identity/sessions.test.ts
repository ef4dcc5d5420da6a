import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { stranger } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { isAlive } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterAll(() => world.close())

describe('sessions', () => {
  test('end after 30 idle days, after 180 days in any case', async () => {
    const [idle, busy] = [await stranger(world), await stranger(world)]
    for (let day = 29; day < 180; day += 29) {
      await world.advance({ days: 29 })
      expect(await isAlive(world, busy.token)).toBe(true)
      if (day > 30) expect(await isAlive(world, idle.token)).toBe(false)
    }
    await world.advance({ days: 6 })
    expect(await isAlive(world, busy.token)).toBe(false)
  })

  test('rotation: the old token lives a minute, the new one goes on; two at once give two good ones', async () => {
    const person = await stranger(world)
    await world.advance({ hours: 1 })
    const rotate = (token: string) => world.api(token).identity.rotateSession()
    const [a, b] = await Promise.all([rotate(person.token), rotate(person.token)])
    await world.advance({ seconds: 59 })
    expect(await isAlive(world, person.token)).toBe(true)
    await world.advance({ seconds: 2 })
    expect([await isAlive(world, person.token), await isAlive(world, a.token), await isAlive(world, b.token)]).toEqual([
      false,
      true,
      true,
    ])
    const c = await rotate(b.token)
    await world.advance({ minutes: 2 })
    expect([await isAlive(world, a.token), await isAlive(world, b.token), await isAlive(world, c.token)]).toEqual([
      false,
      false,
      true,
    ])
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
    expect(await isAlive(world, token)).toBe(false)
  })

  test('sign-out ends this one, everywhere ends all of mine and none of others', async () => {
    const [anna, other] = [await stranger(world), await stranger(world)]
    const more = await Promise.all(
      [1, 2].map(() =>
        world.api().identity.signInByWechat({ body: { code: world.sandbox.control.login(anna.openid) } }),
      ),
    )
    await anna.api.identity.signOut()
    expect(await isAlive(world, anna.token)).toBe(false)
    expect((await world.call('POST', '/identity/sign-out', { token: anna.token })).status).toBe(401)
    expect(await world.api(more[0]?.token).identity.signOutEverywhere()).toEqual({ count: 2 })
    expect([
      await isAlive(world, more[0]?.token ?? ''),
      await isAlive(world, more[1]?.token ?? ''),
      await isAlive(world, other.token),
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
    const left = await world.rows(sql`select 1 from identity.sessions union all select 1 from identity.session_tokens`)
    expect(left).toEqual([])
  })
})
