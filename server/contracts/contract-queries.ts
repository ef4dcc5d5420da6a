/** The only SQL on the schema contracts. */
import type { ContractState } from '@banyi/contract/contracts'
import type { z } from 'zod'
import type { Queryable, Tx } from '../core/database.ts'
import { empty, sql } from '../core/sql.ts'
import type { ContractTerms } from './terms.ts'

export interface ContractRow {
  id: string
  number: string
  order_id: string
  revision: number
  template_version: number
  state: z.output<typeof ContractState>
  inputs: ContractTerms
  hash: string
  verify_code: string
  family_account_id: string
  companion_id: string | null
  companion_account_id: string | null
  why: string
  created_at: Date
  completed_at: Date | null
  pdf_hash: string | null
  seal: Buffer | null
}
export interface AcceptanceRow {
  contract_id: string
  side: 'family' | 'companion'
  account_id: string
  name: string
  at: Date
  device: string
  ip_masked: string
  hash: string
  carried_from: number | null
}
const columns = sql`id, number, order_id, revision, template_version, state, inputs, hash, verify_code, family_account_id, companion_id, companion_account_id,
  why, created_at, completed_at, pdf_hash, seal`

/** Everything that changes an order's contract takes this lock first. */
export const lockContract = (tx: Tx, orderId: string): Promise<ContractRow | null> =>
  tx.maybe(
    sql`select ${columns} from contracts.contracts where order_id = ${orderId} and state in ('open', 'complete') for update`,
  )
export const findContract = (db: Queryable, id: string): Promise<ContractRow | null> =>
  db.maybe(sql`select ${columns} from contracts.contracts where id = ${id}`)
export const listContracts = (db: Queryable, orderId: string): Promise<ContractRow[]> =>
  db.many(sql`select ${columns} from contracts.contracts where order_id = ${orderId} order by revision desc`)
export const findByCode = (db: Queryable, code: string): Promise<ContractRow | null> =>
  db.maybe(sql`select ${columns} from contracts.contracts where verify_code = ${code}`)
export const findByPdfHash = (db: Queryable, hash: string): Promise<ContractRow | null> =>
  db.maybe(sql`select ${columns} from contracts.contracts where pdf_hash = ${hash}`)
/** The newest that this account is a party of: a companion who gave the order back keeps what she had agreed to, and nothing newer. */
export const findOfParty = (db: Queryable, orderId: string, accountId: string): Promise<ContractRow | null> =>
  db.maybe(sql`
    select ${columns} from contracts.contracts
    where order_id = ${orderId} and (family_account_id = ${accountId} or companion_account_id = ${accountId})
    order by revision desc limit 1`)
export const findNewest = (db: Queryable, orderId: string): Promise<ContractRow | null> =>
  db.maybe(sql`select ${columns} from contracts.contracts where order_id = ${orderId} order by revision desc limit 1`)
export const readPdf = (db: Queryable, id: string): Promise<{ pdf_enc: Buffer | null } | null> =>
  db.maybe(sql`select pdf_enc from contracts.contracts where id = ${id}`)

export const insertContract = (
  tx: Tx,
  c: Pick<
    ContractRow,
    | 'id'
    | 'number'
    | 'order_id'
    | 'revision'
    | 'template_version'
    | 'inputs'
    | 'hash'
    | 'verify_code'
    | 'family_account_id'
    | 'why'
  >,
  now: Date,
): Promise<ContractRow> =>
  tx.one(sql`
    insert into contracts.contracts (id, number, order_id, revision, template_version, state, inputs, hash, verify_code, family_account_id, why, created_at)
    values (${c.id}, ${c.number}, ${c.order_id}, ${c.revision}, ${c.template_version}, 'open', ${JSON.stringify(c.inputs)}, ${c.hash}, ${c.verify_code}, ${c.family_account_id}, ${c.why}, ${now})
    returning ${columns}`)

export const endContract = (tx: Tx, id: string, state: 'replaced' | 'void', now: Date): Promise<number> =>
  tx.run(sql`update contracts.contracts set state = ${state}, ended_at = ${now} where id = ${id}`)
export const completeContract = (
  tx: Tx,
  id: string,
  companion: { companionId: string; accountId: string; terms: ContractTerms; hash: string },
  now: Date,
): Promise<ContractRow> =>
  tx.one(sql`
    update contracts.contracts set state = 'complete', companion_id = ${companion.companionId}, companion_account_id = ${companion.accountId},
      inputs = ${JSON.stringify(companion.terms)}, hash = ${companion.hash}, completed_at = ${now}
    where id = ${id} and state = 'open' returning ${columns}`)
/** The first paper stays: a job that runs twice changes nothing. */
export const savePdf = (tx: Tx, id: string, pdf: { enc: Buffer; hash: string; seal: Buffer }): Promise<number> =>
  tx.run(sql`
    update contracts.contracts set pdf_enc = ${pdf.enc}, pdf_hash = ${pdf.hash}, seal = ${pdf.seal} where id = ${id} and pdf_enc is null`)

export async function insertAcceptance(tx: Tx, a: AcceptanceRow): Promise<void> {
  await tx.run(sql`
    insert into contracts.acceptances (contract_id, side, account_id, name, at, device, ip_masked, hash, carried_from)
    values (${a.contract_id}, ${a.side}, ${a.account_id}, ${a.name}, ${a.at}, ${a.device}, ${a.ip_masked}, ${a.hash}, ${a.carried_from})`)
}
/** family first */
export const listAcceptances = (
  db: Queryable,
  contractIds: string[],
  side: AcceptanceRow['side'] | null = null,
): Promise<AcceptanceRow[]> =>
  db.many(sql`
    select * from contracts.acceptances where contract_id = any(${contractIds}::uuid[]) ${side ? sql`and side = ${side}` : empty} order by side desc`)
