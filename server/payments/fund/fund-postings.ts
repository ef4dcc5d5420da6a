/** The postings that touched the fund or belong to a claim, with names that people read. */
import type { AccountKind } from '@banyi/contract/payments/finance'
import type { Posting } from '@banyi/contract/payments/shapes'
import type { Tx } from '../../core/database.ts'
import { empty, sql, type Sql } from '../../core/sql.ts'
import { FUND, partsOf } from '../books/books.ts'
import type { ClaimRow } from './claim-queries.ts'

export interface PostingRow {
  id: string
  at: Date
  kind: string
  sentence: string
  reference: string
  order_id: string | null
  order_number: string | null
  entries: { account: string; amountFen: number }[]
}
const postings = (which: Sql): Sql => sql`
  select p.id, p.at, p.kind, p.sentence, p.reference, p.order_id, o.number as order_number,
    (select json_agg(json_build_object('account', e.account, 'amountFen', e.amount_fen) order by e.amount_fen desc, e.account)
     from payments.entries e where e.posting_id = p.id) as entries
  from payments.postings p left join payments.orders o on o.order_id = p.order_id where ${which}`

export const listFundPostings = (
  tx: Tx,
  after: [at: string, id: string] | null,
  limit: number,
): Promise<PostingRow[]> =>
  tx.many<PostingRow>(sql`
    ${postings(sql`exists (select 1 from payments.entries where posting_id = p.id and account = ${FUND})`)}
    ${after ? sql`and (p.at, p.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty} order by p.at desc, p.id desc limit ${limit}`)

/** Of its refunds, its transfers and its recovery. */
export const listPostingsOfClaim = (
  tx: Tx,
  claim: Pick<ClaimRow, 'id' | 'number' | 'order_id'>,
): Promise<PostingRow[]> =>
  tx.many<PostingRow>(sql`
    ${postings(sql`p.reference = any(
      select ${claim.number}::text union all select number from payments.transfers where claim_id = ${claim.id}
      union all select number from payments.refunds where order_id = ${claim.order_id} and claim_id = ${claim.id})`)}
    order by p.at, p.tx`)

const accountNames: Record<AccountKind, string> = {
  provider: '微信支付账户',
  bank: '银行账户',
  held: '订单托管',
  refunding: '退款在途',
  earnings: '陪诊员收入',
  transit: '转账在途',
  commission: '平台佣金',
  premium: '应付保险费',
  fund: '先行赔付金',
  coupon: '优惠券应收',
  fee: '支付手续费',
  suspense: '待查挂账',
  income: '收入（旧）',
}
const kindNames: Record<string, string> = {
  settled: '订单结算',
  compensated: '赔付退回原支付',
  'compensation-requested': '赔付转账',
  'compensation-paid': '赔付转账到账',
  'compensation-returned': '赔付转账退回',
  'compensation-reversed': '赔付转账被退回',
  'compensation-late': '赔付转账迟到',
  'refund-settled': '退款到账',
  'refund-failed': '退款失败',
  'refund-late': '退款迟到',
  'fund-recovered': '赔付追偿',
  'fund-top-up': '补充先行赔付金',
  'recovery-received': '收到追偿款',
  reversal: '冲正',
}

export const toPosting = (row: PostingRow): Posting => ({
  id: row.id,
  at: row.at.toISOString(),
  kind: row.kind,
  kindName: kindNames[row.kind] ?? '记账',
  sentence: row.sentence,
  reference: row.reference,
  orderId: row.order_id,
  orderNumber: row.order_number,
  entries: row.entries.map((entry) => ({ ...entry, accountName: accountNames[partsOf(entry.account).kind] })),
})
