import { array, assert, asyncProperty, boolean, integer, record, tuple } from 'fast-check'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addMinutes, nextDay, shanghaiInstant } from '../core/clock.ts'
import { sql } from '../core/sql.ts'
import { daughter, operatorWith, type Person } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { findCompanion } from './companion-queries.ts'
import { calendarOf } from './calendar.ts'
import { isFree, listFittingCompanions, moveReservation, releaseTime, reserveTime } from './index.ts'
import { timeOf } from './working-time.ts'
import { weekdays, workingCompanion, type WorkingCompanion } from './testing.ts'

const MONDAY = '2026-12-07'
let world: World
let family: Person
let wang: WorkingCompanion
beforeAll(async () => {
  world = await newWorld()
  family = await daughter(world)
  wang = await workingCompanion(world)
})
afterAll(() => world.close())

const at = (time: string, day = MONDAY): Date => shanghaiInstant(day, time)
const wanted = (who: WorkingCompanion, from: string, to: string, orderId: string = randomUUID(), day = MONDAY) => ({
  companionId: who.companionId,
  orderId,
  startsAt: at(from, day),
  endsAt: at(to, day),
  now: world.clock.now(),
})
const reserve = (who: WorkingCompanion, from: string, to: string, day = MONDAY): Promise<string> => {
  const want = wanted(who, from, to, randomUUID(), day)
  return world.system.db.tx(async (tx) => {
    await reserveTime(tx, want)
    return want.orderId
  })
}
const namesAt = async (from: string, wish: Record<string, unknown> = {}, day = MONDAY): Promise<string[]> => {
  const { items } = await family.api.companions.listAvailableCompanions({
    query: { startsAt: at(from, day).toISOString(), minutes: 240, ...wish },
  })
  return items.map((item) => item.id)
}
const reservations = (who: WorkingCompanion) =>
  world.rows<{ order_id: string }>(
    sql`select order_id from companions.reservations where companion_id = ${who.companionId}`,
  )

