/** What two people agreed to goes into the books; what touches a companion's own account gets its line in her earnings. */
import type { Tx } from '../../core/database.ts'
import { AppError, conflict } from '../../core/errors.ts'
import { yuan } from '../../core/money.ts'
import { balanceOf, couponOf, post, PROVIDER, type Posting } from '../books/books.ts'
import { findPosting } from '../books/posting-queries.ts'
import { nameOfPosting } from '../books/posting-words.ts'
import { recordEarning } from '../payouts/record-earning.ts'
import { entriesOf } from './proposal-kinds.ts'
import type { ProposalRow } from './proposal-queries.ts'

export async function postProposal(tx: Tx, row: ProposalRow, now: Date): Promise<string> {
  const posting = row.kind === 'reversal' ? await reversalOf(tx, row, now) : await plainOf(tx, row, row.kind, now)
  const postingId = await post(tx, posting)
  if (!postingId) throw conflict('这笔分录已经更正过')
  for (const { account, amountFen } of posting.entries)
    if (account.startsWith('earnings:')) await adjust(tx, row, postingId, account, 0 - amountFen, now)
  return postingId
}

async function plainOf(
  tx: Tx,
  row: ProposalRow,
  kind: Exclude<ProposalRow['kind'], 'reversal'>,
  now: Date,
): Promise<Posting> {
  if (kind === 'channel-settled' && (await balanceOf(tx, couponOf(row.party ?? ''))) < row.amount_fen)
    throw new AppError('NOT_ALLOWED_NOW', '出资方没有欠这么多')
  // the books allow less than nothing here, for a fee that comes back with the next bill; a person does not
  if (kind === 'bank-withdrawal' && (await balanceOf(tx, PROVIDER)) < row.amount_fen)
    throw new AppError('NOT_ALLOWED_NOW', '微信支付账户里没有这么多')
  return {
    key: `proposal:${row.id}`,
    orderId: null,
    kind,
    reference: row.reference,
    sentence: `${nameOfPosting(kind)} ${yuan(row.amount_fen)}：${row.reason}`,
    at: now,
    entries: entriesOf(kind, row.amount_fen, row.party),
  }
}

/** The exact opposite; the key lets it happen once. */
async function reversalOf(tx: Tx, row: ProposalRow, now: Date): Promise<Posting> {
  const wrong = await findPosting(tx, row.party ?? '')
  if (!wrong) throw conflict()
  return {
    key: `reversed:${wrong.id}`,
    orderId: wrong.order_id,
    kind: 'correction',
    reference: row.reference,
    sentence: `更正：${wrong.sentence}`,
    at: now,
    entries: wrong.entries.map(({ account, amountFen }) => ({ account, amountFen: -amountFen })),
  }
}

/** plus: she got it; minus: it was taken */
function adjust(
  tx: Tx,
  row: ProposalRow,
  postingId: string,
  account: string,
  amountFen: number,
  now: Date,
): Promise<void> {
  const title = row.kind === 'reversal' ? '更正' : amountFen > 0 ? '平台补给' : '平台扣回'
  return recordEarning(tx, {
    postingId,
    payeeId: account.slice('earnings:'.length),
    kind: 'adjustment',
    title,
    orderId: null,
    orderNumber: null,
    lines: [{ code: 'adjustment', name: title, amountFen, why: row.reason }],
    amountFen,
    at: now,
  })
}
