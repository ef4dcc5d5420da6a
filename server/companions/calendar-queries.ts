/** When companions work and when they are taken. One visit is a `VisitTime` (its day and minutes of the week) and a span of instants. */
import type { Segment } from '@banyi/contract/companions'
import type { Sex } from '@banyi/contract/common'
import type { Queryable, Tx } from '../core/database.ts'
import { empty, sql, type Sql } from '../core/sql.ts'
import { companionColumns, type CompanionRow, type CompanionStatus } from './companion-queries.ts'
import { dayKindOf } from './holidays.ts'
import { toMultirange, toRange, TRAVEL_MINUTES, type Span, type VisitTime } from './working-time.ts'

export interface Visit {
  time: VisitTime
  startsAt: Date
  endsAt: Date
}

/** Working at that time: weekly hours (none on a holiday, unless she works then), and extra hours, without leave. Wants `c` and `x`. */
const isWorking = ({ day, minutes }: VisitTime): Sql => sql`
  (case when ${dayKindOf(day).isHoliday} and not c.works_on_holidays then '{}'::int4multirange else c.working_week end
    + coalesce(x.extra, '{}') - coalesce(x.off, '{}')) @> ${toRange(minutes)}::int4range`
const exceptionsOf = (day: string, whose: Sql): Sql => sql`
  select e.companion_id, range_agg(e.minutes) filter (where e.kind = 'extra') as extra, range_agg(e.minutes) filter (where e.kind = 'off') as off
  from companions.exceptions e where e.day = ${day} ${whose} group by e.companion_id`

/** the visit and the way before and after it */
const withTravel = ({ startsAt, endsAt }: Visit): Sql =>
  sql`tstzrange(${startsAt}::timestamptz - ${TRAVEL_MINUTES} * interval '1 minute', ${endsAt}::timestamptz + ${TRAVEL_MINUTES} * interval '1 minute')`

export interface AvailabilitySearch {
  visit: Visit
  segment: Segment
  district: string | null
  sex: Sex | null
  language: string | null
  /** far (0: works in the district), visits, id of the last row seen */
  after: [far: number, visits: number, id: string] | null
  limit: number
}
export interface AvailableRow extends CompanionRow {
  far: number
}
/**
 * One query, however many companions: those who work then and are not taken, the district's own first, then the experienced.
 * `not in`, so that who is taken is read once and hashed: for `not exists` PostgreSQL expects five candidates, finds
 * thousands, and probes the index for each (96 ms instead of 25 for 5,000 companions and 200,000 reservations).
 */
export const listAvailableRows = (db: Queryable, search: AvailabilitySearch): Promise<AvailableRow[]> => {
  const { visit, district, after } = search
  const far = district ? sql`case when c.districts @> ${[district]}::text[] then 0 else 1 end` : sql`0`
  return db.many<AvailableRow>(sql`
    select * from (
      select ${companionColumns}, ${far} as far
      from companions.companions c
      left join (${exceptionsOf(visit.time.day, empty)}) x on x.companion_id = c.id
      where c.status = 'active' and c.segments @> ${[search.segment]}::text[]
        ${search.sex ? sql`and c.sex = ${search.sex}` : empty}
        ${search.language ? sql`and c.languages @> ${[search.language]}::text[]` : empty}
        and ${isWorking(visit.time)}
        and c.id not in (select r.companion_id from companions.reservations r where r.during && ${withTravel(visit)})
    ) free
    ${after ? sql`where (far, -finished_visits, id) > (${after[0]}::int, -${after[1]}::int, ${after[2]}::uuid)` : empty}
    order by far, -finished_visits, id limit ${search.limit}`)
}

/** `orderId`: a reservation of this order does not count against it. */
export async function isFreeRow(
  db: Queryable,
  companionId: string,
  visit: Visit,
  orderId: string | null,
): Promise<boolean> {
  const row = await db.maybe(sql`
    select 1 from companions.companions c
    left join (${exceptionsOf(visit.time.day, sql`and e.companion_id = ${companionId}`)}) x on true
    where c.id = ${companionId} and c.status = 'active' and ${isWorking(visit.time)}
      and not exists (select 1 from companions.reservations r
        where r.companion_id = c.id and r.order_id is distinct from ${orderId}::uuid and r.during && ${withTravel(visit)})`)
  return row !== null
}

