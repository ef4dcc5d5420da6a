/** SQL on insurance.policies and insurance.bindings. */
import type { InsuranceOffer, PolicyState } from '@banyi/contract/insurance'
import type { PackageKind } from '@banyi/contract/orders'
import type { Queryable, Tx } from '../core/database.ts'
import { empty, sql, type Sql } from '../core/sql.ts'

export interface PolicyRow {
  id: string
  order_id: string
  order_number: string
  offer_id: string
  account_id: string
  patient_id: string
  package_kind: PackageKind
  plan_code: string
  plan_name: string
  insurer_name: string
  premium_fen: number
  covers: InsuranceOffer['covers']
  terms_url: string
  state: PolicyState
  is_paid: boolean
  is_wanted: boolean
  ends_as: 'cancelled' | 'bind-failed'
  period: number
  starts_at: Date
  ends_at: Date
  moved_at: Date | null
  was_bound: boolean
  bound_at: Date | null
  end_told: boolean
  policy_number: string | null
  policy_url: string | null
  words: string
  last_error: string | null
  created_at: Date
}
export interface BindingRow {
  number: string
  policy_id: string
  period: number
  starts_at: Date
  ends_at: Date
  person_sealed: Buffer | null
  state: 'asked' | 'bound' | 'refused' | 'cancelled' | 'begun'
  policy_number: string | null
  policy_url: string | null
  words: string
}

/** 0: this order or this offer has a policy already */
export const insertPolicy = (
  tx: Tx,
  row: Pick<PolicyRow, 'id' | 'order_id' | 'order_number' | 'account_id' | 'patient_id' | 'starts_at' | 'ends_at'> & {
    offer_id: string
  },
): Promise<number> =>
  tx.run(sql`
    insert into insurance.policies (id, order_id, order_number, offer_id, account_id, patient_id, package_kind, plan_code, plan_name, insurer_name, premium_fen, covers, terms_url,
      state, starts_at, ends_at, created_at, changed_at)
    select ${row.id}, ${row.order_id}, ${row.order_number}, id, account_id, patient_id, package_kind, plan_code, plan_name, insurer_name, premium_fen, covers, terms_url,
      'chosen', ${row.starts_at}, ${row.ends_at}, created_at, created_at
    from insurance.offers
    where id = ${row.offer_id} and account_id = ${row.account_id} and patient_id = ${row.patient_id} and starts_at = ${row.starts_at}
    on conflict do nothing`)

/** Whoever changes a policy stands in line at its row. */
export const lockPolicy = (tx: Tx, id: string): Promise<PolicyRow | null> =>
  tx.maybe<PolicyRow>(sql`select * from insurance.policies where id = ${id} for no key update`)
export const lockPolicyOfOrder = (tx: Tx, orderId: string): Promise<PolicyRow | null> =>
  tx.maybe<PolicyRow>(sql`select * from insurance.policies where order_id = ${orderId} for no key update`)
export const findPolicy = (db: Queryable, id: string): Promise<PolicyRow | null> =>
  db.maybe<PolicyRow>(sql`select * from insurance.policies where id = ${id}`)
export const findPolicyOfOrder = (db: Queryable, orderId: string, accountId: string): Promise<PolicyRow | null> =>
  db.maybe<PolicyRow>(sql`select * from insurance.policies where order_id = ${orderId} and account_id = ${accountId}`)
export const listPoliciesOfOrders = (db: Queryable, orderIds: string[]): Promise<PolicyRow[]> =>
  db.many<PolicyRow>(sql`select * from insurance.policies where order_id = any(${orderIds}::uuid[])`)

/** Under its lock: the new row. */
export const changePolicy = (tx: Tx, id: string, changes: Sql, now: Date): Promise<PolicyRow> =>
  tx.one<PolicyRow>(sql`update insurance.policies set changed_at = ${now}, ${changes} where id = ${id} returning *`)

export const listBindings = (db: Queryable, policyId: string): Promise<BindingRow[]> =>
  db.many<BindingRow>(sql`select * from insurance.bindings where policy_id = ${policyId} order by period`)
export const findBinding = (db: Queryable, number: string): Promise<BindingRow | null> =>
  db.maybe<BindingRow>(sql`select * from insurance.bindings where number = ${number}`)

export async function insertBinding(
  tx: Tx,
  row: Pick<BindingRow, 'number' | 'policy_id' | 'period' | 'starts_at' | 'ends_at' | 'person_sealed'>,
  now: Date,
): Promise<void> {
  await tx.run(sql`
    insert into insurance.bindings (number, policy_id, period, starts_at, ends_at, person_sealed, state, created_at, changed_at)
    values (${row.number}, ${row.policy_id}, ${row.period}, ${row.starts_at}, ${row.ends_at}, ${row.person_sealed}, 'asked', ${now}, ${now})`)
}

/** Compare and set. What never came into force needs no copy of the person any more. */
export const moveBinding = (
  tx: Tx,
  number: string,
  from: BindingRow['state'][],
  to: BindingRow['state'],
  fact: { policyNumber: string | null; policyUrl: string | null; words: string },
  now: Date,
): Promise<number> =>
  tx.run(sql`
    update insurance.bindings set state = ${to}, policy_number = coalesce(${fact.policyNumber}, policy_number), policy_url = coalesce(${fact.policyUrl}, policy_url),
      words = ${fact.words}, changed_at = ${now}, person_sealed = case when ${to === 'refused' || to === 'cancelled'} then null else person_sealed end
    where number = ${number} and state = any(${from})`)

export interface PolicyFilter {
  state: PolicyState | null
  /** begins an order number or a policy number */
  query: string | null
}
const fits = ({ state, query }: PolicyFilter): Sql => sql`
  (${state}::text is null or state = ${state}) and
  (${query}::text is null or starts_with(order_number, ${query}) or starts_with(policy_number, ${query}))`

export const listPolicyRows = (
  db: Queryable,
  filter: PolicyFilter,
  after: [at: string, id: string] | null,
  limit: number,
): Promise<PolicyRow[]> =>
  db.many<PolicyRow>(sql`
    select * from insurance.policies where ${fits(filter)}
    ${after ? sql`and (created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
    order by created_at desc, id desc limit ${limit}`)
export const countPolicyRows = async (db: Queryable, filter: PolicyFilter): Promise<number> =>
  (await db.one<{ n: number }>(sql`select count(*)::int as n from insurance.policies where ${fits(filter)}`)).n
