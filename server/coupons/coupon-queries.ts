/** The only SQL on schema "coupons". */
import type { CouponInput } from '@banyi/contract/coupons'
import type { Queryable, Tx } from '../core/database.ts'
import { empty, sql, type Sql } from '../core/sql.ts'

export interface RuleColumns {
  name: string
  funder_code: string
  funder_name: string
  off_fen: number
  off_percent: number
  max_off_fen: number
  min_price_fen: number
  valid_from: Date
  valid_to: Date
}
export interface KindRow extends RuleColumns {
  id: string
  version: number
  code: string
  total_count: number
  per_account: number
  taken_count: number
  used_count: number
  used_fen: number
  ended_at: Date | null
  created_at: Date
}
export type LiveState = 'reserved' | 'used'
export interface CouponRow extends RuleColumns {
  id: string
  kind_id: string
  taken_at: Date
  /** null: nothing holds it */
  live_state: LiveState | null
}

const rule: Sql = sql`k.name, k.funder_code, f.name as funder_name, k.off_fen, k.off_percent, k.max_off_fen, k.min_price_fen, k.valid_from, k.valid_to`
const kinds: Sql = sql`
  select k.id, k.version, k.code, ${rule}, k.total_count, k.per_account, k.taken_count, k.ended_at, k.created_at, u.used_count, u.used_fen
  from coupons.kinds k join coupons.funders f on f.code = k.funder_code
  cross join lateral (
    select count(*)::int as used_count, coalesce(sum(off_fen), 0)::bigint as used_fen from coupons.uses where kind_id = k.id and state = 'used') u`
const taken: Sql = sql`
  select t.id, t.kind_id, t.taken_at, ${rule}, u.state as live_state
  from coupons.taken t join coupons.kinds k on k.id = t.kind_id join coupons.funders f on f.code = k.funder_code
  left join coupons.uses u on u.coupon_id = t.id and u.state in ('reserved', 'used')`

export const findKind = (db: Queryable, id: string): Promise<KindRow | null> =>
  db.maybe<KindRow>(sql`${kinds} where k.id = ${id}`)
export const findKindByCode = (db: Queryable, code: string): Promise<KindRow | null> =>
  db.maybe<KindRow>(sql`${kinds} where k.code = ${code}`)

export type Position = [at: string, id: string] | null
export const listKinds = (db: Queryable, text: string, after: Position, limit: number): Promise<KindRow[]> =>
  db.many<KindRow>(sql`
    ${kinds} where (${text} = '' or strpos(lower(k.code || ' ' || k.name || ' ' || f.name || ' ' || f.code), lower(${text})) > 0)
    ${after ? sql`and (k.created_at, k.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
    order by k.created_at desc, k.id desc limit ${limit}`)

export const listFunderRows = (db: Queryable): Promise<{ code: string; name: string }[]> =>
  db.many(sql`select code, name from coupons.funders order by code = 'platform' desc, code`)

/** The name that the code has: the given one when the code is new. */
export async function addFunder(tx: Tx, code: string, name: string): Promise<string> {
  await tx.run(sql`insert into coupons.funders (code, name) values (${code}, ${name}) on conflict do nothing`)
  return (await tx.one<{ name: string }>(sql`select name from coupons.funders where code = ${code}`)).name
}

/** 0 rows: the code is taken. */
export const insertKind = (
  tx: Tx,
  id: string,
  { code, ...k }: CouponInput,
  operatorId: string,
  now: Date,
): Promise<number> =>
  tx.run(sql`
    insert into coupons.kinds (id, code, name, funder_code, off_fen, off_percent, max_off_fen, min_price_fen, valid_from, valid_to, total_count,
      per_account, created_by, created_at)
    values (${id}, ${code}, ${k.name}, ${k.funderCode}, ${k.offFen}, ${k.offPercent}, ${k.maxOffFen}, ${k.minPriceFen}, ${k.validFrom}, ${k.validTo},
      ${k.totalCount}, ${k.perAccount}, ${operatorId}, ${now})
    on conflict (code) do nothing`)

export const endKind = (tx: Tx, id: string, seen: number, now: Date): Promise<number> =>
  tx.run(sql`
    update coupons.kinds set version = version + 1, ended_at = ${now} where id = ${id} and version = ${seen} and ended_at is null`)

/** Throws 23514 (all_taken, all_of_account_taken) at a limit; 0 rows: ended meanwhile. */
export const insertTaken = (tx: Tx, id: string, kindId: string, accountId: string, now: Date): Promise<number> =>
  tx.run(sql`
    insert into coupons.taken (id, kind_id, account_id, taken_at)
    select ${id}, id, ${accountId}, ${now} from coupons.kinds where id = ${kindId} and ended_at is null`)

export const findCoupon = (db: Queryable, accountId: string, id: string): Promise<CouponRow | null> =>
  db.maybe<CouponRow>(sql`${taken} where t.id = ${id} and t.account_id = ${accountId}`)

export const listCoupons = (db: Queryable, accountId: string, after: Position, limit: number): Promise<CouponRow[]> =>
  db.many<CouponRow>(sql`
    ${taken} where t.account_id = ${accountId} ${after ? sql`and (t.taken_at, t.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
    order by t.taken_at desc, t.id desc limit ${limit}`)

/** 0 rows: it is not this account's, or another booking holds it (also one of this moment: waits for its commit). */
export const insertUse = (
  tx: Tx,
  use: { couponId: string; accountId: string; orderId: string; offFen: number; now: Date },
): Promise<number> =>
  tx.run(sql`
    insert into coupons.uses (order_id, coupon_id, kind_id, off_fen, state, reserved_at, changed_at)
    select ${use.orderId}, id, kind_id, ${use.offFen}, 'reserved', ${use.now}, ${use.now} from coupons.taken where id = ${use.couponId} and account_id = ${use.accountId}
    on conflict do nothing`)

export const moveUse = (
  tx: Tx,
  orderId: string,
  from: LiveState[],
  to: 'used' | 'returned',
  now: Date,
): Promise<{ coupon_id: string } | null> =>
  tx.maybe(sql`
    update coupons.uses set state = ${to}, changed_at = ${now} where order_id = ${orderId} and state = any(${from}) returning coupon_id`)

export const findRule = (tx: Tx, couponId: string): Promise<CouponRow> =>
  tx.one<CouponRow>(sql`${taken} where t.id = ${couponId}`)
