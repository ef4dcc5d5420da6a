import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'
import { checkBooks } from '../payments/index.ts'
import {
  aReport,
  acceptedOrder,
  bookedOrder,
  castOf,
  paidOrder,
  pay,
  walk,
  WHOLE_VISIT,
  type Cast,
  newCompanion,
  type Companion,
} from './testing.ts'

let world: World
let cast: Cast
let zhao: Companion
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  zhao = await newCompanion(world, cast.desk, { name: '赵敏' })
})
afterAll(() => world.close())

const at = (day: number): string => `2026-11-${String(day).padStart(2, '0')}T01:00:00.000Z`

describe('a visit from the quote to the confirmation', () => {
  test('the whole story', async () => {
    const { anna, mum, wang } = cast
    const booked = await bookedOrder(anna, mum, { companionId: wang.id })
    expect(booked).toMatchObject({
      state: 'booked',
      money: { totalFen: 21_800, paidFen: 0 },
      need: '心内科复诊，带上次的心电图',
      departmentName: '心血管内科专业',
      visitCode: null,
    })
    expect(booked.can).toMatchObject({ pay: true, cancel: true, confirm: false })

    await pay(world, anna, booked)
    const paid = await anna.api.orders.getMyOrder({ params: { id: booked.id } })
    expect(paid).toMatchObject({
      state: 'paid',
      money: { paidFen: 21_800, refundedFen: 0 },
      companion: { name: '王秀珍', phone: null },
    })
    expect(paid.visitCode).toMatch(/^\d{4}$/)

    const offered = await wang.api.orders.getTask({ params: { id: paid.id } })
    expect(offered).toMatchObject({
      phase: 'before-acceptance',
      patient: null,
      familyPhone: null,
      need: null,
      departmentName: null,
      meetingPoint: '',
      patientAgeBand: '70-79 岁',
      incomeFen: 16_350,
      isChosenByFamily: true,
    })
    expect(JSON.stringify(offered)).not.toMatch(/王秀兰|13912345678|心内科/)

    const accepted = await wang.api.orders.acceptTask({
      params: { id: paid.id },
      body: { commandId: newId(), version: paid.version, contractVersion: 1 },
    })
    expect(accepted).toMatchObject({
      phase: 'visit',
      patient: { name: '王秀兰', phone: '13912345678', allergies: '青霉素过敏' },
      need: '心内科复诊，带上次的心电图',
      nextStep: 'departed',
    })

    const finished = await walk(wang, anna, paid.id, [...WHOLE_VISIT])
    expect(finished).toMatchObject({ state: 'finished', nextStep: null, can: { writeReport: true, advance: false } })
    const reported = await wang.api.orders.submitReport({
      params: { id: paid.id },
      body: { commandId: newId(), version: finished.version, report: aReport },
    })
    expect(reported).toMatchObject({
      state: 'reported',
      phase: 'over',
      patient: { name: '王*兰', phone: null, allergies: '' },
      need: null,
      familyPhone: null,
    })

    expect(await anna.api.orders.getReport({ params: { id: paid.id } })).toMatchObject({
      ...aReport,
      patientName: '王秀兰',
      companionName: '王秀珍',
    })
    const before = await anna.api.orders.getMyOrder({ params: { id: paid.id } })
    const confirmed = await anna.api.orders.confirmOrder({
      params: { id: paid.id },
      body: { commandId: newId(), version: before.version },
    })
    expect(confirmed).toMatchObject({ state: 'confirmed', nextSentence: '服务已完成', companion: { phone: null } })
    expect(confirmed.timeline.map((entry) => entry.kind)).toEqual([
      'booked',
      'paid',
      'assigned',
      'accepted',
      ...WHOLE_VISIT,
      'reported',
      'confirmed',
    ])
    await world.drain()
    expect(await checkBooks(world.system)).toEqual([])
  })

  test('72 hours of silence confirm it, not one hour less', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: at(26) })
    const finished = await walk(cast.wang, cast.anna, order.id, [...WHOLE_VISIT])
    await cast.wang.api.orders.submitReport({
      params: { id: order.id },
      body: { commandId: newId(), version: finished.version, report: aReport },
    })
    await world.advance({ hours: 71 })
    await world.drain()
    expect((await cast.anna.api.orders.getMyOrder({ params: { id: order.id } })).state).toBe('reported')
    await world.advance({ hours: 1, minutes: 1 })
    await world.drain()
    expect((await cast.anna.api.orders.getMyOrder({ params: { id: order.id } })).state).toBe('confirmed')
  })

  test('nothing that identifies the patient reaches the log', () => {
    expect(world.logged.join('\n')).not.toMatch(/王秀兰|13912345678|青霉素|心电图/)
  })

  test('what is sensitive is sealed in the tables', async () => {
    const rows = await world.rows<{ row: string }>(
      sql`select o::text || coalesce(t::text, '') as row from orders.orders o left join orders.timeline t on t.order_id = o.id`,
    )
    expect(rows.map((row) => row.row).join('\n')).not.toMatch(/王秀兰|心电图|13912345678/)
  })
})

