/**
 * What a resolution books. The gap is what the provider has more than we. book-theirs: provider + / suspense −, so that the
 * balances agree while somebody looks for the reason. from-suspense: what lies there for this difference goes where it
 * belongs. loss: the same, to our own commission.
 */
import type { AccountKind } from '@banyi/contract/payments/finance'
import type { Resolution } from '@banyi/contract/payments/reconciliation'
import { sqlState, type Tx } from '../../core/database.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { yuan } from '../../core/money.ts'
import { sql } from '../../core/sql.ts'
import { COMMISSION, partsOf, post, PROVIDER, SUSPENSE, type Entry } from '../books/books.ts'
import type { DifferenceRow } from './read-queries.ts'
import { KIND_NAMES, RESOLUTION_NAMES } from './words.ts'

const gapOf = (row: DifferenceRow): number => (row.there_fen ?? 0) - (row.here_fen ?? 0)

/** what this difference has put into suspense and is still there; debit positive */
async function inSuspense(tx: Tx, id: string): Promise<number> {
  const { fen } = await tx.one<{ fen: number }>(sql`
    select coalesce(sum(e.amount_fen), 0)::bigint as fen from payments.postings p join payments.entries e on e.posting_id = p.id and e.account = ${SUSPENSE}
    where p.key like ${`difference:${id}:%`}`)
  return fen
}

/** Throws INVALID when it cannot be carried out; asked before a second person is bothered. */
export async function checkResolution(
  tx: Tx,
  row: DifferenceRow,
  resolution: Resolution,
  account: string | null,
): Promise<void> {
  if (resolution !== 'from-suspense' && account !== null) throw invalid('account', '只有从挂账转出时才填科目')
  if (resolution === 'later') {
    if (row.state === 'resolved') throw invalid('resolution', '已经挂账，不能再改为不用入账')
    return
  }
  if (resolution === 'from-suspense') {
    if (!account) throw invalid('account', '请填写转到哪个科目')
    if (account === SUSPENSE || !(await isAccount(tx, account))) throw invalid('account', '没有这个科目')
    if (!mayReceive(account, row.order_id))
      throw invalid('account', '个人余额、退款、转账和托管有自己的流程，请先转到佣金，再用手工记账或先行赔付')
  }
  const entries = await entriesOf(tx, row, resolution, account)
  if (entries.length === 0) throw invalid('resolution', '没有差额，不用入账')
}

const isAccount = async (tx: Tx, account: string): Promise<boolean> =>
  (await tx.maybe(sql`select 1 from payments.accounts where code = ${account}`)) !== null ||
  ['bank', 'commission', 'fund', 'fee', 'premium'].includes(account)

/**
 * What has a row of its own beside the books (a line of her earnings, a refund, a transfer, a coupon) would say something
 * else than they do. What is held may get what was paid for the very same order.
 */
const PLAIN = new Set<AccountKind>(['bank', 'commission', 'fund', 'fee', 'premium'])
function mayReceive(account: string, orderId: string | null): boolean {
  const { kind, owner } = partsOf(account)
  return PLAIN.has(kind) || (kind === 'held' && owner === orderId)
}

async function entriesOf(tx: Tx, row: DifferenceRow, resolution: Resolution, account: string | null): Promise<Entry[]> {
  const lying = await inSuspense(tx, row.id)
  const gap = gapOf(row)
  const move = (from: string, to: string, fen: number): Entry[] =>
    fen === 0
      ? []
      : [
          { account: from, amountFen: fen },
          { account: to, amountFen: -fen },
        ]
  switch (resolution) {
    case 'later':
      return []
    case 'book-theirs':
      return lying === 0 ? move(PROVIDER, SUSPENSE, gap) : []
    // of a difference that was never booked itself, suspense holds what an earlier one of the same thing put there
    case 'from-suspense':
      return move(SUSPENSE, account ?? COMMISSION, lying === 0 ? gap : -lying)
    case 'loss':
      return lying === 0 ? move(PROVIDER, COMMISSION, gap) : move(SUSPENSE, COMMISSION, -lying)
  }
}

/** Null: nothing to post. Throws NOT_ALLOWED_NOW when an account does not hold that much. */
export async function postResolution(
  tx: Tx,
  row: DifferenceRow,
  resolution: Resolution,
  now: Date,
): Promise<string | null> {
  const entries = await entriesOf(tx, row, resolution, row.account)
  if (entries.length === 0) return null
  const amountFen = Math.abs(entries[0]?.amountFen ?? 0)
  try {
    return await post(tx, {
      key: `difference:${row.id}:${row.version}`,
      orderId: row.order_id,
      kind: 'difference',
      reference: row.number,
      sentence: `${row.day} 对账差异（${KIND_NAMES[row.kind]}）${yuan(amountFen)}：${RESOLUTION_NAMES[resolution]}`,
      at: now,
      entries,
    })
  } catch (error) {
    if (sqlState(error) === '23514') throw new AppError('NOT_ALLOWED_NOW', '科目里没有这么多，不能这样入账')
    throw error
  }
}
