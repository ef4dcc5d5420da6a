/** The ledger: the only writer of postings and entries. Debit is positive; what the database keeps true is in the migration. */
import { randomUUID } from 'node:crypto'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'

/** All SQL of this module runs in here: banyi_app has no rights on the books. */
export const inBooks = <T>(system: System, work: (tx: Tx) => Promise<T>): Promise<T> =>
  system.db.tx(work, 'banyi_payments')

export const PROVIDER = 'provider'
export const INCOME = 'income'
export const heldOf = (orderId: string): string => `held:${orderId}`
export const refundingOf = (orderId: string): string => `refunding:${orderId}`

const isShared = (account: string): boolean => !account.includes(':')

export type PostingKind = 'captured' | 'refund-requested' | 'refund-settled' | 'refund-failed' | 'released'
export interface Posting {
  /** makes it happen once */
  key: string
  orderId: string
  kind: PostingKind
  /** for the operator who reads the order's money */
  sentence: string
  at: Date
  entries: { account: string; amountFen: number }[]
}

/** False when this key was posted before. Entries of zero are left out. */
export async function post(tx: Tx, posting: Posting): Promise<boolean> {
  const entries = posting.entries.filter(({ amountFen }) => amountFen !== 0)
  const accounts = entries.map(({ account }) => account)
  const kinds = accounts.map((account) => account.split(':')[0])
  const orderIds = accounts.map((account) => account.split(':')[1] ?? null)
  await tx.run(sql`
    insert into payments.accounts (code, kind, order_id)
    select * from unnest(${accounts}::text[], ${kinds}::text[], ${orderIds}::uuid[]) on conflict do nothing`)
  const id = randomUUID()
  const added = await tx.run(sql`
    insert into payments.postings (id, key, order_id, kind, sentence, at)
    values (${id}, ${posting.key}, ${posting.orderId}, ${posting.kind}, ${posting.sentence}, ${posting.at}) on conflict (key) do nothing`)
  if (added === 0) return false
  // the account shared by all orders comes last, so that the lock on it is held for the shortest time
  const order = entries.toSorted((a, b) => Number(isShared(a.account)) - Number(isShared(b.account)))
  await tx.run(sql`
    insert into payments.entries (posting_id, account, amount_fen)
    select ${id}, account, amount_fen from unnest(${order.map(({ account }) => account)}::text[], ${order.map(({ amountFen }) => amountFen)}::bigint[]) as e (account, amount_fen)`)
  return true
}

/** Debit positive; 0 for an account that does not exist yet. */
export async function balanceOf(tx: Tx, account: string): Promise<number> {
  const row = await tx.maybe<{ balance_fen: number }>(
    sql`select balance_fen from payments.accounts where code = ${account}`,
  )
  return row?.balance_fen ?? 0
}

export const isPosted = async (tx: Tx, key: string): Promise<boolean> =>
  (await tx.maybe(sql`select 1 from payments.postings where key = ${key}`)) !== null

/**
 * Taking `amountFen` from what an order brought: first from what is held, the rest (a visit that was confirmed already)
 * from income.
 */
export async function takeFromOrder(
  tx: Tx,
  orderId: string,
  amountFen: number,
): Promise<{ account: string; amountFen: number }[]> {
  const held = -(await balanceOf(tx, heldOf(orderId)))
  const fromHeld = Math.min(held, amountFen)
  return [
    { account: heldOf(orderId), amountFen: fromHeld },
    { account: INCOME, amountFen: amountFen - fromHeld },
  ]
}
