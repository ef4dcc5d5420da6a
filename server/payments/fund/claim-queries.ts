/** SQL on claims and their approvals, and what the fund must know of orders. Call it inside inBooks. */
import type { Claim, ClaimState, FundRule } from '@banyi/contract/payments/fund'
import type { Tx } from '../../core/database.ts'
import { empty, sql, type Sql } from '../../core/sql.ts'
import { lockOrder } from '../collecting/order-queries.ts'
import { lockPayments } from '../collecting/payment-queries.ts'

export interface ClaimRow {
  id: string
  number: string
  version: number
  order_id: string
  order_number: string
  /** whoever paid the order */
  account_id: string
  rules_version: number
  rule_code: string
  /** as it was when the claim was made */
  rule: FundRule
  amount_fen: number
  reason: string
  proofs: Claim['proofs']
  state: ClaimState
  refund_fen: number
  transfer_fen: number
  companion_id: string | null
  recover_fen: number
  recovered_fen: number
  created_by: string
  created_at: Date
  approved_at: Date | null
  pay_before: Date | null
  paid_at: Date | null
}
const claims: Sql = sql`
  select c.id, c.number, c.version, c.order_id, o.number as order_number, o.account_id, c.rules_version, c.rule_code, c.rule, c.amount_fen, c.reason, c.proofs,
    c.state, c.refund_fen, c.transfer_fen, c.companion_id, c.recover_fen, c.recovered_fen, c.created_by, c.created_at, c.approved_at, c.pay_before, c.paid_at
  from payments.claims c join payments.orders o on o.order_id = c.order_id`

export const findClaim = (tx: Tx, id: string): Promise<ClaimRow | null> =>
  tx.maybe<ClaimRow>(sql`${claims} where c.id = ${id}`)

/** Payments, order, claim: everybody who takes several of these locks takes them in this order. */
export async function lockClaim(tx: Tx, { id, order_id: orderId }: ClaimRow): Promise<ClaimRow | null> {
  await lockPayments(tx, orderId)
  await lockOrder(tx, orderId)
  await tx.run(sql`select 1 from payments.claims where id = ${id} for update`)
  return findClaim(tx, id)
}

/** What the family paid for the order (tips apart); a second payment of one order is a mistake and not its price. Null: nothing. */
export const findPaidFen = async (tx: Tx, orderId: string): Promise<number | null> =>
  (
    await tx.one<{ fen: number | null }>(sql`
      select max(amount_fen) as fen from payments.payments where order_id = ${orderId} and purpose = 'order' and state = 'captured'`)
  ).fen

/** The WeChat account that paid. */
export const findPayer = (tx: Tx, orderId: string): Promise<{ account_id: string; openid: string } | null> =>
  tx.maybe(sql`
    select account_id, openid from payments.payments where order_id = ${orderId} and purpose = 'order' and state = 'captured'
    order by paid_at, number limit 1`)

export const findLiveClaim = (tx: Tx, orderId: string, ruleCode: string): Promise<{ number: string } | null> =>
  tx.maybe(sql`
    select number from payments.claims where order_id = ${orderId} and rule_code = ${ruleCode} and state <> 'rejected' limit 1`)

export const nextClaimNumber = async (tx: Tx): Promise<number> =>
  (await tx.one<{ n: number }>(sql`select nextval('payments.claim_number') as n`)).n

export interface NewClaim {
  id: string
  number: string
  orderId: string
  rulesVersion: number
  rule: FundRule
  amountFen: number
  reason: string
  proofs: Claim['proofs']
  companionId: string | null
  createdBy: string
  now: Date
}
export const insertClaim = (tx: Tx, c: NewClaim): Promise<number> =>
  tx.run(sql`
  insert into payments.claims (id, number, order_id, rules_version, rule_code, rule, amount_fen, reason, proofs, state, companion_id, created_by, created_at, changed_at)
  values (${c.id}, ${c.number}, ${c.orderId}, ${c.rulesVersion}, ${c.rule.code}, ${JSON.stringify(c.rule)}, ${c.amountFen}, ${c.reason}, ${JSON.stringify(c.proofs)},
    'proposed', ${c.companionId}, ${c.createdBy}, ${c.now}, ${c.now})`)

