/** Insurance, orders and payments together, through the real doors. */
import type { FamilyOrder } from '@banyi/contract/orders'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { agree, daughter, mother, type Person } from '../core/testing/people.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { checkBooks, moneyOf } from '../payments/index.ts'

let world: World
let anna: Person
let patientId: string
beforeAll(async () => {
  world = await newWorld()
  anna = await daughter(world)
  await agree(anna, ['insurer-sharing'])
  patientId = (await mother(anna)).id
})
afterAll(() => world.close())

const RUIJIN = 'H31010749'

/** Callbacks, jobs and refunds come to their end. */
async function moneyArrives(): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await world.drain()
    await world.advance({ seconds: 2 })
    await world.sandbox.control.idle()
  }
  await world.drain()
}

async function bookedOrder(startsAt: string, insuranceOfferId: string | null): Promise<FamilyOrder> {
  const visit = { hospitalId: RUIJIN, packageKind: 'half-day' as const, startsAt }
  const { token, contractVersion } = await anna.api.orders.getQuote({ body: { ...visit, insuranceOfferId } })
  const meetingPoint = '门诊大厅 1 号门'
  return anna.api.orders.bookOrder({
    body: { commandId: newId(), quoteToken: token, contractVersion, patientId, meetingPoint },
  })
}

/** A booking with the cheapest insurance, paid. */
async function insuredOrder(startsAt: string): Promise<FamilyOrder> {
  const visit = { hospitalId: RUIJIN, packageKind: 'half-day' as const, startsAt, patientId }
  const { items } = await anna.api.insurance.listOffers({ body: visit })
  const { id, version } = await bookedOrder(startsAt, items[0]?.id ?? null)
  const wallet = await anna.api.orders.payOrder({ params: { id }, body: { commandId: newId(), version } })
  expect(world.sandbox.control.pay(wallet).problem).toBeUndefined()
  await moneyArrives()
  return anna.api.orders.getMyOrder({ params: { id } })
}
const seen = (order: FamilyOrder): Promise<FamilyOrder> => anna.api.orders.getMyOrder({ params: { id: order.id } })

test('on the order and in the books; called off: all of it comes back', async () => {
  const order = await insuredOrder('2026-11-25T01:00:00.000Z')
  expect(order.insurance).toMatchObject({ state: 'bound', policyNumber: expect.stringMatching(/^AC/) })
  expect(order.money).toMatchObject({ premiumFen: 450, paidFen: order.money.totalFen })
  expect(await checkBooks(world.system)).toEqual([])
  const { refundFen } = await anna.api.orders.previewCancel({ params: { id: order.id } })
  await anna.api.orders.cancelOrder({
    params: { id: order.id },
    body: { commandId: newId(), version: order.version, reason: '临时有事', refundFen },
  })
  await moneyArrives()
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
  await anna.api.orders.rescheduleOrder({
    params: { id: order.id },
    body: { commandId: newId(), version: order.version, startsAt: '2026-11-28T01:00:00.000Z' },
  })
  await moneyArrives()
  const { insurance } = await seen(order)
  expect(insurance).toMatchObject({ state: 'bound', policyNumber: expect.stringMatching(/^AC/) })
  expect(insurance?.policyNumber).not.toBe(before)
  expect(await moneyOf(world.system, order.id)).toMatchObject({ refundedFen: 0, refundPendingFen: 0 })
})

test('nobody is insured who did not ask', async () => {
  const order = await bookedOrder('2026-11-30T01:00:00.000Z', null)
  expect(order.insurance).toBeNull()
})