describe('reserving time', () => {
  it('needs half an hour of way on each side', async () => {
    const li = await workingCompanion(world)
    await reserve(li, '08:00', '12:00')
    await expect(reserve(li, '12:30', '16:30')).rejects.toMatchObject({ code: 'TIME_TAKEN' })
    await reserve(li, '13:00', '17:00')
    expect(await reservations(li)).toHaveLength(2)
  })
  it('only within her hours, while she takes orders, and of somebody who exists', async () => {
    const li = await workingCompanion(world)
    await expect(reserve(li, '06:00', '10:00')).rejects.toMatchObject({ code: 'TIME_TAKEN' })
    await expect(reserve(li, '15:00', '19:00')).rejects.toMatchObject({ code: 'TIME_TAKEN' })
    await expect(reserve(li, '09:00', '13:00', '2026-12-06')).rejects.toMatchObject({ code: 'TIME_TAKEN' })
    const want = { ...wanted(li, '17:00', '21:00'), isAnyHour: true }
    await world.system.db.tx((tx) => reserveTime(tx, want))
    await expect(world.system.db.tx((tx) => reserveTime(tx, { ...want, orderId: randomUUID() }))).rejects.toMatchObject(
      { code: 'TIME_TAKEN' },
    )
    await expect(
      world.system.db.tx((tx) => reserveTime(tx, { ...want, companionId: randomUUID() })),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const desk = await operatorWith(world, ['reviewer'])
    await desk.api.companions.setCompanionStatus({
      params: { id: li.companionId },
      body: { status: 'suspended', reason: '证件到期' },
    })
    await expect(reserve(li, '08:00', '12:00')).rejects.toMatchObject({ code: 'NOT_ALLOWED_NOW' })
    expect(await reservations(li)).toHaveLength(1)
  })
  it('has one winner among 200', { timeout: 60_000 }, async () => {
    const li = await workingCompanion(world)
    const began = performance.now()
    const tries = await Promise.allSettled(
      Array.from({ length: 200 }, (_, i) => reserve(li, i % 2 ? '08:00' : '09:00', i % 2 ? '12:00' : '13:00')),
    )
    const won = tries.filter((each) => each.status === 'fulfilled')
    const lost = tries.flatMap((each) => (each.status === 'rejected' ? [each.reason as { code: string }] : []))
    expect([won.length, lost.length]).toEqual([1, 199])
    expect(new Set(lost.map((error) => error.code))).toEqual(new Set(['TIME_TAKEN']))
    expect(await reservations(li)).toHaveLength(1)
    // no deadlock was waited for (a second each)
    expect(performance.now() - began).toBeLessThan(5000)
  })
  it('is impossible twice in the database itself', async () => {
    const li = await workingCompanion(world)
    await reserve(li, '08:00', '12:00')
    const again = world.system.db
      .run(sql`insert into companions.reservations (order_id, companion_id, starts_at, ends_at, during, created_at)
      select ${randomUUID()}, companion_id, starts_at, ends_at, during, created_at from companions.reservations where companion_id = ${li.companionId}`)
    await expect(again).rejects.toMatchObject({ code: '23P01' })
  })
  it('leaves the transaction usable after a refusal', async () => {
    const [li, zhao] = [await workingCompanion(world), await workingCompanion(world)]
    await reserve(li, '08:00', '12:00')
    const orderId = randomUUID()
    await world.system.db.tx(async (tx) => {
      await reserveTime(tx, wanted(li, '09:00', '13:00', orderId)).catch(() =>
        reserveTime(tx, wanted(zhao, '09:00', '13:00', orderId)),
      )
    })
    expect(await reservations(zhao)).toEqual([{ order_id: orderId }])
  })
  it('moves, also over itself, and gives the time back', async () => {
    const li = await workingCompanion(world)
    const orderId = await reserve(li, '08:00', '12:00')
    const other = await reserve(li, '13:00', '17:00')
    const move = (from: string, to: string): Promise<void> =>
      world.system.db.tx((tx) => moveReservation(tx, wanted(li, from, to, orderId)))
    await move('08:30', '12:00')
    await expect(move('10:00', '14:00')).rejects.toMatchObject({ code: 'TIME_TAKEN' })
    expect(await reservations(li)).toHaveLength(2)
    expect(await isFree(world.system, { ...wanted(li, '08:00', '12:00'), orderId })).toBe(true)
    expect(await isFree(world.system, { ...wanted(li, '08:00', '12:00'), orderId: null })).toBe(false)
    await world.system.db.tx((tx) => releaseTime(tx, other))
    await move('10:00', '14:00')
    await world.system.db.tx((tx) => releaseTime(tx, orderId))
    expect(await reservations(li)).toEqual([])
  })
})

describe('who is available', () => {
  it('follows hours, leave, extra hours, holidays and reservations', async () => {
    const li = await workingCompanion(world, {}, weekdays('08:00', '12:00'))
    const is = async (from: string, day = MONDAY): Promise<boolean> =>
      (await namesAt(from, { limit: 50 }, day)).includes(li.companionId)
    expect([await is('08:00'), await is('09:00'), await is('07:00')]).toEqual([true, false, false])
    const extra = await li.api.companions.addMyException({
      body: { day: MONDAY, kind: 'extra', from: '12:00', to: '14:00' },
    })
    expect([await is('09:00'), await is('10:00'), await is('11:00')]).toEqual([true, true, false])
    await li.api.companions.addMyException({ body: { day: MONDAY, kind: 'off', from: '13:30', to: '14:00' } })
    expect([await is('09:00'), await is('10:00')]).toEqual([true, false])
    await li.api.companions.removeMyException({ params: { id: extra.id } })
    expect(await is('09:00')).toBe(false)
    await reserve(li, '08:00', '09:00', '2026-12-08')
    expect([await is('08:00', '2026-12-08'), await is('08:00', '2026-12-09')]).toEqual([false, true])
    // new year is a holiday by law, though the calendar of 2027 is not published
    expect(await is('08:00', '2027-01-01')).toBe(false)
    await li.api.companions.setMyWeeklyHours({ body: { ...weekdays('08:00', '12:00'), worksOnHolidays: true } })
    expect(await is('08:00', '2027-01-01')).toBe(true)
  })
  it('ranks the district first and says why', async () => {
    const zhao = await workingCompanion(world, {
      districts: ['崇明区'],
      segments: ['maternity'],
      sex: 'male',
      languages: ['崇明话'],
      verified: ['training', 'first-aid'],
    })
    const { items } = await family.api.companions.listAvailableCompanions({
      query: {
        startsAt: at('08:00').toISOString(),
        minutes: 240,
        district: '崇明区',
        segment: 'maternity',
        sex: 'male',
        language: '崇明话',
      },
    })
    expect(items.map((item) => [item.id, item.reasons])).toEqual([
      [zhao.companionId, ['常在崇明区服务', '受过孕产陪诊培训', '会说崇明话', '新加入，已通过培训', '有急救证']],
    ])
    expect(await namesAt('08:00', { district: '黄浦区', limit: 50, sex: 'male', segment: 'maternity' })).toEqual([
      zhao.companionId,
    ])
    expect(await namesAt('08:00', { district: '崇明区', segment: 'maternity', sex: 'female' })).toEqual([])
    expect(JSON.stringify(items)).not.toMatch(/phone|birth|account/i)
    const fitting = await listFittingCompanions(world.system, {
      startsAt: at('08:00'),
      endsAt: at('12:00'),
      segment: 'maternity',
      district: null,
      limit: 5,
    })
    expect(fitting.map((each) => each.id)).toEqual([zhao.companionId])
  })
  it('turns pages without repeating or losing one', async () => {
    for (let i = 0; i < 5; i++) await workingCompanion(world, { districts: i % 2 ? ['黄浦区'] : ['宝山区'] })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await family.api.companions.listAvailableCompanions({
        query: { startsAt: at('08:00', '2026-12-10').toISOString(), minutes: 60, district: '黄浦区', limit: 2, cursor },
      })
      seen.push(...page.items.map((item) => item.id))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen.length).toBeGreaterThan(5)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.toSorted()).toEqual((await namesAt('08:00', { limit: 50, minutes: 60 }, '2026-12-10')).toSorted())
  })
  it('is nobody for the past, over midnight, or for nonsense', async () => {
    expect(await namesAt('08:00', {}, '2026-11-20')).toEqual([])
    expect(await namesAt('22:00')).toEqual([])
    for (const [query, field] of [
      [{ startsAt: 'soon' }, 'startsAt'],
      [{ minutes: 5 }, 'minutes'],
      [{ segment: 'x' }, 'segment'],
      [{ cursor: 'W10' }, 'cursor'],
      [{ district: 'x'.repeat(10_000) }, 'district'],
      [{ what: 1 }, 'what'],
    ] as const) {
      const all = { startsAt: at('08:00').toISOString(), minutes: '240', ...query } as unknown as Record<string, string>
      const answer = await world.call('GET', `/companions/available?${new URLSearchParams(all).toString()}`, {
        token: family.token,
      })
      expect([answer.status, Object.keys(answer.body.fields ?? {})]).toEqual([400, [field]])
    }
    expect(await namesAt('08:00', { language: "' or 1=1 --", limit: 50 })).toEqual([])
  })
  it('is not told to strangers', async () => {
    for (const path of [
      `/companions/${wang.companionId}`,
      `/companions/${wang.companionId}/availability?from=${MONDAY}&to=${MONDAY}`,
      `/companions/available?startsAt=${at('08:00').toISOString()}&minutes=240`,
    ])
      expect((await world.call('GET', path)).status).toBe(401)
  })
})

