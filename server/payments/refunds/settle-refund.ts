/** What became of a refund, told by callback, answer or query: state, posting and event in one transaction, once. */
import type { Tx } from '../../core/database.ts'
import { emit } from '../../core/events.ts'
import { yuan } from '../../core/money.ts'
import { cancelTask } from '../../core/tasks.ts'
import type { RefundFact } from '../../outside/wechat-pay/port.ts'
import type { System } from '../../system.ts'
import { BANK, inBooks, post, PROVIDER, refundingOf } from '../books/books.ts'
import { lockOrder } from '../collecting/order-queries.ts'
import { lockPayments } from '../collecting/payment-queries.ts'
import { SEND_REFUND } from '../follow-key.ts'
import { addStep, BY_PROVIDER } from '../payouts/steps.ts'
import { arriveLate } from './arrive-late.ts'
import { givenUp } from './refund-money.ts'
import {
  findRefund,
  moveRefund,
  noteRefundAtProvider,
  OPEN_AT_PROVIDER,
  type RefundRow,
  type Settlement,
} from './refund-queries.ts'
import { tellRefunded } from './tell-refunded.ts'

export type { Settlement }

/** `fact` comes from the provider, proven. */
export function settleRefund(system: System, fact: RefundFact): Promise<Settlement> {
  return inBooks(system, (tx) => settleIn(system, tx, fact))
}

export async function settleIn(system: System, tx: Tx, fact: RefundFact): Promise<Settlement> {
  const found = await findRefund(tx, fact.refundNumber)
  if (!found?.payment_number) return 'unknown-number'
  if (fact.refundFen !== found.amount_fen) {
    system.log.error(
      { number: found.number, hereFen: found.amount_fen, thereFen: fact.refundFen },
      'a refund at the provider differs from ours: nothing was settled',
    )
    return 'wrong-amount'
  }
  await lockPayments(tx, found.order_id)
  await lockOrder(tx, found.order_id)
  const now = system.clock.now()
  await noteRefundAtProvider(tx, found.number, fact, now)
  // read again: another told of it while we waited for the lock
  const refund = (await findRefund(tx, found.number)) ?? found
  if (fact.state === 'SUCCESS') return succeed(system, tx, refund, now)
  if (fact.state === 'CLOSED') return fail(tx, refund, '微信支付关闭了这笔退款', now)
  if (fact.state === 'ABNORMAL') return hang(tx, refund, now)
  await moveRefund(tx, refund.number, ['requested'], 'processing', now)
  return 'open'
}

async function succeed(system: System, tx: Tx, refund: RefundRow, now: Date): Promise<Settlement> {
  const { number, order_id: orderId, amount_fen: amountFen, is_to_our_bank: isToOurBank } = refund
  if (refund.state === 'failed') return arriveLate(system, tx, refund, now)
  if (!(await moveRefund(tx, number, OPEN_AT_PROVIDER, isToOurBank ? 'at-our-bank' : 'refunded', now))) return 'known'
  await cancelTask(tx, `${SEND_REFUND}:${number}`)
  const sentence = isToOurBank
    ? `退款 ${yuan(amountFen)} 已退到平台银行户，待付给家属`
    : `退款 ${yuan(amountFen)} 已经退回家属的支付账户`
  await addStep(tx, { subject: number, actor: BY_PROVIDER, what: sentence, at: now })
  if (!isToOurBank) await tellRefunded(tx, refund, now)
  // last, because it locks the one account of the provider until the commit
  await post(tx, {
    key: `refund-settled:${number}`,
    orderId,
    kind: isToOurBank ? 'refund-to-our-bank' : 'refund-settled',
    reference: number,
    sentence,
    at: now,
    // at our own bank it is still owed to the family
    entries: [
      { account: isToOurBank ? BANK : refundingOf(orderId), amountFen },
      { account: PROVIDER, amountFen: -amountFen },
    ],
  })
  return 'settled'
}

/** The provider will not do it: the money goes back to where it was taken from. */
export async function fail(tx: Tx, refund: RefundRow, reason: string, now: Date): Promise<Settlement> {
  const { number, order_id: orderId, amount_fen: amountFen, refund_key: refundKey } = refund
  if (!(await moveRefund(tx, number, OPEN_AT_PROVIDER, 'failed', now))) return 'known'
  await cancelTask(tx, `${SEND_REFUND}:${number}`)
  await addStep(tx, { subject: number, actor: BY_PROVIDER, what: '退款没有成功', reason, at: now })
  await emit(tx, 'payments.refund-failed', { orderId, refundKey, amountFen, reason, isFinal: true }, now)
  await post(tx, {
    key: `refund-failed:${number}`,
    orderId,
    kind: 'refund-failed',
    reference: number,
    sentence: `退款 ${yuan(amountFen)} 没有成功：${reason}`,
    at: now,
    entries: givenUp(refund),
  })
  return 'settled'
}

/** The family's card is dead: the money left our account and waits at the provider for a person. Asked after daily. */
async function hang(tx: Tx, refund: RefundRow, now: Date): Promise<Settlement> {
  const { number, order_id: orderId, amount_fen: amountFen, refund_key: refundKey } = refund
  if (!(await moveRefund(tx, number, ['requested', 'processing'], 'abnormal', now))) return 'open'
  const reason = '家属的收款账户异常，等待人工处理'
  await addStep(tx, { subject: number, actor: BY_PROVIDER, what: reason, at: now })
  await emit(tx, 'payments.refund-failed', { orderId, refundKey, amountFen, reason, isFinal: false }, now)
  return 'open'
}