/**
 * All that changes a companion's calendar stands in line at her row. Without it two inserts under the exclusion
 * constraint would wait for each other and PostgreSQL would end one only after a second (deadlock_timeout).
 */
export const lockCompanion = (tx: Tx, id: string): Promise<{ name: string; status: CompanionStatus } | null> =>
  tx.maybe(sql`select name, status from companions.companions where id = ${id} for no key update`)

/** 1, or 0 when she does not work then or is taken; the transaction stays usable. */
export const insertReservation = (
  tx: Tx,
  r: { companionId: string; orderId: string; visit: Visit; anyHour: boolean; now: Date },
): Promise<number> =>
  tx.run(sql`
    insert into companions.reservations (order_id, companion_id, starts_at, ends_at, during, created_at)
    select ${r.orderId}, c.id, ${r.visit.startsAt}, ${r.visit.endsAt}, ${withTravel(r.visit)}, ${r.now}
    from companions.companions c
    left join (${exceptionsOf(r.visit.time.day, sql`and e.companion_id = ${r.companionId}`)}) x on true
    where c.id = ${r.companionId} ${r.anyHour ? empty : sql`and ${isWorking(r.visit.time)}`}
    on conflict do nothing`)
export const deleteReservation = (tx: Tx, orderId: string): Promise<number> =>
  tx.run(sql`delete from companions.reservations where order_id = ${orderId}`)

/** The order's companion has one finished visit more; once per order. */
export const countVisit = (db: Queryable, orderId: string, now: Date): Promise<number> =>
  db.run(sql`
    with counted as (
      update companions.reservations set counted_at = ${now} where order_id = ${orderId} and counted_at is null returning companion_id
    )
    update companions.companions c set finished_visits = finished_visits + 1 from counted where c.id = counted.companion_id`)

export interface ExceptionRow {
  id: string
  day: string
  kind: 'off' | 'extra'
  /** range as text, minutes of the week */
  minutes: string
  note: string
}
export interface ReservationRow {
  order_id: string
  starts_at: Date
  ends_at: Date
}
export const listExceptions = (db: Queryable, companionId: string, from: string, to: string): Promise<ExceptionRow[]> =>
  db.many(sql`
    select id, day, kind, minutes, note from companions.exceptions
    where companion_id = ${companionId} and day between ${from} and ${to} order by day, minutes, id`)
export const listReservations = (db: Queryable, companionId: string, from: Date, to: Date): Promise<ReservationRow[]> =>
  db.many(sql`
    select order_id, starts_at, ends_at from companions.reservations
    where companion_id = ${companionId} and during && tstzrange(${from}, ${to}) order by starts_at`)

export const saveWeek = (
  tx: Tx,
  accountId: string,
  week: Span[],
  worksOnHolidays: boolean,
  now: Date,
): Promise<number> =>
  tx.run(sql`
    update companions.companions set working_week = ${toMultirange(week)}::int4multirange, works_on_holidays = ${worksOnHolidays}, updated_at = ${now}
    where account_id = ${accountId} and status <> 'left'`)
export async function saveException(
  tx: Tx,
  e: { id: string; companionId: string; day: string; kind: 'off' | 'extra'; minutes: Span; note: string; now: Date },
): Promise<ExceptionRow> {
  await tx.run(sql`
    insert into companions.exceptions (id, companion_id, day, kind, minutes, note, created_at)
    values (${e.id}, ${e.companionId}, ${e.day}, ${e.kind}, ${toRange(e.minutes)}::int4range, ${e.note}, ${e.now}) on conflict do nothing`)
  return tx.one<ExceptionRow>(sql`
    select id, day, kind, minutes, note from companions.exceptions
    where companion_id = ${e.companionId} and day = ${e.day} and kind = ${e.kind} and minutes = ${toRange(e.minutes)}::int4range`)
}
export const countExceptions = async (tx: Tx, companionId: string, from: string): Promise<number> =>
  (
    await tx.one<{ n: number }>(
      sql`select count(*)::int as n from companions.exceptions where companion_id = ${companionId} and day >= ${from}`,
    )
  ).n
export const deleteException = (tx: Tx, companionId: string, id: string): Promise<number> =>
  tx.run(sql`delete from companions.exceptions where companion_id = ${companionId} and id = ${id}`)
