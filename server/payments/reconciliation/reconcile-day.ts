/** Finance compares a day of ours with the provider's bill. What they have and we do not is asked after at once. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { Reconciliation } from '@banyi/contract/payments'
import { writeAudit } from '../../core/audit.ts'
import { addDays, shanghaiInstant } from '../../core/clock.ts'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import { actorOf } from '../../core/viewer.ts'
import type { TradeRow } from '../../outside/wechat-pay/port.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { followPaymentAt, LAST_LOOK, sendRefundAt } from '../follow-key.ts'

type Api = typeof contract.payments
type Difference = Reconciliation['differences'][number]

/** one line on either side: a payment or a refund, by its number */
interface Line {
  number: string
  fen: number
}
interface OurLine extends Line {
  isRefund: boolean
  /** happened on the day, as we know it */
  isOfDay: boolean
  /** captured, or taken by the provider */
  isDone: boolean
}

export async function reconcileDay(
  c: OperatorContext,
  { body }: InputOf<Api['reconcileDay']>,
): Promise<ReturnOf<Api['reconcileDay']>> {
  const bill = [...(await c.outside.wechatPay.tradeBill(body.day)).rows]
  const theirs = bill.map(lineOf)
  return inBooks(c, async (tx) => {
    const now = c.clock.now()
    const from = shanghaiInstant(body.day, '00:00')
    const ours = await readOurs(
      tx,
      from,
      addDays(from, 1),
      theirs.map(({ number }) => number),
    )
    const differences = compare(ours, theirs)
    for (const line of ours.filter(({ number, isDone }) => !isDone && theirs.some((each) => each.number === number))) {
      await (line.isRefund
        ? sendRefundAt(tx, { number: line.number, step: 0 }, now, now)
        : followPaymentAt(tx, { number: line.number, step: LAST_LOOK }, now, now))
    }
    await writeAudit(tx, {
      actor: actorOf(c.viewer),
      action: 'payments.reconciled',
      subjectId: body.day,
      detail: { rows: bill.length, differences: differences.length },
      now,
    })
    return { day: body.day, checkedAt: now.toISOString(), rows: bill.length, differences }
  })
}
const lineOf = (row: TradeRow): Line =>
  row.refundNumber ? { number: row.refundNumber, fen: row.refundFen } : { number: row.number, fen: row.amountFen }

/** What we hold of the day, and whatever the bill names, of any day: midnight is not the same for both. */
function readOurs(tx: Tx, from: Date, to: Date, numbers: string[]): Promise<OurLine[]> {
  return tx.many<OurLine>(sql`
    select number, amount_fen as fen, false as "isRefund", state = 'captured' as "isDone", coalesce(paid_at >= ${from} and paid_at < ${to} and state = 'captured', false) as "isOfDay"
    from payments.payments where (paid_at >= ${from} and paid_at < ${to} and state = 'captured') or number = any(${numbers})
    union all
    select number, amount_fen, true, provider_created_at is not null, coalesce(provider_created_at >= ${from} and provider_created_at < ${to}, false)
    from payments.refunds where (provider_created_at >= ${from} and provider_created_at < ${to}) or number = any(${numbers})`)
}

export function compare(ours: OurLine[], theirs: Line[]): Difference[] {
  const here = new Map(ours.map((line) => [line.number, line]))
  const there = new Set(theirs.map(({ number }) => number))
  const differences: Difference[] = []
  for (const { number, fen } of theirs) {
    const line = here.get(number)
    if (!line?.isDone) differences.push({ number, kind: 'missing-here', hereFen: null, thereFen: fen })
    else if (line.fen !== fen) differences.push({ number, kind: 'amount', hereFen: line.fen, thereFen: fen })
  }
  for (const { number, fen, isOfDay } of ours)
    if (isOfDay && !there.has(number)) differences.push({ number, kind: 'missing-there', hereFen: fen, thereFen: null })
  return differences
}
