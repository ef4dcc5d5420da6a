/** The SQL behind the task centre. */
import type { Queryable } from '../../core/database.ts'
import { sql, type Sql } from '../../core/sql.ts'
import type { OrderRow } from '../order-queries.ts'
import { ON_THE_WAY } from '../order-states.ts'

export type Tab = 'open' | 'active' | 'done'
const ACTIVE = ['accepted', ...ON_THE_WAY, 'finished']
const DONE = ['reported', 'confirmed', 'cancelled', 'no-show']

/** Hers to see: what she has, what she was offered, what is open to all of her training and she did not refuse. */
function inTab(tab: Tab, companion: { id: string; segments: string[] }, now: Date): Sql {
  if (tab === 'active') return sql`o.companion_id = ${companion.id} and o.state = any(${ACTIVE})`
  if (tab === 'done')
    return sql`o.companion_id = ${companion.id} and o.state = any(${DONE}) and o.accepted_at is not null`
  return sql`o.state = 'paid' and (o.companion_id = ${companion.id} or (o.companion_id is null and o.segment = any(${companion.segments}) and o.ends_at > ${now}
    and not exists (select 1 from orders.refusals r where r.order_id = o.id and r.companion_id = ${companion.id})))`
}

/** soonest first for work to come, newest first for work done */
export function listTaskRows(
  db: Queryable,
  tab: Tab,
  companion: { id: string; segments: string[] },
  after: [string, string] | null,
  limit: number,
  now: Date,
): Promise<OrderRow[]> {
  const place = sql`(${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid)`
  const from =
    after === null
      ? sql`true`
      : tab === 'done'
        ? sql`(o.starts_at, o.id) < ${place}`
        : sql`(o.starts_at, o.id) > ${place}`
  const order = tab === 'done' ? sql`o.starts_at desc, o.id desc` : sql`o.starts_at, o.id`
  return db.many<OrderRow>(
    sql`select o.* from orders.orders o where ${inTab(tab, companion, now)} and ${from} order by ${order} limit ${limit}`,
  )
}
/** counted up to 100: the badge says 99+ */
export async function countTasks(
  db: Queryable,
  companion: { id: string; segments: string[] },
  now: Date,
): Promise<Record<Tab, number>> {
  const count = (tab: Tab): Sql =>
    sql`(select count(*)::int from (select 1 from orders.orders o where ${inTab(tab, companion, now)} limit 100) few)`
  return db.one<Record<Tab, number>>(
    sql`select ${count('open')} as open, ${count('active')} as active, ${count('done')} as done`,
  )
}
/** one order if she may see it as a task in any tab */
export const findTask = (
  db: Queryable,
  id: string,
  companion: { id: string; segments: string[] },
  now: Date,
): Promise<OrderRow | null> =>
  db.maybe<OrderRow>(sql`
    select o.* from orders.orders o where o.id = ${id}
    and ((${inTab('active', companion, now)}) or (${inTab('done', companion, now)}) or (${inTab('open', companion, now)}))`)

/** hers, paid, and not yet with her: to come, under way, waiting for the family, or called off with a part kept */
export const listUnsettledRows = (db: Queryable, companionId: string, limit: number): Promise<OrderRow[]> =>
  db.many<OrderRow>(sql`
    select o.* from orders.orders o where o.companion_id = ${companionId} and o.settled_at is null and o.accepted_at is not null
      and (o.state not in ('cancelled', 'no-show', 'expired') or o.settle_at is not null or o.disputed_at is not null)
    order by o.starts_at desc, o.id desc limit ${limit}`)
