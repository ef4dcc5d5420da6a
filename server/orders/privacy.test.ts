/** What a companion knows of the person, by phase: less before she accepts, less again when it is over, nothing when consent is taken back. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FamilyOrder } from '@banyi/contract/orders'
import { withdraw } from '../core/testing/people.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import {
  acceptedOrder,
  aReport,
  castOf,
  moneyArrives,
  newCompanion,
  paidOrder,
  said,
  tell,
  walk,
  WHOLE_VISIT,
  written,
  type Cast,
  type Companion,
} from './testing.ts'

let world: World
let cast: Cast
let zhao: Companion
let order: FamilyOrder
const later = '2026-11-26T01:00:00.000Z'
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  zhao = await newCompanion(world, cast.desk, { name: '赵敏' })
  order = await acceptedOrder(world, cast)
})
afterAll(() => world.close())

describe('companions, by phase', () => {
  const secrets = (): RegExp =>
    new RegExp(`王秀兰|13912345678|13800138000|${cast.anna.phone}|心内科|心血管|门诊大厅|青霉素|走路慢|visitCode"`)
  /** all that she can read of it, but for the words of her own report while the family has not confirmed it */
  const seen = async (who: Companion, id: string): Promise<string> => {
    const { report, ...seenTask } = await who.api.orders.getTask({ params: { id } })
    const { patientName, departmentName, timeline } = report ?? {}
    return JSON.stringify([
      seenTask,
      patientName,
      departmentName,
      timeline,
      await who.api.orders.listTasks({ query: { tab: 'open' } }),
      await who.api.orders.listTasks({ query: { tab: 'done' } }),
    ])
  }

  test('offered: neither whom nor why; suspended: no taking; handed over: gone; over: less again', async () => {
    const pool = await paidOrder(world, cast.anna, cast.mum, { startsAt: later })
    expect(await seen(zhao, pool.id)).not.toMatch(secrets())
    await cast.desk.api.companions.setCompanionStatus({
      params: { id: zhao.id },
      body: { status: 'suspended', reason: '证件到期' },
    })
    const before = await written(world)
    expect(
      said(await tell(world, zhao, `/orders/tasks/${pool.id}/accept`, { version: pool.version, contractVersion: 1 })),
    ).toBe('403 FORBIDDEN')
    expect(await written(world)).toBe(before)
    await cast.desk.api.companions.setCompanionStatus({
      params: { id: zhao.id },
      body: { status: 'active', reason: '证件更新' },
    })

    const mine = await zhao.api.orders.acceptTask({
      params: { id: pool.id },
      body: { commandId: newId(), version: pool.version, contractVersion: 1 },
    })
    expect(mine).toMatchObject({
      need: '心内科复诊，带上次的心电图',
      patient: { name: '王秀兰' },
      familyPhone: cast.anna.phone,
    })
    expect(JSON.stringify(mine)).not.toContain('visitCode"')
    await zhao.api.orders.handOverTask({
      params: { id: pool.id },
      body: { commandId: newId(), version: mine.version, reason: '孩子病了' },
    })
    expect((await world.call('GET', `/orders/tasks/${pool.id}`, { token: zhao.token })).status).toBe(404)
    expect(JSON.stringify(await zhao.api.orders.listTasks({ query: { tab: 'done' } }))).not.toContain(pool.id)
  })

  test('afterwards and after a cancellation nothing of the person is left, nor the family’s money', async () => {
    const cancelled = await acceptedOrder(world, cast, { startsAt: '2026-11-28T01:00:00.000Z' })
    await tell(world, cast.anna, `/orders/${cancelled.id}/cancel`, { version: cancelled.version, refundFen: 21_800 })
    await moneyArrives(world)
    expect(await seen(cast.wang, cancelled.id)).not.toMatch(secrets())
    expect(await seen(cast.wang, cancelled.id)).not.toMatch(/¥|refunded/)

    const over = await acceptedOrder(world, cast, { startsAt: '2026-11-29T01:00:00.000Z' })
    const met = await walk(cast.wang, cast.anna, over.id, ['departed', 'met'])
    const { version } = await cast.wang.api.orders.recordMilestone({
      params: { id: over.id },
      body: { commandId: newId(), version: met.version, kind: 'registered', note: '血压 180，头晕' },
    })
    expect(version).toBeGreaterThan(met.version)
    const done = await walk(cast.wang, cast.anna, over.id, WHOLE_VISIT.slice(3))
    await cast.wang.api.orders.submitReport({
      params: { id: over.id },
      body: { commandId: newId(), version: done.version, report: aReport },
    })
    expect(await seen(cast.wang, over.id)).not.toMatch(secrets())
    expect(await seen(cast.wang, over.id)).not.toMatch(/血压 180/)
    const { version: reported } = await cast.anna.api.orders.getMyOrder({ params: { id: over.id } })
    await cast.anna.api.orders.confirmOrder({
      params: { id: over.id },
      body: { commandId: newId(), version: reported },
    })
    expect((await cast.wang.api.orders.getTask({ params: { id: over.id } })).report).toBeNull()
  })

  test('consent taken back: nothing more of the person, for companion and desk; the family still sees its order', async () => {
    for (const purpose of ['companion-sharing', 'health'] as const) {
      await withdraw(cast.anna, purpose)
      expect(await cast.wang.api.orders.getTask({ params: { id: order.id } })).toMatchObject({
        patient: null,
        need: null,
        familyPhone: null,
      })
    }
    expect(JSON.stringify(await cast.desk.api.orders.getBoardOrder({ params: { id: order.id } }))).not.toMatch(
      /王秀兰|心内科|13912345678/,
    )
    expect(await cast.anna.api.orders.getMyOrder({ params: { id: order.id } })).toMatchObject({
      need: '心内科复诊，带上次的心电图',
      can: { cancel: true },
    })
  })
})
