/** The SQL behind the operators' board. */
import type { OrderState } from '@banyi/contract/orders'
import type { Queryable } from '../../core/database.ts'
import { sql, type Sql } from '../../core/sql.ts'
import type { OrderRow } from '../order-queries.ts'

export const FLAGS = [
  'unassigned',
  'no-companion-urgent',
  'late',
  'code-locked',
  'refund-failed',
  'awaiting-report',
] as const
export type Flag = (typeof FLAGS)[number]

const IN_VISIT = ['met', 'registered', 'in-consultation', 'exams', 'medicine', 'arrived', 'handled']
/** what wants a person; the same words for the filter, the counts and each row */
export const flagTest = (flag: Flag, now: Date): Sql => {
  const minutes = (n: number): Date => new Date(now.getTime() + n * 60_000)
  switch (flag) {
    case 'unassigned':
      return sql`(o.state = 'paid' and o.companion_id is null)`
    case 'no-companion-urgent':
      return sql`(o.state = 'paid' and o.starts_at < ${minutes(180)})`
    case 'late':
      return sql`((o.state = 'accepted' and o.starts_at < ${minutes(15)}) or (o.state = 'departed' and o.starts_at < ${minutes(-10)}) or (o.state = any(${IN_VISIT}) and o.ends_at < ${minutes(-30)}))`
    case 'code-locked':
      return sql`(o.state = 'departed' and o.code_locked_at is not null)`
    case 'refund-failed':
      return sql`(o.refund_failed_at is not null)`
    case 'awaiting-report':
      return sql`(o.state = 'finished' and o.finished_at < ${minutes(-120)})`
  }
}

export interface BoardFilter {
  states: OrderState[] | null
  flag: Flag | null
  query: string | null
  /** accounts whose phone is the query */
  accountIds: string[]
  district: string | null
  companionId: string | null
  from: Date | null
  to: Date | null
}
const matches = (f: BoardFilter, now: Date): Sql => sql`
  (${f.states}::text[] is null or o.state = any(${f.states}))
  and (${f.flag === null ? sql`true` : flagTest(f.flag, now)})
  and (${f.district}::text is null or o.hospital_district = ${f.district})
  and (${f.companionId}::uuid is null or o.companion_id = ${f.companionId})
  and (${f.from}::timestamptz is null or o.starts_at >= ${f.from})
  and (${f.to}::timestamptz is null or o.starts_at < ${f.to})
  and (${f.query}::text is null or o.number like '%' || ${f.query} || '%' or o.hospital_name ilike '%' || ${f.query} || '%' or o.account_id = any(${f.accountIds}::uuid[]))`

const sorts: Record<'starts-asc' | 'starts-desc' | 'created-desc', { column: Sql; comparison: Sql; order: Sql }> = {
  'starts-asc': { column: sql`o.starts_at`, comparison: sql`>`, order: sql`o.starts_at, o.id` },
  'starts-desc': { column: sql`o.starts_at`, comparison: sql`<`, order: sql`o.starts_at desc, o.id desc` },
  'created-desc': { column: sql`o.created_at`, comparison: sql`<`, order: sql`o.created_at desc, o.id desc` },
}
export type BoardSort = keyof typeof sorts
export type FlaggedOrder = OrderRow & { flags: Flag[] }
const flagsOf = (now: Date): Sql =>
  FLAGS.map((flag) => sql`case when ${flagTest(flag, now)} then ${flag}::text end`).reduce(
    (all, each) => sql`${all}, ${each}`,
  )
const withFlags = (now: Date): Sql => sql`o.*, array_remove(array[${flagsOf(now)}], null) as flags`

export function listBoardRows(
  db: Queryable,
  filter: BoardFilter,
  sort: BoardSort,
  after: [string, string] | null,
  limit: number,
  now: Date,
): Promise<FlaggedOrder[]> {
  const { column, comparison, order } = sorts[sort]
  const from =
    after === null ? sql`true` : sql`(${column}, o.id) ${comparison} (${after[0]}::timestamptz, ${after[1]}::uuid)`
  return db.many<FlaggedOrder>(
    sql`select ${withFlags(now)} from orders.orders o where ${matches(filter, now)} and ${from} order by ${order} limit ${limit}`,
  )
}
/** counted up to 10,000 */
export const countBoardRows = async (db: Queryable, filter: BoardFilter, now: Date): Promise<number> =>
  (
    await db.one<{ n: number }>(
      sql`select count(*)::int as n from (select 1 from orders.orders o where ${matches(filter, now)} limit 10000) some`,
    )
  ).n
export const findFlaggedOrder = (db: Queryable, id: string, now: Date): Promise<FlaggedOrder | null> =>
  db.maybe<FlaggedOrder>(sql`select ${withFlags(now)} from orders.orders o where o.id = ${id}`)

export async function countByState(db: Queryable, from: Date | null, to: Date | null): Promise<Record<string, number>> {
  const rows = await db.many<{ state: string; n: number }>(sql`
    select state, count(*)::int as n from orders.orders o where (${from}::timestamptz is null or starts_at >= ${from}) and (${to}::timestamptz is null or starts_at < ${to}) group by state`)
  return Object.fromEntries(rows.map((row) => [row.state, row.n]))
}
export function countByFlag(
  db: Queryable,
  from: Date | null,
  to: Date | null,
  now: Date,
): Promise<Record<string, number>> {
  const names: Record<Flag, Sql> = {
    unassigned: sql`unassigned`,
    'no-companion-urgent': sql`"no-companion-urgent"`,
    late: sql`late`,
    'code-locked': sql`"code-locked"`,
    'refund-failed': sql`"refund-failed"`,
    'awaiting-report': sql`"awaiting-report"`,
  }
  const counts = FLAGS.map((flag) => sql`count(*) filter (where ${flagTest(flag, now)})::int as ${names[flag]}`).reduce(
    (all, each) => sql`${all}, ${each}`,
  )
  return db.one<Record<string, number>>(sql`
    select ${counts} from orders.orders o where (${from}::timestamptz is null or starts_at >= ${from}) and (${to}::timestamptz is null or starts_at < ${to})`)
}
