/** Figures of a month for the public report: counts only, from what was written down when it happened. */
import type { TransparencyReport } from '@banyi/contract/transparency'
import { sql } from '../core/sql.ts'
import type { System } from '../system.ts'

type Orders = TransparencyReport['orders']
type Incidents = Omit<TransparencyReport['incidents'], 'perThousand'>
type Disputes = TransparencyReport['disputes']
/** a companion who arrives later than this is late */
const LATE_MINUTES = 15

/** `from` counts, `to` does not; an order is counted in the month in which the thing happened. */
export function countOrders(system: Pick<System, 'db'>, from: Date, to: Date): Promise<Orders> {
  return system.db.one<Orders>(sql`
    select count(*) filter (where kind = 'paid')::int as paid, count(distinct order_id) filter (where kind = 'finished')::int as served,
      count(*) filter (where kind = 'cancelled')::int as cancelled
    from orders.timeline where kind in ('paid', 'finished', 'cancelled') and at >= ${from} and at < ${to}`)
}

/**
 * companionNoShow: the family said so and she lost the order. patientNoShow: the order ended by it. unserved: paid, and
 * nobody came until its time was over. late: met (errands: at the hospital) more than a quarter of an hour after the start.
 */
export function countIncidents(system: Pick<System, 'db'>, from: Date, to: Date): Promise<Incidents> {
  const within = sql`at >= ${from} and at < ${to}`
  return system.db.one<Incidents>(sql`
    select
      (select count(*)::int from orders.timeline where kind = 'no-show' and by_whom = 'family' and ${within}) as "companionNoShow",
      (select count(*)::int from orders.timeline where kind = 'no-show' and by_whom = 'companion' and ${within}) as "patientNoShow",
      (select count(*)::int from orders.timeline where kind = 'handed-over' and ${within}) as "handedOver",
      (select count(*)::int from orders.timeline where kind = 'cancelled' and by_whom = 'system' and ${within}) as unserved,
      (select count(distinct t.order_id)::int from orders.timeline t join orders.orders o on o.id = t.order_id
        where t.kind in ('met', 'arrived') and t.at >= ${from} and t.at < ${to} and t.at > o.starts_at + ${LATE_MINUTES} * interval '1 minute') as late`)
}

/** resolved: answered by us, whenever it was opened; forFamily: with money back; taken back by the family: not ours */
export function countDisputes(system: Pick<System, 'db'>, from: Date, to: Date): Promise<Disputes> {
  return system.db.one<Disputes>(sql`
    select (select count(*)::int from orders.disputes where opened_at >= ${from} and opened_at < ${to}) as opened,
      count(*)::int as resolved, count(*) filter (where decision = 'refund')::int as "forFamily",
      round(percentile_cont(0.5) within group (order by extract(epoch from decided_at - opened_at) / 3600))::int as "medianHours"
    from orders.disputes where decision in ('release', 'refund') and decided_at >= ${from} and decided_at < ${to}`)
}
