/** The postings of a transfer. Each is written in the transaction that moves its state, so it is written once. */
import type { Earning } from '@banyi/contract/payments/payouts'
import { sqlState, type Tx } from '../../core/database.ts'
import { yuan } from '../../core/money.ts'
import { sql } from '../../core/sql.ts'
import { earningsOf, FUND, post, PROVIDER, SUSPENSE, transitOf } from '../books/books.ts'
import { recordEarning } from './record-earning.ts'
import type { TransferRow } from './transfer-queries.ts'

const BELOW_ZERO = '23514'

/** where it came from, and where it goes back to */
const sourceOf = (row: TransferRow): string => (row.kind === 'withdrawal' ? earningsOf(row.payee_id) : FUND)
const nameOf = (row: TransferRow): string => (row.kind === 'withdrawal' ? '提现' : '赔付转账')

export const leaveSource = (tx: Tx, row: TransferRow, sentence: string, now: Date): Promise<void> =>
  move(tx, row, {
    what: 'requested',
    from: sourceOf(row),
    to: transitOf(row.id),
    sentence,
    now,
    words: { kind: 'withdrawal', sign: -1, title: '提现到微信', why: `申请提现 ${row.number}` },
  })

export const arrive = (tx: Tx, row: TransferRow, now: Date): Promise<void> =>
  move(tx, row, {
    what: 'paid',
    from: transitOf(row.id),
    to: PROVIDER,
    sentence: `${nameOf(row)} ${yuan(row.amount_fen)} 已到账微信零钱`,
    now,
  })

/** rejected, failed or cancelled */
export const comeBack = (tx: Tx, row: TransferRow, why: string, now: Date): Promise<void> =>
  move(tx, row, {
    what: 'returned',
    from: transitOf(row.id),
    to: sourceOf(row),
    sentence: `${nameOf(row)} ${yuan(row.amount_fen)} 没有转出：${why}`,
    now,
    words: { kind: 'withdrawal-returned', sign: 1, title: '提现退回', why },
  })

/** the provider gave it back after it had arrived */
export const comeBackLate = (tx: Tx, row: TransferRow, why: string, now: Date): Promise<void> =>
  move(tx, row, {
    what: 'reversed',
    from: PROVIDER,
    to: sourceOf(row),
    sentence: `${nameOf(row)} ${yuan(row.amount_fen)} 到账后被微信退回：${why}`,
    now,
    words: { kind: 'withdrawal-returned', sign: 1, title: '提现被微信退回', why },
  })

/** It arrived although it had gone back to its source here: taken from there again, or, when it is spent, from suspense. */
export async function arriveAfterAll(tx: Tx, row: TransferRow, now: Date): Promise<'source' | 'suspense'> {
  const late = {
    what: 'late',
    to: PROVIDER,
    sentence: `${nameOf(row)} ${yuan(row.amount_fen)} 已退回后仍然到账`,
    now,
  }
  await tx.run(sql`savepoint late`)
  try {
    await move(tx, row, {
      ...late,
      from: sourceOf(row),
      words: { kind: 'withdrawal', sign: -1, title: '提现仍然到账', why: `微信确认 ${row.number} 已到账，从余额扣回` },
    })
    return 'source'
  } catch (error) {
    if (sqlState(error) !== BELOW_ZERO) throw error
    await tx.run(sql`rollback to savepoint late`)
    await move(tx, row, { ...late, sentence: `${late.sentence}，余额不足，先挂账`, from: SUSPENSE })
    return 'suspense'
  }
}

interface Move {
  what: string
  from: string
  to: string
  sentence: string
  now: Date
  /** for her list, when her own account is touched */
  words?: { kind: Earning['kind']; sign: 1 | -1; title: string; why: string }
}

async function move(tx: Tx, row: TransferRow, { what, from, to, sentence, now, words }: Move): Promise<void> {
  const amountFen = row.amount_fen
  const postingId = await post(tx, {
    // a bill can arrive, come back and arrive again: each state of the row has its own posting
    key: `transfer-${what}:${row.number}:${row.version}`,
    orderId: row.order_id,
    kind: `${row.kind}-${what}`,
    sentence,
    reference: row.number,
    at: now,
    entries: [
      { account: from, amountFen },
      { account: to, amountFen: -amountFen },
    ],
  })
  if (!postingId || !words || row.kind !== 'withdrawal') return
  const { kind, sign, title, why } = words
  await recordEarning(tx, {
    postingId,
    payeeId: row.payee_id,
    kind,
    title,
    orderId: null,
    orderNumber: null,
    lines: [{ code: kind, name: title, amountFen: sign * amountFen, why }],
    amountFen: sign * amountFen,
    at: now,
  })
}
