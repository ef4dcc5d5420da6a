/** A day of ours against the provider's two bills: trade and fund flow. */
import { z } from 'zod'
import { Day, Id, IdParams, Instant, PageQuery, commandFields, page, text } from '../common.ts'
import { endpoint } from '../endpoint.ts'
import { Posting, Reason, Step } from './shapes.ts'

export const DifferenceKind = z.enum(['missing-here', 'missing-there', 'amount', 'status', 'time', 'balance'])
export const DifferenceState = z.enum(['open', 'taken', 'proposed', 'resolved', 'gone'])
/**
 * later: it was found on another day or arrived late, nothing to post; book-theirs: the bill is right, ours is posted to
 * suspense so that the balances agree; from-suspense: what stood in suspense is booked where it belongs; loss: written off
 */
export const Resolution = z.enum(['later', 'book-theirs', 'from-suspense', 'loss'])
export const Difference = z.object({
  id: Id,
  version: z.int(),
  day: Day,
  source: z.enum(['trade', 'fund']),
  kind: DifferenceKind,
  kindName: z.string(),
  /** number of the payment, refund or transfer */
  number: z.string(),
  hereFen: z.int().nullable(),
  thereFen: z.int().nullable(),
  hereWords: z.string(),
  thereWords: z.string(),
  state: DifferenceState,
  stateName: z.string(),
  foundAt: Instant,
  owner: z.string().nullable(),
  orderId: Id.nullable(),
  orderNumber: z.string().nullable(),
  resolution: Resolution.nullable(),
  can: z.object({ take: z.boolean(), propose: z.boolean(), approve: z.boolean() }),
})
export const BillLine = z.object({
  id: z.int(),
  source: z.enum(['trade', 'fund']),
  lineNumber: z.int(),
  at: Instant,
  business: z.string(),
  number: z.string(),
  amountFen: z.int(),
  feeFen: z.int(),
  /** matched: the same here; booked: known only from the bill (a fee) and posted from it */
  status: z.enum(['matched', 'booked', 'different']),
  postingId: Id.nullable(),
  orderId: Id.nullable(),
  orderNumber: z.string().nullable(),
  personName: z.string().nullable(),
})
export const ReconciledDay = z.object({
  day: Day,
  checkedAt: Instant,
  runs: z.int(),
  tradeLines: z.int(),
  fundLines: z.int(),
  matched: z.int(),
  feeFen: z.int(),
  /** the merchant account at the end of the day, by our books and by the bill; null: nothing moved */
  balanceHereFen: z.int().nullable(),
  balanceThereFen: z.int().nullable(),
  openDifferences: z.int(),
  differences: z.int(),
})
const DayParams = z.strictObject({ day: Day })

export const reconciliation = {
  reconcileDay: endpoint({
    method: 'POST',
    path: '/payments/reconciliations',
    summary: '与微信账单对账 (财务); 再对一次不改变任何东西',
    body: z.strictObject({ day: Day }),
    reply: ReconciledDay,
  }),
  listReconciliations: endpoint({
    method: 'GET',
    path: '/payments/reconciliations',
    summary: '对过的日子 (财务)',
    query: z.strictObject({ ...PageQuery }),
    reply: page(ReconciledDay),
  }),
  getReconciliation: endpoint({
    method: 'GET',
    path: '/payments/reconciliations/:day',
    summary: '一天的对账结果 (财务)',
    params: DayParams,
    reply: ReconciledDay,
  }),
  listBillLines: endpoint({
    method: 'GET',
    path: '/payments/reconciliations/:day/lines',
    summary: '账单明细: 每一行对应的分录、订单、人 (财务)',
    params: DayParams,
    query: z.strictObject({
      source: z.enum(['trade', 'fund']).optional(),
      status: z.enum(['matched', 'booked', 'different']).optional(),
      query: text(50).optional(),
      ...PageQuery,
    }),
    reply: page(BillLine),
  }),
  listDifferences: endpoint({
    method: 'GET',
    path: '/payments/differences',
    summary: '差异 (财务)',
    query: z.strictObject({
      day: Day.optional(),
      state: DifferenceState.optional(),
      kind: DifferenceKind.optional(),
      ...PageQuery,
    }),
    reply: z.object({ ...page(Difference).shape, total: z.int(), open: z.int() }),
  }),
  getDifference: endpoint({
    method: 'GET',
    path: '/payments/differences/:id',
    summary: '一个差异: 账单行、分录、订单、人 (财务)',
    params: IdParams,
    reply: z.object({
      ...Difference.shape,
      billLines: z.array(BillLine),
      postings: z.array(Posting),
      history: z.array(Step),
    }),
  }),
  takeDifference: endpoint({
    method: 'POST',
    path: '/payments/differences/:id/take',
    summary: '由我处理 (财务)',
    params: IdParams,
    body: z.strictObject({ ...commandFields }),
    reply: Difference,
  }),
  proposeResolution: endpoint({
    method: 'POST',
    path: '/payments/differences/:id/propose',
    summary: '提出处理办法 (财务)',
    params: IdParams,
    body: z.strictObject({
      ...commandFields,
      resolution: Resolution,
      account: z.string().max(80).optional(),
      reason: Reason,
    }),
    reply: Difference,
  }),
  approveResolution: endpoint({
    method: 'POST',
    path: '/payments/differences/:id/approve',
    summary: '同意处理办法并入账 (财务, 不能是提出的人)',
    params: IdParams,
    body: z.strictObject({ ...commandFields, reason: Reason }),
    reply: Difference,
  }),
}
export type Difference = z.output<typeof Difference>
export type DifferenceKind = z.output<typeof DifferenceKind>
export type DifferenceState = z.output<typeof DifferenceState>
export type Resolution = z.output<typeof Resolution>
export type BillLine = z.output<typeof BillLine>
export type ReconciledDay = z.output<typeof ReconciledDay>
