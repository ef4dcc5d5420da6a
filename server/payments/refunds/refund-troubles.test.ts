import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newWorld, type World } from '../../core/testing/world.ts'
import { moneyOf, postingsOf } from '../index.ts'
import { booksMustBeRight, askRefund, kindsOf, listenIn, paidOrder, refundsOf, told } from '../testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
  listenIn()
})
afterEach(async () => {
  world.sandbox.control.clearScenarios()
  await booksMustBeRight(world)
})
afterAll(() => world.close())

const misbehave = (trick: Parameters<World['sandbox']['control']['misbehave']>[0]) =>
  world.sandbox.control.misbehave({ vendor: 'wxpay', ...trick })
/** the job has asked, the money has arrived, the callback has come */
async function settle(): Promise<void> {
  await world.drain()
  await world.advance({ seconds: 5 })
  await world.sandbox.control.idle()
}
const balances = async (orderId: string): Promise<Record<string, number>> => {
  const sums: Record<string, number> = {}
  for (const { entries } of await postingsOf(world.system, orderId)) {
    for (const { account, amountFen } of entries) {
      const name = account.split(':')[0] ?? ''
      sums[name] = (sums[name] ?? 0) + amountFen
    }
  }
  return sums
}

describe('a provider that stumbles', () => {
  test.each([
    { do: 'error' as const, status: 500 },
    { do: 'close-after-commit' as const },
    { do: 'unsigned' as const },
    { do: 'error' as const, status: 429 },
  ])('%o: the same number, until it has an outcome', async (trick) => {
    const { orderId } = await paidOrder(world)
    misbehave({ action: '/v3/refund', count: 4, ...trick })
    await askRefund(world, { orderId, amountFen: 26_800 })
    await settle()
    await world.advance({ minutes: 1 })
    await settle()
    await world.advance({ minutes: 2 })
    await settle()
    const refunds = await refundsOf(world, orderId)
    expect(refunds).toMatchObject([{ state: 'refunded' }])
    expect(await kindsOf(world, orderId)).toEqual(['captured', 'refund-requested', 'refund-settled'])
  })

  test('callback lost: asked after', async () => {
    const { orderId } = await paidOrder(world)
    misbehave({ on: 'callback', do: 'lost', action: 'REFUND' })
    await askRefund(world, { orderId, amountFen: 26_800 })
    await settle()
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'processing' }])
    await world.advance({ seconds: 31 })
    await world.drain()
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'refunded' }])
  })

  test('answer lost and our address moved: the refund that exists is found', async () => {
    const { orderId } = await paidOrder(world)
    misbehave({ action: '/v3/refund', do: 'close-after-commit', count: 3 })
    misbehave({ on: 'callback', do: 'lost', action: 'REFUND' })
    await askRefund(world, { orderId, amountFen: 26_800 })
    await settle()
    const base = world.system.config.WXPAY_NOTIFY_URL_BASE
    world.system.config.WXPAY_NOTIFY_URL_BASE = 'https://moved.example.com'
    try {
      await world.advance({ minutes: 1 })
      await settle()
    } finally {
      world.system.config.WXPAY_NOTIFY_URL_BASE = base
    }
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'refunded' }])
  })

  test('down for a day: it is not given up', async () => {
    const { orderId } = await paidOrder(world)
    misbehave({ action: '/v3/refund', do: 'error', status: 500, count: 0 })
    await askRefund(world, { orderId, amountFen: 26_800 })
    for (const minutes of [1, 2, 6, 31, 121, 361, 1441]) {
      await world.drain()
      await world.advance({ minutes })
    }
    world.sandbox.control.clearScenarios()
    await settle()
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'refunded' }])
  }, 60_000)

  test('not enough in our account there: goes on when there is', async () => {
    const { orderId } = await paidOrder(world)
    misbehave({ action: '/v3/refund/domestic/refunds', do: 'error', status: 403, code: 'NOT_ENOUGH' })
    await askRefund(world, { orderId, amountFen: 26_800 })
    await settle()
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'requested' }])
    await world.advance({ minutes: 1 })
    await settle()
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'refunded' }])
    expect(await told(world, 'payments.refund-failed', orderId)).toEqual([])
  })
})

describe('refunds that do not succeed', () => {
  test('closed by the provider: the money belongs to the order again and can be given back anew', async () => {
    const { orderId } = await paidOrder(world)
    misbehave({ do: 'refund-closed' })
    const key = await askRefund(world, { orderId, amountFen: 26_800 })
    await settle()
    expect(await balances(orderId)).toEqual({ provider: 26_800, held: -26_800, refunding: 0 })
    expect(await told(world, 'payments.refund-failed', orderId)).toMatchObject([{ refundKey: key, amountFen: 26_800 }])
    await askRefund(world, { orderId, amountFen: 26_800, anewFen: 26_800 })
    await settle()
    expect(await moneyOf(world.system, orderId)).toMatchObject({
      paidFen: 26_800,
      refundedFen: 26_800,
      refundPendingFen: 0,
    })
  })

  test('refused by the provider for good', async () => {
    const { orderId } = await paidOrder(world)
    misbehave({ action: '/v3/refund/domestic/refunds', do: 'error', status: 403, code: 'RULE_LIMIT' })
    await askRefund(world, { orderId, amountFen: 26_800 })
    await settle()
    expect(await refundsOf(world, orderId)).toMatchObject([{ state: 'failed' }])
    expect(await told(world, 'payments.refund-failed', orderId)).toMatchObject([
      { reason: '微信支付没有接受（RULE_LIMIT）' },
    ])
  })

  test('abnormal: told once, still on its way, asked after daily', async () => {
    const { orderId } = await paidOrder(world)
    misbehave({ do: 'refund-abnormal' })
    await askRefund(world, { orderId, amountFen: 10_000 })
    await settle()
    for (let day = 0; day < 3; day++) {
      await world.advance({ days: 1, minutes: 1 })
      await world.drain()
    }
    expect(await moneyOf(world.system, orderId)).toMatchObject({
      paidFen: 26_800,
      refundedFen: 0,
      refundPendingFen: 10_000,
    })
    expect(await told(world, 'payments.refund-failed', orderId)).toHaveLength(1)
    const [refund] = await refundsOf(world, orderId)
    const asked = world.sandbox.control
      .log({ vendor: 'wxpay' })
      .filter(({ subjects, method }) => method === 'GET' && subjects.includes(refund?.number ?? ''))
    expect(asked.length).toBeGreaterThan(1)
  })
})
