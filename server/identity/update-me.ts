import type { Account, identity } from '@banyi/contract/identity'
import type { InputOf } from '@banyi/contract/endpoint'
import type { AccountContext } from '../system.ts'
import { changeAccount } from './account-queries.ts'
import { readAccountView } from './account-view.ts'

export async function updateMe(c: AccountContext, { body }: InputOf<typeof identity.updateMe>): Promise<Account> {
  const change = { nickname: body.nickname ?? null, isElderMode: body.isElderMode ?? null }
  await changeAccount(c.db, c.viewer.accountId, change, c.clock.now())
  return readAccountView(c, c.viewer.accountId)
}
