/**
 * 提现, 充值 and other lines without a number of ours: what people proposed within a week of it with the same amount is the
 * same thing, once two have agreed. Lines of the last month that still wait are looked at again.
 */
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

/** The line takes the reference that the person wrote, so that both are found under one number. */
export async function pairBankLines(tx: Tx, day: string): Promise<void> {
  const lines = await tx.many<{ id: number; at: Date; amount_fen: number }>(sql`
    select l.id, l.at, l.amount_fen from payments.bill_lines l
    where l.source = 'fund' and (l.day = ${day} and l.status <> 'booked' or l.status = 'different' and l.day < ${day} and l.day > ${day}::date - 31)
      and not exists (select 1 from payments.payments where number = l.number) and not exists (select 1 from payments.refunds where number = l.number)
      and not exists (select 1 from payments.transfers where number = l.number)
      and not exists (select 1 from payments.proposals where reference = l.number and state = 'posted' and amount_fen = abs(l.amount_fen))
    order by l.id`)
  for (const { id, at, amount_fen: fen } of lines) {
    await tx.run(sql`
      update payments.bill_lines set number = m.reference from (
        select reference from payments.proposals p where state = 'posted' and kind = ${fen < 0 ? 'bank-withdrawal' : 'bank-deposit'} and amount_fen = ${Math.abs(fen)}
          and created_at > ${at}::timestamptz - interval '7 days' and created_at < ${at}::timestamptz + interval '7 days'
          and not exists (select 1 from payments.bill_lines b where b.source = 'fund' and b.number = p.reference and b.amount_fen = ${fen})
        order by created_at limit 1) m
      where id = ${id}`)
  }
}
