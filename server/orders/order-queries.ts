/** The SQL on orders.orders and its timeline. */
import type { AddOn, OrderState, PackageKind, TimelineKind } from '@banyi/contract/orders'
import type { Segment } from '@banyi/contract/companions'
import type { Queryable, Tx } from '../core/database.ts'
import { empty, sql, type Sql } from '../core/sql.ts'
import type { Settlement } from './order-income.ts'
import type { QuoteFacts } from './prices/quote-token.ts'

export interface OrderRow {
  id: string
  number: string
  version: number
  state: OrderState
  account_id: string
  patient_id: string
  patient_sex: 'female' | 'male'
  patient_age_band: string
  hospital_id: string
  hospital_name: string
  hospital_district: string
  department_code: string | null
  package_kind: PackageKind
  segment: Segment
  add_ons: AddOn[]
  starts_at: Date
  ends_at: Date
  meeting_point: string
  need_enc: Buffer | null
  has_authorisation: boolean
  companion_id: string | null
  is_chosen: boolean
  round: number
  accepted_at: Date | null
  quote: QuoteFacts
  /** service_fen - coupon_fen + premium_fen */
  total_fen: number
  service_fen: number
  companion_percent: number
  income_fen: number
  coupon_id: string | null
  coupon_fen: number
  coupon_name: string | null
  funder_code: string | null
  premium_fen: number
  premium_back_fen: number
  insurance_failed_at: Date | null
  /** of service_fen - coupon_fen: what was asked back */
  refund_due_fen: number
  born_by_platform_fen: number
  born_by_companion_fen: number
  given_up_fen: number
  premium_given_up_fen: number
  tip_fen: number
  disputed_at: Date | null
  settle_at: Date | null
  settlement: Settlement | null
  settlement_at: Date | null
  settled_fen: number
  settled_at: Date | null
  refund_failed_at: Date | null
  payment_number: string | null
  visit_code: string
  code_locked_at: Date | null
  reschedules: number
  refund_cap_percent: number
  quote_id: string
  pay_before: Date
  paid_at: Date | null
  finished_at: Date | null
  auto_confirm_at: Date | null
  closed_at: Date | null
  created_at: Date
}

export const findOrder = (db: Queryable, id: string): Promise<OrderRow | null> =>
  db.maybe<OrderRow>(sql`select * from orders.orders where id = ${id}`)
export const findOrderOfAccount = (db: Queryable, id: string, accountId: string): Promise<OrderRow | null> =>
  db.maybe<OrderRow>(sql`select * from orders.orders where id = ${id} and account_id = ${accountId}`)

/** Whoever changes an order stands in line at its row before anything else is locked: no deadlocks, one winner, clear words for the second. */
export const lockOrder = (tx: Tx, id: string): Promise<OrderRow | null> =>
  tx.maybe<OrderRow>(sql`select * from orders.orders where id = ${id} for no key update`)

/** The order and its first timeline entry in one round trip; null when this quote has booked already. */
export async function insertOrder(
  tx: Tx,
  row: Omit<
    OrderRow,
    | 'number'
    | 'version'
    | 'round'
    | 'accepted_at'
    | 'refund_due_fen'
    | 'refund_failed_at'
    | 'payment_number'
    | 'code_locked_at'
    | 'reschedules'
    | 'refund_cap_percent'
    | 'quote_id'
    | 'paid_at'
    | 'finished_at'
    | 'auto_confirm_at'
    | 'closed_at'
    | 'state'
    | 'premium_back_fen'
    | 'insurance_failed_at'
    | 'born_by_platform_fen'
    | 'born_by_companion_fen'
    | 'given_up_fen'
    | 'premium_given_up_fen'
    | 'tip_fen'
    | 'disputed_at'
    | 'settle_at'
    | 'settlement'
    | 'settlement_at'
    | 'settled_fen'
    | 'settled_at'
  > & { day: string; sentence: string },
): Promise<OrderRow | null> {
  return tx.maybe<OrderRow>(sql`
    with added as (
      insert into orders.orders (id, number, state, account_id, patient_id, patient_sex, patient_age_band, hospital_id, hospital_name, hospital_district, department_code,
        package_kind, segment, add_ons, starts_at, ends_at, meeting_point, need_enc, has_authorisation, companion_id, is_chosen, quote, quote_id, total_fen, income_fen, visit_code, pay_before, created_at,
        service_fen, companion_percent, coupon_id, coupon_fen, coupon_name, funder_code, premium_fen)
      values (${row.id}, ${row.day} || to_char(nextval('orders.order_number'), 'FM999999999000000'), 'booked', ${row.account_id}, ${row.patient_id}, ${row.patient_sex}, ${row.patient_age_band},
        ${row.hospital_id}, ${row.hospital_name}, ${row.hospital_district}, ${row.department_code}, ${row.package_kind}, ${row.segment}, ${row.add_ons}, ${row.starts_at}, ${row.ends_at},
        ${row.meeting_point}, ${row.need_enc}, ${row.has_authorisation}, ${row.companion_id}, ${row.is_chosen}, ${JSON.stringify(row.quote)}, ${row.quote.id}, ${row.total_fen}, ${row.income_fen}, ${row.visit_code},
        ${row.pay_before}, ${row.created_at}, ${row.service_fen}, ${row.companion_percent}, ${row.coupon_id}, ${row.coupon_fen}, ${row.coupon_name}, ${row.funder_code}, ${row.premium_fen})
      on conflict (quote_id) do nothing
      returning *
    ), told as (
      insert into orders.timeline (order_id, round, kind, at, sentence, by_whom, actor_id) select id, 1, 'booked', created_at, ${row.sentence}, 'family', account_id from added
    )
    select * from added`)
}

