/** The ledger: the only writer of postings and entries. Debit is positive; what the database keeps true is in the migrations. */
import type { AccountKind } from '@banyi/contract/payments/finance'
import { randomUUID } from 'node:crypto'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { System } from '../../system.ts'

/** All SQL of this module runs in here: banyi_app has no rights on the books. */
export const inBooks = <T>(system: Pick<System, 'db'>, work: (tx: Tx) => Promise<T>): Promise<T> =>
  system.db.tx(work, 'banyi_payments')

/** money at WeChat Pay */
export const PROVIDER = 'provider'
/** what went between our own bank and the provider, the insurer, the channels */
export const BANK = 'bank'
export const COMMISSION = 'commission'
/** the insurer's, until it is paid to the insurer by bank */
export const PREMIUM = 'premium'
export const FUND = 'fund'
/** what the provider took for its work; known from its bill */
export const FEE = 'fee'
/** differences until somebody finds out */
export const SUSPENSE = 'suspense'
export const heldOf = (orderId: string): string => `held:${orderId}`
export const refundingOf = (orderId: string): string => `refunding:${orderId}`
export const earningsOf = (payeeId: string): string => `earnings:${payeeId}`
export const transitOf = (transferId: string): string => `transit:${transferId}`
export const couponOf = (funderCode: string): string => `coupon:${funderCode}`

/** 'held:<order>' -> its kind and whose it is */
export function partsOf(account: string): { kind: AccountKind; owner: string | null } {
  const at = account.indexOf(':')
  return at < 0
    ? { kind: account as AccountKind, owner: null }
    : { kind: account.slice(0, at) as AccountKind, owner: account.slice(at + 1) }
}

export interface Entry {
  account: string
  amountFen: number
}
export interface Posting {
  /** makes it happen once */
  key: string
  orderId: string | null
  /** one of posting-words.ts */
  kind: string
  /** for the operator who reads the order's money */
  sentence: string
  /** number of the payment, refund, transfer, bill day, proposal or claim that it was made for */
  reference: string
  at: Date
  entries: Entry[]
}

/**
 * The id of the new posting; null when this key was posted before (nothing is written). Entries of zero are left out, two
 * on one account become one. Takes the locks on the accounts until the commit: call it last.
 * Throws (23514) when more would leave an account than is there.
 */
export async function post(tx: Tx, posting: Posting): Promise<string | null> {
  const sums = new Map<string, number>()
  for (const { account, amountFen } of posting.entries) sums.set(account, (sums.get(account) ?? 0) + amountFen)
  const entries = [...sums].filter(([, amountFen]) => amountFen !== 0)
  const accounts = entries.map(([account]) => account)
  const parts = accounts.map(partsOf)
  const id = randomUUID()
  const added = await tx.run(sql`
    insert into payments.postings (id, key, order_id, kind, sentence, at, reference)
    values (${id}, ${posting.key}, ${posting.orderId}, ${posting.kind}, ${posting.sentence}, ${posting.at}, ${posting.reference}) on conflict (key) do nothing`)
  if (added === 0) return null
  await tx.run(sql`
    insert into payments.accounts (code, kind, owner)
    select * from unnest(${accounts}::text[], ${parts.map(({ kind }) => kind)}::text[], ${parts.map(({ owner }) => owner)}::text[]) on conflict do nothing`)
  await tx.run(sql`
    insert into payments.entries (posting_id, account, amount_fen)
    select ${id}, account, amount_fen from unnest(${accounts}::text[], ${entries.map(([, fen]) => fen)}::bigint[]) as e (account, amount_fen)`)
  return id
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
