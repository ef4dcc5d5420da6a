/** The SQL behind the operators' board. */
import { OrderState } from '@banyi/contract/orders'
import type { Queryable } from '../../core/database.ts'
import { empty, sql, type Sql } from '../../core/sql.ts'
import type { OrderRow } from '../order-queries.ts'

export const FLAGS = [
  'unassigned',
  'no-companion-urgent',
  'late',
  'code-locked',
  'refund-failed',
  'awaiting-report',
  'disputed',
  'insurance-failed',
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
    case 'disputed':
      return sql`(o.disputed_at is not null)`
    case 'insurance-failed':
      return sql`(o.insurance_failed_at is not null and o.ends_at > ${now})`
    case 'awaiting-report':
      return sql`(o.state = 'finished' and o.finished_at < ${minutes(-120)})`
  }
}

export interface BoardFilter {
  states: OrderState[] | null
  flag: Flag | null
  search: { digits: string } | { hospitalNames: string[] } | null
  /** accounts whose phone was searched */
  accountIds: string[]
  district: string | null
  companionId: string | null
  from: Date | null
  to: Date | null
}
/** Only what was asked is in the text: each combination gets a plan of its own, with the index that fits it. */
function matches(f: BoardFilter, now: Date): Sql {
  const wanted = [
    f.states && sql`o.state = any(${f.states}::text[])`,
    f.flag && flagTest(f.flag, now),
    f.district !== null && sql`o.hospital_district = ${f.district}`,
    f.companionId !== null && sql`o.companion_id = ${f.companionId}`,
    f.from && sql`o.starts_at >= ${f.from}`,
    f.to && sql`o.starts_at < ${f.to}`,
    f.search && searched(f.search, f.accountIds),
  ]
  return wanted.reduce<Sql>((all, each) => (each ? sql`${all} and ${each}` : all), sql`true`)
}
const searched = (search: NonNullable<BoardFilter['search']>, accountIds: string[]): Sql =>
  'digits' in search
    ? sql`(o.number like ${`${search.digits}%`} or reverse(o.number) like ${`${[...search.digits].toReversed().join('')}%`} or o.account_id = any(${accountIds}::uuid[]))`
    : sql`o.hospital_name = any(${search.hospitalNames}::text[])`

/** Names that occur, by jumping from one to the next in the index: some hundreds, however many orders. Wildcards are escaped by the caller. */
export const findHospitalNames = async (db: Queryable, part: string): Promise<string[]> =>
  (
    await db.many<{ name: string }>(sql`
      with recursive names as (
        (select hospital_name as name from orders.orders order by hospital_name limit 1)
        union all
        select (select o.hospital_name from orders.orders o where o.hospital_name > names.name order by o.hospital_name limit 1) from names where names.name is not null
      )
      select name from names where name ilike ${`%${part}%`}`)
  ).map(({ name }) => name)

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
/** counted up to 10,000; in order, so that an index is read and not the table */
export const countBoardRows = async (db: Queryable, filter: BoardFilter, now: Date): Promise<number> =>
  (
    await db.one<{ n: number }>(
      sql`select count(*)::int as n from (select 1 from orders.orders o where ${matches(filter, now)} order by o.starts_at, o.id limit 10000) found`,
    )
  ).n
export const findFlaggedOrder = (db: Queryable, id: string, now: Date): Promise<FlaggedOrder | null> =>
  db.maybe<FlaggedOrder>(sql`select ${withFlags(now)} from orders.orders o where o.id = ${id}`)

const within = (from: Date | null, to: Date | null): Sql =>
  sql`${from ? sql`and o.starts_at >= ${from}` : empty} ${to ? sql`and o.starts_at < ${to}` : empty}`

/** Each counted up to 10,000 along its index: the board stays fast when years of orders lie behind it. */
async function countEach<Name extends string>(
  db: Queryable,
  tests: [Name, Sql][],
  range: Sql,
): Promise<Record<string, number>> {
  const counts = tests.map(
    ([name, test]) =>
      sql`select ${name}::text as name, (select count(*)::int from (select 1 from orders.orders o where ${test} ${range} order by o.starts_at, o.id limit 10000) found) as n`,
  )
  const rows = await db.many<{ name: string; n: number }>(counts.reduce((all, each) => sql`${all} union all ${each}`))
  return Object.fromEntries(rows.filter(({ n }) => n > 0).map(({ name, n }) => [name, n]))
}
export const countByState = (db: Queryable, from: Date | null, to: Date | null): Promise<Record<string, number>> =>
  countEach(
    db,
    OrderState.options.map((state) => [state, sql`o.state = ${state}`]),
    within(from, to),
  )
export async function countByFlag(
  db: Queryable,
  from: Date | null,
  to: Date | null,
  now: Date,
): Promise<Record<string, number>> {
  const counts = await countEach(
    db,
    FLAGS.map((flag) => [flag, flagTest(flag, now)]),
    within(from, to),
  )
  return Object.fromEntries(FLAGS.map((flag) => [flag, counts[flag] ?? 0]))
}