describe('steps', () => {
  test('cannot be repeated, jumped, rolled back or skipped without a reason', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: at(30) })
    const { wang, anna } = cast
    const send = (kind: string, version: number, extra: object = {}) =>
      world.call('POST', `/orders/tasks/${order.id}/milestones`, {
        token: wang.token,
        body: { commandId: newId(), version, kind, ...extra },
      })
    expect(await send('met', order.version, { visitCode: order.visitCode })).toMatchObject({
      status: 409,
      body: { code: 'NOT_ALLOWED_NOW' },
    })
    const departed = await walk(wang, anna, order.id, ['departed'])
    expect((await send('departed', departed.version)).status).toBe(409)
    expect((await send('departed', order.version)).body).toMatchObject({
      code: 'CONFLICT',
      facts: { version: departed.version, state: 'departed' },
    })
    const met = await walk(wang, anna, order.id, ['met'])
    expect((await send('registered', met.version, { isNotApplicable: true })).body.fields).toHaveProperty('reason')
    const registered = await send('registered', met.version, { isNotApplicable: true, reason: '已经在手机上取过号' })
    expect(registered).toMatchObject({ status: 200, body: { state: 'registered' } })
    await walk(wang, anna, order.id, ['in-consultation', 'exams', 'medicine'])
    const task = await wang.api.orders.getTask({ params: { id: order.id } })
    expect(
      (await send('finished', task.version, { isNotApplicable: true, reason: '不用结束' })).body.fields,
    ).toHaveProperty('isNotApplicable')
    expect(
      await world.rows(sql`select 1 from orders.timeline where order_id = ${order.id} and kind = 'registered'`),
    ).toHaveLength(1)
  })

  test('a retry of every step after a lost answer changes nothing', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: '2026-12-01T01:00:00.000Z' })
    let task = await cast.wang.api.orders.getTask({ params: { id: order.id } })
    for (const kind of WHOLE_VISIT) {
      const visitCode = kind === 'met' ? order.visitCode : null
      const body = { commandId: newId(), version: task.version, kind, visitCode }
      const answers = await Promise.all(
        [1, 2, 3].map(() =>
          world.call('POST', `/orders/tasks/${order.id}/milestones`, { token: cast.wang.token, body }),
        ),
      )
      expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200])
      expect(new Set(answers.map((answer) => answer.body['version'])).size).toBe(1)
      task = await cast.wang.api.orders.getTask({ params: { id: order.id } })
    }
    expect(await world.rows(sql`select kind from orders.timeline where order_id = ${order.id}`)).toHaveLength(
      4 + WHOLE_VISIT.length,
    )
  })

  test('taps kept while offline keep their own time, within reason', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: '2026-12-02T01:00:00.000Z' })
    await world.advance({ hours: 2 })
    const tappedAt = new Date(world.clock.now().getTime() - 20 * 60_000).toISOString()
    const task = await cast.wang.api.orders.recordMilestone({
      params: { id: order.id },
      body: { commandId: newId(), version: order.version, kind: 'departed', tappedAt },
    })
    expect(task.timeline.at(-1)?.at).toBe(tappedAt)
    const future = new Date(world.clock.now().getTime() + 3_600_000).toISOString()
    const met = await cast.wang.api.orders.recordMilestone({
      params: { id: order.id },
      body: { commandId: newId(), version: task.version, kind: 'met', visitCode: order.visitCode, tappedAt: future },
    })
    expect(met.timeline.at(-1)?.at).toBe(world.clock.now().toISOString())
  })
})

