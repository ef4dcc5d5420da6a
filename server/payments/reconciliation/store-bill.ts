/** The lines of a bill as they came, in bulk: a hundred thousand of them pass through without lying in memory together. */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { FundRow, TradeRow } from '../../outside/wechat-pay/port.ts'
import { businessOf, isFee } from './words.ts'

export type Source = 'trade' | 'fund'
interface Line {
  lineNumber: number
  at: Date
  business: string
  number: string
  providerNumber: string
  /** plus: came in; minus: went out */
  amountFen: number
  feeFen: number
  status: 'matched' | 'booked'
}
const BATCH = 4000

export const lineOfTrade = (row: TradeRow): Line => ({
  lineNumber: row.lineNumber,
  at: row.at,
  business: businessOf(row.refundNumber, row.state),
  number: row.refundNumber ?? row.number,
  providerNumber: row.refundId ?? row.transactionId,
  amountFen: row.refundNumber ? -row.refundFen : row.amountFen,
  feeFen: row.feeFen,
  status: 'matched',
})
export const lineOfFund = (row: FundRow): Line => ({
  lineNumber: row.lineNumber,
  at: row.at,
  business: row.business,
  number: row.ourNumber || row.providerNumber,
  providerNumber: row.providerNumber,
  amountFen: row.amountFen,
  feeFen: isFee(row.business) ? -row.amountFen : 0,
  status: isFee(row.business) ? 'booked' : 'matched',
})

/** Instead of what stood there of this day and bill; how many lines there are now. */
export async function storeLines(tx: Tx, day: string, source: Source, lines: Iterable<Line>): Promise<number> {
  await tx.run(sql`delete from payments.bill_lines where day = ${day} and source = ${source}`)
  let count = 0
  let batch: Line[] = []
  const flush = async (): Promise<void> => {
    if (batch.length === 0) return
    const of = <K extends keyof Line>(key: K): Line[K][] => batch.map((line) => line[key])
    await tx.run(sql`
      insert into payments.bill_lines (day, source, line_number, at, business, number, provider_number, amount_fen, fee_fen, status)
      select ${day}, ${source}, * from unnest(${of('lineNumber')}::int[], ${batch.map(({ at }) => at.toISOString())}::timestamptz[], ${of('business')}::text[],
        ${of('number')}::text[], ${of('providerNumber')}::text[], ${of('amountFen')}::bigint[], ${of('feeFen')}::bigint[], ${of('status')}::text[])`)
    count += batch.length
    batch = []
  }
  for (const line of lines) {
    if (batch.push(line) >= BATCH) await flush()
  }
  await flush()
  // a bill that names only the provider's number: ours is put in its place, so that there is one number to look for
  await tx.run(sql`
    update payments.bill_lines l set number = known.number
    from (select transaction_id as provider, number from payments.payments where transaction_id is not null
          union all select refund_id, number from payments.refunds where refund_id is not null
          union all select transfer_bill_no, number from payments.transfers where transfer_bill_no is not null) known
    where l.day = ${day} and l.source = ${source} and l.number = l.provider_number and known.provider = l.provider_number`)
  return count
}