/** 0 rows: this person approved before. */
export const insertApproval = (
  tx: Tx,
  a: { claimId: string; operatorId: string; reason: string; now: Date },
): Promise<number> =>
  tx.run(sql`
    insert into payments.approvals (subject_id, operator_id, at, reason) values (${a.claimId}, ${a.operatorId}, ${a.now}, ${a.reason}) on conflict do nothing`)

export interface ApprovalRow {
  subject_id: string
  operator_id: string
  at: Date
  reason: string
}
export const listApprovals = (tx: Tx, claimIds: string[]): Promise<ApprovalRow[]> =>
  tx.many<ApprovalRow>(sql`
    select subject_id, operator_id, at, reason from payments.approvals where subject_id = any(${claimIds}::uuid[]) order by at, operator_id`)

export async function touchClaim(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.run(sql`update payments.claims set version = version + 1, changed_at = ${now} where id = ${id}`)
}

export async function markApproved(
  tx: Tx,
  id: string,
  approval: { payBefore: Date; recoverFen: number; now: Date },
): Promise<void> {
  await tx.run(sql`
    update payments.claims set state = 'approved', version = version + 1, approved_at = ${approval.now}, pay_before = ${approval.payBefore},
      recover_fen = ${approval.recoverFen}, changed_at = ${approval.now} where id = ${id}`)
}

export async function markRejected(tx: Tx, id: string, now: Date): Promise<void> {
  await tx.run(
    sql`update payments.claims set state = 'rejected', version = version + 1, changed_at = ${now} where id = ${id}`,
  )
}

/** Where the parts of a claim are: what goes back by the payment, what is transferred. */
export interface Parts {
  refund_arrived: number
  refund_pending: number
  transfer_arrived: number
  transfer_pending: number
  /** the family must confirm in WeChat */
  awaits_user: boolean
  has_failed_refund: boolean
  has_live_transfer: boolean
}
const partsOf = (claimId: Sql, orderId: Sql): Sql => sql`
  select r.*, t.* from (
    select coalesce(sum(amount_fen) filter (where state = 'refunded'), 0)::bigint as refund_arrived,
      coalesce(sum(amount_fen) filter (where state in ('requested', 'processing', 'abnormal', 'at-our-bank')), 0)::bigint as refund_pending,
      coalesce(bool_or(state = 'failed'), false) as has_failed_refund
    from payments.refunds where order_id = ${orderId} and claim_id = ${claimId}) r,
  (select coalesce(sum(amount_fen) filter (where state = 'paid'), 0)::bigint as transfer_arrived,
      coalesce(sum(amount_fen) filter (where state in ('awaiting-approval', 'sending', 'awaiting-user', 'transferring')), 0)::bigint as transfer_pending,
      coalesce(bool_or(state = 'awaiting-user'), false) as awaits_user,
      coalesce(bool_or(state not in ('failed', 'cancelled', 'rejected', 'reversed')), false) as has_live_transfer
    from payments.transfers where claim_id = ${claimId}) t`
export const findParts = (tx: Tx, claim: Pick<ClaimRow, 'id' | 'order_id'>): Promise<Parts> =>
  tx.one<Parts>(partsOf(sql`${claim.id}::uuid`, sql`${claim.order_id}::uuid`))

export async function moveClaim(
  tx: Tx,
  id: string,
  to: { state: ClaimState; refundFen: number; transferFen: number; paidAt: Date | null },
  now: Date,
): Promise<void> {
  await tx.run(sql`
    update payments.claims set state = ${to.state}, version = version + 1, refund_fen = ${to.refundFen}, transfer_fen = ${to.transferFen},
      paid_at = ${to.paidAt}, changed_at = ${now} where id = ${id}`)
}

/** What the family got: claims whose last fen has arrived. */
export async function noteCompensated(tx: Tx, orderId: string): Promise<void> {
  await tx.run(sql`
    update payments.orders set compensated_fen = (
      select coalesce(sum(amount_fen), 0) from payments.claims where order_id = ${orderId} and state = 'paid') where order_id = ${orderId}`)
}