/** Compare and set: null when somebody was first. `changes` are further columns, e.g. sql`companion_id = ${id}`. */
export const changeOrder = (
  tx: Tx,
  order: Pick<OrderRow, 'id' | 'version'>,
  state: OrderState,
  changes: Sql = empty,
): Promise<OrderRow | null> =>
  tx.maybe<OrderRow>(sql`
    update orders.orders set version = version + 1, state = ${state}${changes.text ? sql`, ${changes}` : empty}
    where id = ${order.id} and version = ${order.version} returning *`)

export interface TimelineRow {
  id: number
  order_id: string
  round: number
  kind: TimelineKind
  at: Date
  sentence: string
  by_whom: 'family' | 'companion' | 'operator' | 'system'
  is_not_applicable: boolean
  note_enc: Buffer | null
}
export async function addTimeline(
  tx: Tx,
  entry: {
    order: Pick<OrderRow, 'id' | 'round'>
    kind: TimelineKind
    at: Date
    sentence: string
    byWhom: TimelineRow['by_whom']
    actorId: string | null
    isNotApplicable?: boolean
    noteEnc?: Buffer | null
    placeEnc?: Buffer | null
  },
): Promise<void> {
  await tx.run(sql`
    insert into orders.timeline (order_id, round, kind, at, sentence, by_whom, actor_id, is_not_applicable, note_enc, place_enc)
    values (${entry.order.id}, ${entry.order.round}, ${entry.kind}, ${entry.at}, ${entry.sentence}, ${entry.byWhom}, ${entry.actorId}, ${entry.isNotApplicable ?? false}, ${entry.noteEnc ?? null}, ${entry.placeEnc ?? null})`)
}
export const readTimeline = (db: Queryable, orderId: string): Promise<TimelineRow[]> =>
  db.many<TimelineRow>(
    sql`select id, order_id, round, kind, at, sentence, by_whom, is_not_applicable, note_enc from orders.timeline where order_id = ${orderId} order by id`,
  )

/** keyset page of a family's orders by the start of the visit: what is to come soonest first, what was newest first */
export const listOrdersOfAccount = (
  db: Queryable,
  accountId: string,
  states: OrderState[] | null,
  after: [startsAt: string, id: string] | null,
  limit: number,
  sort: 'soonest' | 'newest',
): Promise<OrderRow[]> => {
  const place = sql`(${after?.[0] ?? null}::timestamptz, ${after?.[1] ?? null}::uuid)`
  const from =
    after === null ? sql`true` : sort === 'soonest' ? sql`(starts_at, id) > ${place}` : sql`(starts_at, id) < ${place}`
  const order = sort === 'soonest' ? sql`starts_at, id` : sql`starts_at desc, id desc`
  return db.many<OrderRow>(sql`
    select * from orders.orders where account_id = ${accountId}
    and (${states}::text[] is null or state = any(${states})) and ${from}
    order by ${order} limit ${limit}`)
}

export const addRefusal = (
  tx: Tx,
  refusal: { orderId: string; companionId: string; kind: string; reason: string; at: Date },
): Promise<number> =>
  tx.run(sql`
    insert into orders.refusals (order_id, companion_id, kind, reason, at) values (${refusal.orderId}, ${refusal.companionId}, ${refusal.kind}, ${refusal.reason}, ${refusal.at})
    on conflict (order_id, companion_id) do update set kind = excluded.kind, reason = excluded.reason, at = excluded.at`)

export const countCodeTries = async (db: Queryable, orderId: string): Promise<number> =>
  (await db.one<{ n: number }>(sql`select count(*)::int as n from orders.code_tries where order_id = ${orderId}`)).n
