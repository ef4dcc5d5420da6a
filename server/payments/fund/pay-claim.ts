/**
 * The money of a claim sets out: through the refund of the payment as far as that goes, the rest as a transfer to the
 * WeChat account that paid. What of the claim has arrived or is under way is never sent again.
 */
import { AppError, invalid, notFound } from '../../core/errors.ts'
import { sqlState, type Tx } from '../../core/database.ts'
import { yuan } from '../../core/money.ts'
import type { System } from '../../system.ts'
import { balanceOf, FUND, inBooks } from '../books/books.ts'
import { PAYEE_NAME, startTransfer } from '../payouts/start-transfer.ts'
import { promiseRefundFromFund } from '../refunds/promise-from-fund.ts'
import { findClaim, findParts, findPayer, type ClaimRow } from './claim-queries.ts'
import { refreshClaim } from './follow-claim.ts'

/** from here on WeChat wants the receiver's real name */
const NAME_FROM_FEN = 200_000
const BELOW_ZERO = '23514'

export interface Payer {
  /** sealed before the transaction: the books have no way to the keys */
  nameEnc: Buffer | null
}

export async function readPayer(system: System, claimId: string, name: string | null): Promise<Payer> {
  if (name === null) return { nameEnc: null }
  const claim = await inBooks(system, (tx) => findClaim(tx, claimId))
  if (!claim) throw notFound('这件赔付')
  return { nameEnc: await system.cipher.seal(system.db, claim.account_id, PAYEE_NAME, name) }
}

/** Throws NOT_ALLOWED_NOW when the fund has not enough, INVALID when a transfer wants a name. */
export async function payClaim(system: System, tx: Tx, claim: ClaimRow, payer: Payer): Promise<void> {
  const { id: claimId, order_id: orderId, number, rule } = claim
  const parts = await findParts(tx, claim)
  const live = parts.refund_arrived + parts.refund_pending
  const missing = claim.amount_fen - live - parts.transfer_arrived - parts.transfer_pending
  if (missing <= 0) return refreshClaim(system, tx, claim)
  await requireFund(tx, missing)
  const reason = `先行赔付：${rule.title}`
  // a way that failed before is not tried again while the other one is open
  const isByRefund = live === 0 && !(parts.has_failed_refund && !parts.has_live_transfer)
  const refunded = isByRefund
    ? await promiseRefundFromFund(system, tx, { claimId, orderId, amountFen: missing, reason })
    : 0
  const amountFen = missing - refunded
  if (amountFen > 0) {
    if (parts.has_live_transfer)
      throw new AppError(
        'NOT_ALLOWED_NOW',
        `还差 ${yuan(amountFen)} 不能退回原支付，转账已经付过一次，请用手工记账处理`,
      )
    if (amountFen >= NAME_FROM_FEN && !payer.nameEnc)
      throw invalid(
        'payeeName',
        `要转账 ${yuan(amountFen)}，满 ${yuan(NAME_FROM_FEN)} 时微信要核对收款人，请填写付款人的真实姓名`,
      )
    const to = await findPayer(tx, orderId)
    if (!to) throw new Error(`claim ${number}: nobody paid its order`)
    const sentence = `先行赔付 ${yuan(amountFen)} 转给家属：${rule.title}（${number}）`
    const transfer = { claimId, orderId, amountFen, sentence, accountId: to.account_id, openid: to.openid }
    await startTransfer(tx, { kind: 'compensation', ...transfer, ...payer }, system.clock.now())
  }
  await refreshClaim(system, tx, claim)
}

const fundIsShort = (wantedFen: number, thereFen: number): AppError =>
  new AppError(
    'NOT_ALLOWED_NOW',
    `先行赔付金余额 ${yuan(thereFen)}，这笔要 ${yuan(wantedFen)}，还差 ${yuan(Math.max(0, wantedFen - thereFen))}。财务可以在“手工记账”里补充后再批`,
    { facts: { wantedFen, thereFen } },
  )

async function requireFund(tx: Tx, wantedFen: number): Promise<void> {
  const thereFen = 0 - (await balanceOf(tx, FUND))
  if (thereFen < wantedFen) throw fundIsShort(wantedFen, thereFen)
}

/** Another claim took the money between the look and the posting: the database refused, and everything was undone. */
export async function sayFundIsShort(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const isFund = error instanceof Error && 'constraint' in error && error.constraint === 'nobody_below_zero'
    if (sqlState(error) !== BELOW_ZERO || !isFund) throw error
    throw new AppError('NOT_ALLOWED_NOW', '先行赔付金刚被另一件赔付用掉，余额不够了。财务可以在“手工记账”里补充后再批')
  }
}