export interface ClaimSearch {
  state: ClaimState | null
  orderId: string | null
  /** begin of a claim's or an order's number */
  text: string
  after: [createdAt: string, id: string] | null
  limit: number
}
export async function listClaimRows(tx: Tx, search: ClaimSearch): Promise<{ total: number; rows: ClaimRow[] }> {
  const { state, orderId, text, after } = search
  const matches = sql`true
    ${state ? sql`and c.state = ${state}` : empty} ${orderId ? sql`and c.order_id = ${orderId}` : empty}
    ${text ? sql`and (starts_with(upper(c.number), ${text}) or starts_with(upper(o.number), ${text}))` : empty}`
  const { total } = await tx.one<{ total: number }>(sql`
    select count(*)::int as total from payments.claims c join payments.orders o on o.order_id = c.order_id where ${matches}`)
  const rows = await tx.many<ClaimRow>(sql`
    ${claims} where ${matches} ${after ? sql`and (c.created_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : empty}
    order by c.created_at desc, c.id desc limit ${search.limit}`)
  return { total, rows }
}
export const countProposed = async (tx: Tx): Promise<number> =>
  (await tx.one<{ n: number }>(sql`select count(*)::int as n from payments.claims where state = 'proposed'`)).n

/** The family sees a claim from its approval on. */
const seenByFamily = sql`c.state in ('approved', 'paying', 'awaiting-user', 'paid', 'failed')`
export const listClaimsOfAccount = (
  tx: Tx,
  search: { accountId: string; orderId: string | null; after: ClaimSearch['after']; limit: number },
): Promise<ClaimRow[]> =>
  tx.many<ClaimRow>(sql`
    ${claims} where o.account_id = ${search.accountId} and ${seenByFamily} ${search.orderId ? sql`and c.order_id = ${search.orderId}` : empty}
    ${search.after ? sql`and (c.created_at, c.id) < (${search.after[0]}::timestamptz, ${search.after[1]}::uuid)` : empty}
    order by c.created_at desc, c.id desc limit ${search.limit}`)
export const findClaimOfAccount = (tx: Tx, accountId: string, id: string): Promise<ClaimRow | null> =>
  tx.maybe<ClaimRow>(sql`${claims} where c.id = ${id} and o.account_id = ${accountId} and ${seenByFamily}`)

/** What its postings were made for: the claim itself, its refunds, its transfers. */
export const listReferences = async (tx: Tx, claim: ClaimRow): Promise<string[]> =>
  (
    await tx.many<{ number: string }>(sql`
      select number from payments.refunds where order_id = ${claim.order_id} and claim_id = ${claim.id}
      union all select number from payments.transfers where claim_id = ${claim.id} union all select ${claim.number}`)
  ).map(({ number }) => number)

/** Those whose money is on its way. */
export const listMoving = (tx: Tx): Promise<{ id: string }[]> =>
  tx.many(
    sql`select id from payments.claims where state in ('approved', 'paying', 'awaiting-user') order by changed_at limit 500`,
  )

/** Claims whose money a companion still owes: oldest first. Never more than what has arrived at the family. */
export interface Debt {
  id: string
  number: string
  order_id: string
  order_number: string
  rule: FundRule
  recovered_fen: number
  due_fen: number
}
export const listDebts = (tx: Tx, companionId: string): Promise<Debt[]> =>
  tx.many<Debt>(sql`
    select * from (
      select c.id, c.number, c.order_id, o.number as order_number, c.rule, c.recovered_fen, c.created_at,
        least(c.recover_fen, p.refund_arrived + p.transfer_arrived) - c.recovered_fen as due_fen
      from payments.claims c join payments.orders o on o.order_id = c.order_id
      cross join lateral (${partsOf(sql`c.id`, sql`c.order_id`)}) p
      where c.companion_id = ${companionId} and c.recovered_fen < c.recover_fen) debts
    where due_fen > 0 order by created_at, id`)

export async function addRecovered(tx: Tx, id: string, fen: number, now: Date): Promise<void> {
  await tx.run(sql`
    update payments.claims set recovered_fen = recovered_fen + ${fen}, version = version + 1, changed_at = ${now} where id = ${id}`)
}
export async function setRecovery(
  tx: Tx,
  id: string,
  recovery: { companionId: string | null; recoverFen: number; now: Date },
): Promise<void> {
  await tx.run(sql`
    update payments.claims set companion_id = ${recovery.companionId}, recover_fen = ${recovery.recoverFen}, version = version + 1, changed_at = ${recovery.now}
    where id = ${id}`)
}
