/** For operators' search: an exact phone, never a part of one. */
import type { System } from '../system.ts'
import { findAccountByPhone } from './account-queries.ts'
import { hashPhone } from './hash-phone.ts'

export async function findAccountIdsByPhone(system: System, phone: string): Promise<string[]> {
  const account = await findAccountByPhone(system.db, hashPhone(system, phone))
  return account ? [account.id] : []
}
