/** SQL on insurance.claims and insurance.callbacks. */
import type { InsuranceClaim } from '@banyi/contract/insurance'
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'

export type ClaimState = InsuranceClaim['state']
export interface ClaimRow {
  id: string
  number: string
  policy_id: string
  binding_number: string
  insurer_number: string | null
  day: string
  what_sealed: Buffer
  state: ClaimState
  amount_fen: number | null
  words_sealed: Buffer | null
  reported_at: Date
}
/** the insurer may still say something */
export const OPEN_CLAIM: ClaimState[] = ['reporting', 'reported', 'more-needed', 'approved']

export const listClaimsOf = (db: Queryable, policyIds: string[]): Promise<ClaimRow[]> =>
  db.many<ClaimRow>(
    sql`select * from insurance.claims where policy_id = any(${policyIds}::uuid[]) order by reported_at, number`,
  )
export const findClaim = (db: Queryable, id: string): Promise<ClaimRow | null> =>
  db.maybe<ClaimRow>(sql`select * from insurance.claims where id = ${id}`)
export const findClaimByNumber = (db: Queryable, number: string): Promise<ClaimRow | null> =>
  db.maybe<ClaimRow>(sql`select * from insurance.claims where number = ${number}`)

export async function insertClaim(
  tx: Tx,
  row: Pick<ClaimRow, 'id' | 'number' | 'policy_id' | 'binding_number' | 'day' | 'what_sealed'>,
  now: Date,
): Promise<void> {
  await tx.run(sql`
    insert into insurance.claims (id, number, policy_id, binding_number, day, what_sealed, state, reported_at, changed_at)
    values (${row.id}, ${row.number}, ${row.policy_id}, ${row.binding_number}, ${row.day}, ${row.what_sealed}, 'reporting', ${now}, ${now})`)
}

/** Compare and set: a late or doubled word of the insurer finds the claim further on and changes nothing. */
export const moveClaim = (
  tx: Tx,
  id: string,
  from: ClaimState[],
  fact: { state: ClaimState; insurerNumber: string | null; amountFen: number | null; wordsSealed: Buffer | null },
  now: Date,
): Promise<number> =>
  tx.run(sql`
    update insurance.claims set state = ${fact.state}, insurer_number = coalesce(${fact.insurerNumber}, insurer_number), amount_fen = coalesce(${fact.amountFen}, amount_fen),
      words_sealed = ${fact.wordsSealed}, last_error = null, changed_at = ${now}, paid_at = case when ${fact.state === 'paid'} then ${now}::timestamptz else paid_at end
    where id = ${id} and state = any(${from})`)

export const noteClaimError = (db: Queryable, id: string, error: string, now: Date): Promise<number> =>
  db.run(sql`update insurance.claims set last_error = ${error}, changed_at = ${now} where id = ${id}`)

/** false: it was carried out before */
export const rememberCallback = async (
  tx: Tx,
  callback: { id: string; kind: string; number: string },
  now: Date,
): Promise<boolean> =>
  (await tx.run(sql`
    insert into insurance.callbacks (id, kind, number, received_at) values (${callback.id}, ${callback.kind}, ${callback.number}, ${now})
    on conflict do nothing`)) === 1

/** policies that came into force, claims that were reported and what was paid on claims, from `from` to before `to` */
export const countAll = (
  db: Queryable,
  from: Date,
  to: Date,
): Promise<{ policies: number; claims: number; claims_paid_fen: number }> =>
  db.one(sql`
    select (select count(*)::int from insurance.policies where bound_at >= ${from} and bound_at < ${to}) as policies,
      (select count(*)::int from insurance.claims where reported_at >= ${from} and reported_at < ${to}) as claims,
      (select coalesce(sum(amount_fen), 0)::bigint from insurance.claims where paid_at >= ${from} and paid_at < ${to}) as claims_paid_fen`)
