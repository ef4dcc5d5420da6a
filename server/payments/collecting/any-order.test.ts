/** Whatever is told, in whatever order and however often: the books are right and nobody gets back more than was paid. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addMinutes } from '../../core/clock.ts'
import { sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import type { PaymentFact, RefundFact } from '../../outside/wechat-pay/port.ts'
import { inBooks } from '../books/books.ts'
import { capturePayment } from './capture-payment.ts'
import { checkBooks, moneyOf } from '../index.ts'
import { newPaymentNumber } from '../numbers.ts'
import { insertPayment, markClosed } from './payment-queries.ts'
import { settleOrder } from '../escrow/settle-order.ts'
import { settleRefund } from '../refunds/settle-refund.ts'
import { startRefund } from '../refunds/start-refund.ts'
import { listenIn, orderToPay, paymentsOf, refundsOf, told } from '../testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
  listenIn()
})
afterAll(() => world.close())

const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('capture' as const), which: fc.nat(1) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), which: fc.nat(1) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('refund' as const),
      key: fc.nat(4),
      fen: fc.integer({ min: 0, max: 30_000 }),
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('settle' as const),
      which: fc.nat(5),
      state: fc.constantFrom('PROCESSING' as const, 'SUCCESS' as const, 'CLOSED' as const, 'ABNORMAL' as const),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('release' as const), fen: fc.integer({ min: 0, max: 30_000 }) }),
  },
)
/** thrown to be tried again, as the worker does */
const notPaidYet = (error: unknown): void => {
  if (!(error instanceof Error && error.message.includes('is not paid yet'))) throw error
}
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never

/** an order with two tries to pay it, the first of them closed */
async function orderWithTwoTries(): Promise<{ orderId: string; numbers: string[] }> {
  const wish = orderToPay(world, { openid: 'oAnybody' })
  const numbers = [newPaymentNumber(world.clock.now()), newPaymentNumber(world.clock.now())]
  await inBooks(world.system, async (tx) => {
    for (const number of numbers) {
      const now = world.clock.now()
      await insertPayment(
        tx,
        {
          number,
          purpose: 'order',
          payee_id: null,
          order_id: wish.orderId,
          account_id: wish.accountId,
          openid: wish.openid,
          amount_fen: wish.amountFen,
          description: '',
          attach: '',
          expires_at: addMinutes(now, 15),
        },
        now,
      )
      if (number === numbers[0]) await markClosed(tx, number, now)
    }
  })
  return { orderId: wish.orderId, numbers }
}

async function carryOut(order: { orderId: string; numbers: string[] }, it: Step): Promise<void> {
  const { orderId, numbers } = order
  const now = world.clock.now()
  if (it.do === 'capture') {
    const number = numbers[it.which] ?? ''
    const fact: PaymentFact = { state: 'SUCCESS', number, transactionId: `T${number}`, amountFen: 26_800, paidAt: now }
    await capturePayment(world.system, fact)
  }
  if (it.do === 'close') await inBooks(world.system, (tx) => markClosed(tx, numbers[it.which] ?? '', now))
  if (it.do === 'refund')
    await startRefund(world.system, {
      orderId,
      refundKey: `${orderId}:${it.key}`,
      amountFen: it.fen,
      fromPremiumFen: 0,
      reason: '测试',
    })
  if (it.do === 'release') {
    const companionId = randomUUID()
    const lines = [{ code: 'price', name: '服务费', amountFen: it.fen, why: '测试' }]
    const due = { orderId, number: 'BY1', companionId, keptFen: it.fen + 100, incomeFen: it.fen, couponBackFen: 0 }
    await settleOrder(world.system, { ...due, funderCode: null, why: '测试', lines }).catch(notPaidYet)
  }
  if (it.do === 'settle') {
    const known = await refundsOf(world, orderId)
    const refund = known[it.which % Math.max(known.length, 1)]
    if (!refund) return
    const fact: RefundFact = {
      refundNumber: refund.number,
      refundId: `I${refund.number}`,
      state: it.state,
      refundFen: refund.amount_fen,
      at: now,
      createdAt: null,
    }
    await settleRefund(world.system, fact)
  }
}

/** What is not as it must be; [] is right. */
async function faultsOf({ orderId }: { orderId: string }): Promise<string[]> {
  const faults = await checkBooks(world.system)
  const must = (holds: boolean, what: string): void => void (holds || faults.push(what))
  const { paidFen, refundedFen, refundPendingFen } = await moneyOf(world.system, orderId)
  must(refundedFen + refundPendingFen <= paidFen, 'more goes back than was paid')
  const [sums] = await world.rows<{ captured: number; settled: number }>(sql`
    select coalesce(sum(e.amount_fen) filter (where p.kind = 'captured'), 0)::int as captured, -coalesce(sum(e.amount_fen) filter (where p.kind in ('refund-settled', 'refund-late')), 0)::int as settled
    from payments.postings p join payments.entries e on e.posting_id = p.id and e.account = 'provider' where p.order_id = ${orderId}`)
  must(sums?.captured === paidFen, 'the books hold another sum than was paid')
  // one that failed, was made anew and arrived all the same stands in suspense: its row stays failed
  const [late] = await world.rows<{ fen: number }>(
    sql`select coalesce(sum(amount_fen), 0)::int as fen from payments.refunds where order_id = ${orderId} and state = 'failed' and late_at is not null`,
  )
  must(sums?.settled === refundedFen + (late?.fen ?? 0), 'the books gave back another sum than the refunds')
  const captured = (await paymentsOf(world, orderId)).filter(({ state }) => state === 'captured').length
  must(
    (await told(world, 'payments.captured', orderId)).length === captured,
    'captured was not told once for each payment',
  )
  return faults
}

test('one after the other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 25 }), async (steps) => {
      const order = await orderWithTwoTries()
      for (const it of steps) await carryOut(order, it)
      expect(await faultsOf(order)).toEqual([])
    }),
    { numRuns: 60 },
  )
}, 180_000)

test('all at the same moment, each told twice', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 10 }), async (steps) => {
      const order = await orderWithTwoTries()
      await Promise.all([...steps, ...steps].map((it) => carryOut(order, it)))
      expect(await faultsOf(order)).toEqual([])
    }),
    { numRuns: 40 },
  )
}, 180_000)