describe('the calendar and the search', () => {
  it('agree about every visit', { timeout: 60_000 }, async () => {
    const li = await workingCompanion(world)
    const quarter = integer({ min: 24, max: 88 }).map((n) => n * 15)
    const span = tuple(quarter, integer({ min: 1, max: 20 })).map(([from, n]) => ({
      from,
      to: Math.min(from + n * 15, 1439),
    }))
    const situation = record({
      week: array(span, { maxLength: 2 }),
      extra: array(span, { maxLength: 2 }),
      off: array(span, { maxLength: 2 }),
      visits: array(span, { maxLength: 2 }),
      visit: span,
      isHoliday: boolean(),
    })
    await assert(
      asyncProperty(situation, async ({ week, extra, off, visits, visit, isHoliday }) => {
        const day = isHoliday ? '2027-01-01' : MONDAY
        const weekday = isHoliday ? 5 : 1
        await world.rows(sql`delete from companions.exceptions where companion_id = ${li.companionId}`)
        await world.rows(sql`delete from companions.reservations where companion_id = ${li.companionId}`)
        const first = week.slice(0, 1).map(({ from, to }) => ({ weekday, from: timeOf(from), to: timeOf(to) }))
        await li.api.companions.setMyWeeklyHours({ body: { hours: first, worksOnHolidays: false } })
        for (const { from, to } of extra)
          await li.api.companions.addMyException({ body: { day, kind: 'extra', from: timeOf(from), to: timeOf(to) } })
        for (const { from, to } of visits)
          await world.system.db
            .tx((tx) =>
              reserveTime(tx, { ...wanted(li, timeOf(from), timeOf(to), randomUUID(), day), isAnyHour: true }),
            )
            .catch(() => {})
        for (const { from, to } of off)
          await world.call('POST', '/companions/me/exceptions', {
            token: li.token,
            body: { day, kind: 'off', from: timeOf(from), to: timeOf(to) },
          })
        const me = await findCompanion(world.system.db, li.companionId)
        if (!me) throw new Error('she is gone')
        const { days } = await calendarOf(world.system, me, day, day, visit.to - visit.from)
        const [startsAt, endsAt] = [at(timeOf(visit.from), day), at(timeOf(visit.to), day)]
        const fits = (days[0]?.ranges ?? []).some(
          (range) => new Date(range.startsAt) <= startsAt && new Date(range.endsAt) >= endsAt,
        )
        expect(await isFree(world.system, { companionId: li.companionId, orderId: null, startsAt, endsAt })).toBe(fits)
        const listed = await listFittingCompanions(world.system, {
          startsAt,
          endsAt,
          segment: 'oncology',
          district: null,
          limit: 50,
        })
        expect(listed.some((each) => each.id === li.companionId)).toBe(fits)
      }),
      { numRuns: 60 },
    )
  })
  it('shows free time to families and everything to herself', async () => {
    const li = await workingCompanion(world, {}, weekdays('08:00', '18:00', [1, 2, 3, 4, 5]))
    const orderId = await reserve(li, '09:00', '11:00')
    await li.api.companions.addMyException({ body: { day: nextDay(MONDAY), kind: 'off', note: '孩子家长会' } })
    const free = await family.api.companions.getAvailability({
      params: { id: li.companionId },
      query: { from: MONDAY, to: nextDay(MONDAY), minutes: 240 },
    })
    expect(free.days).toEqual([
      {
        day: MONDAY,
        isHoliday: false,
        dayName: null,
        ranges: [{ startsAt: at('12:00').toISOString(), endsAt: at('18:00').toISOString() }],
      },
      { day: nextDay(MONDAY), isHoliday: false, dayName: null, ranges: [] },
    ])
    const mine = await li.api.companions.getMyCalendar({ query: { from: MONDAY, to: nextDay(MONDAY) } })
    expect(mine.reservations).toEqual([
      { orderId, startsAt: at('09:00').toISOString(), endsAt: at('11:00').toISOString() },
    ])
    expect(mine.exceptions).toMatchObject([{ kind: 'off', from: null, to: null, note: '孩子家长会' }])
    const newYear = await family.api.companions.getAvailability({
      params: { id: li.companionId },
      query: { from: '2026-12-31', to: '2027-01-04' },
    })
    expect(newYear.days.map((day) => day.dayName)).toEqual([
      null,
      '元旦',
      '节假日安排尚未公布',
      '节假日安排尚未公布',
      '节假日安排尚未公布',
    ])
    for (const [from, to] of [
      [MONDAY, '2026-12-01'],
      [MONDAY, '2028-12-01'],
    ])
      expect(
        (
          await world.call('GET', `/companions/${li.companionId}/availability?from=${from}&to=${to}`, {
            token: family.token,
          })
        ).status,
      ).toBe(400)
  })
  it('begins at this minute today', async () => {
    const li = await workingCompanion(world)
    const today = await family.api.companions.getAvailability({
      params: { id: li.companionId },
      query: { from: '2026-11-23', to: '2026-11-23', minutes: 30 },
    })
    expect(new Date(today.days[0]?.ranges[0]?.startsAt ?? 0).getTime()).toBeGreaterThanOrEqual(
      world.clock.now().getTime(),
    )
    expect(addMinutes(world.clock.now(), 600) > at('18:00', '2026-11-23')).toBe(true)
  })
})
