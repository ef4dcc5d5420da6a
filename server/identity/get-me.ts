import type { Account } from '@banyi/contract/identity'
import type { AccountContext } from '../system.ts'
import { readAccountView } from './account-view.ts'

export const getMe = (c: AccountContext): Promise<Account> => readAccountView(c, c.viewer.accountId)