describe('the visit code', () => {
  test('three wrong tries lock it, a retry counts once, the family has the way out', async () => {
    const order = await acceptedOrder(world, cast, { startsAt: '2026-12-03T01:00:00.000Z' })
    const { version } = await walk(cast.wang, cast.anna, order.id, ['departed'])
    const wrong = order.visitCode === '0000' ? '1111' : '0000'
    const attempt = (visitCode: string, commandId = newId(), seen = version) =>
      world.call('POST', `/orders/tasks/${order.id}/milestones`, {
        token: cast.wang.token,
        body: { commandId, version: seen, kind: 'met', visitCode },
      })
    const first = newId()
    expect(await attempt(wrong, first)).toMatchObject({ status: 400, body: { facts: { attemptsLeft: 2 } } })
    expect(await attempt(wrong, first)).toMatchObject({ status: 400, body: { facts: { attemptsLeft: 2 } } })
    expect(await attempt(wrong)).toMatchObject({ body: { facts: { attemptsLeft: 1 } } })
    expect(await attempt(wrong)).toMatchObject({ status: 423, body: { code: 'LOCKED' } })
    const locked = await cast.wang.api.orders.getTask({ params: { id: order.id } })
    expect(locked).toMatchObject({ isVisitCodeLocked: true, visitCodeAttemptsLeft: 0, state: 'departed' })
    expect((await attempt(order.visitCode ?? '', newId(), locked.version)).status).toBe(423)

    const seen = await cast.anna.api.orders.getMyOrder({ params: { id: order.id } })
    expect(seen.isVisitCodeLocked).toBe(true)
    const renewed = await cast.anna.api.orders.renewVisitCode({
      params: { id: order.id },
      body: { commandId: newId(), version: seen.version },
    })
    expect(renewed.visitCode).not.toBe(order.visitCode)
    expect((await attempt(order.visitCode ?? '', newId(), renewed.version)).status).toBe(400)
    expect((await attempt(renewed.visitCode ?? '', newId(), renewed.version)).status).toBe(200)
  })
})

describe('one winner', () => {
  test('an order from the pool goes to exactly one of two who tap at once', async () => {
    const order = await paidOrder(world, cast.anna, cast.mum, {
      companionId: null,
      startsAt: '2026-12-04T01:00:00.000Z',
    })
    expect(order.isAwaitingCompanion).toBe(true)
    const accept = (token: string) =>
      world.call('POST', `/orders/tasks/${order.id}/accept`, {
        token,
        body: { commandId: newId(), version: order.version, contractVersion: 1 },
      })
    const answers = await Promise.all([accept(cast.wang.token), accept(zhao.token)])
    expect(answers.map((answer) => answer.status).toSorted()).toSatisfy(
      (statuses: number[]) => statuses[0] === 200 && [404, 409].includes(statuses[1] ?? 0),
    )
    expect(await world.rows(sql`select 1 from companions.reservations where order_id = ${order.id}`)).toHaveLength(1)
    const loser = answers[0]?.status === 200 ? zhao : cast.wang
    expect((await world.call('GET', `/orders/tasks/${order.id}`, { token: loser.token })).status).toBe(404)
  })
})
