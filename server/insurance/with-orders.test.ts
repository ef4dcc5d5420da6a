/** Insurance, orders and payments together, through the real doors. */
import type { FamilyOrder } from '@banyi/contract/orders'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree } from '../core/testing/people.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { bookedOrder, castOf, moneyArrives, pay, RUIJIN, type Cast } from '../orders/testing.ts'
import { checkBooks, moneyOf } from '../payments/index.ts'

let world: World
let cast: Cast
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  await agree(cast.anna, ['insurer-sharing'])
})
afterAll(() => world.close())

/** A booking with the cheapest insurance, paid. */
async function insuredOrder(startsAt: string): Promise<FamilyOrder> {
  const { anna, mum } = cast
  const visit = { hospitalId: RUIJIN, packageKind: 'half-day' as const, startsAt }
  const { items } = await anna.api.insurance.listOffers({ body: { ...visit, patientId: mum.id } })
  const order = await bookedOrder(anna, mum, { ...visit, insuranceOfferId: items[0]?.id ?? null })
  await pay(world, anna, order)
  await moneyArrives(world)
  return anna.api.orders.getMyOrder({ params: { id: order.id } })
}
const seen = (order: FamilyOrder): Promise<FamilyOrder> => cast.anna.api.orders.getMyOrder({ params: { id: order.id } })

test('on the order and in the books; called off: all of it comes back', async () => {
  const order = await insuredOrder('2026-11-25T01:00:00.000Z')
  expect(order.insurance).toMatchObject({ state: 'bound', policyNumber: expect.stringMatching(/^AC/) })
  expect(order.money).toMatchObject({ premiumFen: 450, paidFen: order.money.totalFen })
  expect(await checkBooks(world.system)).toEqual([])
  const { refundFen } = await cast.anna.api.orders.previewCancel({ params: { id: order.id } })
  await cast.anna.api.orders.cancelOrder({
    params: { id: order.id },
    body: { commandId: newId(), version: order.version, reason: '临时有事', refundFen },
  })
  await moneyArrives(world)
  expect((await seen(order)).insurance).toMatchObject({ state: 'cancelled' })
  expect(await moneyOf(world.system, order.id)).toMatchObject({
    refundedFen: order.money.totalFen,
    refundPendingFen: 0,
  })
  expect(await checkBooks(world.system)).toEqual([])
})

test('not bound: the order goes on, the premium alone comes back', async () => {
  world.sandbox.control.misbehave({ vendor: 'insurer', do: 'bind-refused', message: '风险审核未通过' })
  const order = await insuredOrder('2026-11-26T01:00:00.000Z')
  expect(order).toMatchObject({ state: 'paid', insurance: { state: 'bind-failed', policyNumber: null } })
  expect(order.timeline.map(({ kind }) => kind)).toContain('insurance-failed')
  expect(await moneyOf(world.system, order.id)).toMatchObject({ refundedFen: 450, refundPendingFen: 0 })
  expect(await checkBooks(world.system)).toEqual([])
})

test('another time: bound anew, no money moves', async () => {
  const order = await insuredOrder('2026-11-27T01:00:00.000Z')
  const before = order.insurance?.policyNumber
  await cast.anna.api.orders.rescheduleOrder({
    params: { id: order.id },
    body: { commandId: newId(), version: order.version, startsAt: '2026-11-28T01:00:00.000Z' },
  })
  await moneyArrives(world)
  const { insurance } = await seen(order)
  expect(insurance).toMatchObject({ state: 'bound', policyNumber: expect.stringMatching(/^AC/) })
  expect(insurance?.policyNumber).not.toBe(before)
  expect(await moneyOf(world.system, order.id)).toMatchObject({ refundedFen: 0, refundPendingFen: 0 })
})

test('nobody is insured who did not ask', async () => {
  const order = await bookedOrder(cast.anna, cast.mum, { startsAt: '2026-11-30T01:00:00.000Z' })
  expect(order.insurance).toBeNull()
})
