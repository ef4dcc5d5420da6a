/** How other modules reach an account: for notices, payments and names in a chat. */
import { notFound } from '../core/errors.ts'
import type { System } from '../system.ts'
import { listAccounts } from './account-queries.ts'
import { listOperatorNames } from './operator-queries.ts'

export interface AccountContact {
  openid: string | null
  phone: string | null
  nickname: string
}

/** Many accounts in two queries; an unknown id is missing in the map. */
export async function accountContacts(system: System, accountIds: string[]): Promise<Map<string, AccountContact>> {
  if (accountIds.length === 0) return new Map()
  const rows = await listAccounts(system.db, [...new Set(accountIds)])
  await system.cipher.warm(
    system.db,
    rows.filter((row) => row.phone_sealed).map((row) => row.id),
  )
  return new Map(
    await Promise.all(
      rows.map(async (row) => {
        const phone = await system.cipher.openMaybe(system.db, row.id, 'phone', row.phone_sealed)
        return [row.id, { openid: row.openid, phone, nickname: row.nickname }] as const
      }),
    ),
  )
}

export async function accountContact(system: System, accountId: string): Promise<AccountContact> {
  const contact = (await accountContacts(system, [accountId])).get(accountId)
  if (!contact) throw notFound('这个账号')
  return contact
}

/** id -> name, for timelines and logs */
export async function operatorNames(system: System, operatorIds: string[]): Promise<Map<string, string>> {
  const rows = await listOperatorNames(system.db, [...new Set(operatorIds)])
  return new Map(rows.map((row) => [row.id, row.name]))
}
