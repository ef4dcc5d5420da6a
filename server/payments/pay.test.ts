import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newWorld, type World } from '../core/testing/world.ts'
import { checkBooks, moneyOf, openPayment, postingsOf } from './index.ts'
import { kindsOf, orderToPay, paidOrder, pay, paymentsOf } from './testing.ts'

let world: World
beforeAll(async () => (world = await newWorld()))
afterAll(() => world.close())

describe('paying', () => {
  test('a family pays, the callback captures it, the books hold it', async () => {
    const order = await paidOrder(world)
    expect(await paymentsOf(world, order.orderId)).toMatchObject([{ state: 'captured', amount_fen: 26_800 }])
    expect(await moneyOf(world.system, order.orderId)).toEqual({ paidFen: 26_800, refundedFen: 0, refundPendingFen: 0 })
    expect(await kindsOf(world, order.orderId)).toEqual(['captured'])
    const [posting] = await postingsOf(world.system, order.orderId)
    expect(posting).toMatchObject({ kind: 'captured', sentence: '家属通过微信支付了 ¥268.00，由平台托管' })
    expect(posting?.entries).toEqual([
      { account: 'provider', amountFen: 26_800 },
      { account: `held:${order.orderId}`, amountFen: -26_800 },
    ])
    expect(await checkBooks(world.system)).toEqual([])
  })

  test('the same open payment is used again', async () => {
    const order = orderToPay(world)
    const first = await openPayment(world.system, order)
    const second = await openPayment(world.system, order)
    expect(second.package).toBe(first.package)
    expect(await paymentsOf(world, order.orderId)).toHaveLength(1)
    await pay(world, order)
  })
})
