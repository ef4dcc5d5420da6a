/** Coupons as families and operators meet them. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { daughter, operatorWith, type Person, type Staff } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { couponInput, couponKind, newCode, takenBy } from './testing.ts'

let world: World
let desk: Staff
let anna: Person
beforeAll(async () => {
  world = await newWorld()
  desk = await operatorWith(world, ['content'])
  anna = await daughter(world)
})
afterAll(() => world.close())

const takenOf = (kindId: string) =>
  world.rows<{ account_id: string }>(sql`select account_id from coupons.taken where kind_id = ${kindId}`)
const take = (person: Person, code: string, commandId = randomUUID()) =>
  world.call('POST', '/coupons', { token: person.token, body: { commandId, code } })

describe('operators', () => {
  test('a new kind, once, and in the audit', async () => {
    const body = {
      commandId: randomUUID(),
      coupon: couponInput(world, { funderCode: 'union-1', funderName: '第一工会' }),
    }
    const kind = await desk.api.coupons.addCouponKind({ body })
    expect(kind).toMatchObject({ funderName: '第一工会', takenCount: 0, usedCount: 0, usedFen: 0, endedAt: null })
    expect(await desk.api.coupons.addCouponKind({ body })).toEqual(kind)
    expect(await world.rows(sql`select actor_id, action from core.audit where subject_id = ${kind.id}`)).toEqual([
      { actor_id: desk.operatorId, action: 'coupons.add-kind' },
    ])
    const found = await desk.api.coupons.listCouponKinds({ query: { query: kind.code.toLowerCase() } })
    expect(found.items.map(({ id }) => id)).toEqual([kind.id])
    expect((await desk.api.coupons.listFunders()).items).toEqual([
      { code: 'platform', name: '平台' },
      { code: 'union-1', name: '第一工会' },
    ])
  })

  test.each([
    ['both amount and share', { offFen: 100, offPercent: 5 }, 'offFen'],
    ['neither', { offFen: 0 }, 'offFen'],
    ['a limit below the amount', { maxOffFen: 100 }, 'maxOffFen'],
    ['over before it begins', { validTo: '2026-01-01T00:00:00Z' }, 'validTo'],
    ['more for one than for all', { totalCount: 1, perAccount: 2 }, 'perAccount'],
    ['a funder under another name', { funderName: '别的平台' }, 'funderName'],
  ])('refused: %s; nothing is written', async (_name, wish, field) => {
    const coupon = couponInput(world, wish)
    const answer = await world.call('POST', '/coupons/kinds', {
      token: desk.token,
      body: { commandId: randomUUID(), coupon },
    })
    expect(answer.status).toBe(400)
    expect(Object.keys(answer.body.fields ?? {})).toEqual([field])
    expect(await world.rows(sql`select 1 from coupons.kinds where code = ${coupon.code}`)).toEqual([])
  })

  test('a code stands once, whoever types it, in capitals without look-alikes', async () => {
    const kind = await couponKind(world, desk)
    await expect(couponKind(world, desk, { code: kind.code, name: '另一种' })).rejects.toMatchObject({
      problem: { code: 'INVALID' },
    })
    await expect(couponKind(world, desk, { code: 'ABC0' })).rejects.toMatchObject({ problem: { code: 'INVALID' } })
    await expect(couponKind(world, desk, { code: 'abcd' })).rejects.toMatchObject({ problem: { code: 'INVALID' } })
    const both = await Promise.allSettled([1, 2].map(() => couponKind(world, desk, { code: 'SAMETWXCE' })))
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  test('who must not: families, and operators with other duties', async () => {
    const dispatcher = await operatorWith(world, ['dispatcher'])
    for (const token of [anna.token, dispatcher.token, undefined])
      for (const [method, path] of [
        ['GET', '/coupons/kinds'],
        ['GET', '/coupons/funders'],
        ['POST', '/coupons/kinds'],
        ['POST', `/coupons/kinds/${randomUUID()}/end`],
      ] as const)
        expect((await world.call(method, path, { ...(token ? { token } : {}), body: undefined })).status).toBeOneOf([
          401, 403,
        ])
    expect((await world.call('GET', '/coupons', { token: desk.token })).status).toBeOneOf([401, 403])
  })
})

describe('taking', () => {
  test('by code, in any case, once per try and account', async () => {
    const kind = await couponKind(world, desk)
    const commandId = randomUUID()
    const first = await take(anna, ` ${kind.code.toLowerCase()} `, commandId)
    expect(first.body).toMatchObject({ state: 'usable', sentence: '立减 ¥30.00，满 ¥200.00 可用', funderName: '平台' })
    expect((await take(anna, kind.code, commandId)).body).toEqual(first.body)
    const again = await take(anna, kind.code)
    expect(again.status).toBe(409)
    expect(again.body.fields).toEqual({ code: '您已经领过这种优惠券' })
    expect(await takenOf(kind.id)).toHaveLength(1)
    expect((await anna.api.coupons.listMyCoupons({ query: {} })).items[0]).toEqual(first.body)
  })

  test('the last one is taken by one of many at the same moment', async () => {
    const kind = await couponKind(world, desk, { totalCount: 3 })
    const people = await Promise.all(Array.from({ length: 8 }, () => daughter(world)))
    const answers = await Promise.all(people.map((person) => take(person, kind.code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3)
    expect(answers.filter(({ status }) => status === 409).map(({ body }) => body.message)).toEqual(
      Array.from({ length: 5 }, () => '这种优惠券已经领完'),
    )
    expect(await takenOf(kind.id)).toHaveLength(3)
    const [now] = (await desk.api.coupons.listCouponKinds({ query: { query: kind.code } })).items
    expect(now?.takenCount).toBe(3)
  })

  test('one account, many taps at the same moment: its own limit holds', async () => {
    const kind = await couponKind(world, desk, { perAccount: 2 })
    const bella = await daughter(world)
    const answers = await Promise.all(Array.from({ length: 6 }, () => take(bella, kind.code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(2)
    expect(await takenOf(kind.id)).toHaveLength(2)
  })

  test('not what is unknown, over or ended; what was taken stays usable', async () => {
    const bella = await daughter(world)
    expect((await take(bella, 'NOSUCHCODE')).body.message).toBe('没有这个券码，请核对后再输')
    const short = await couponKind(world, desk, {
      validTo: new Date(world.clock.now().getTime() + 60_000).toISOString(),
    })
    const kind = await couponKind(world, desk)
    const mine = await takenBy(bella, kind.code)
    await world.advance({ minutes: 2 })
    expect((await take(bella, short.code)).status).toBe(409)
    expect(await takenOf(short.id)).toEqual([])

    const body = { commandId: randomUUID(), version: kind.version, reason: '预算用完' }
    const over = await desk.api.coupons.endCouponKind({ params: { id: kind.id }, body })
    expect(over.endedAt).not.toBeNull()
    expect(await desk.api.coupons.endCouponKind({ params: { id: kind.id }, body })).toEqual(over)
    const end = (version: number) =>
      desk.api.coupons.endCouponKind({ params: { id: kind.id }, body: { ...body, commandId: randomUUID(), version } })
    await expect(end(kind.version)).rejects.toMatchObject({ problem: { code: 'CONFLICT' } })
    await expect(end(over.version)).rejects.toMatchObject({ problem: { code: 'NOT_ALLOWED_NOW' } })
    expect((await take(anna, kind.code)).body.message).toBe('“新客立减”已经停止发放')
    expect((await bella.api.coupons.listMyCoupons({ query: {} })).items).toEqual([mine])
  })

  test('guessing ends after ten tries', async () => {
    const thief = await daughter(world)
    const answers = []
    for (let i = 0; i < 11; i++) answers.push((await take(thief, newCode())).status)
    expect(answers).toEqual([...Array.from({ length: 10 }, () => 409), 429])
  })

  test('nobody sees what others have; pages repeat nothing', async () => {
    const [bella, carla] = [await daughter(world), await daughter(world)]
    const kind = await couponKind(world, desk, { perAccount: 5 })
    for (let i = 0; i < 5; i++) await takenBy(bella, kind.code)
    expect((await carla.api.coupons.listMyCoupons({ query: {} })).items).toEqual([])
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await bella.api.coupons.listMyCoupons({ query: { limit: 2, ...(cursor ? { cursor } : {}) } })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(new Set(seen).size).toBe(5)
    expect(seen).toHaveLength(5)
  })
})
