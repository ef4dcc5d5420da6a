/** Which companion's money it is that this account asks about. */
import { forbidden } from '../../core/errors.ts'
import { companionOfAccount, findCompanions, type KnownCompanion } from '../../companions/index.ts'
import type { AccountContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { findPayeeOfAccount } from './payee-queries.ts'

/** One who has left still has what she earned, as long as her record is hers. Throws FORBIDDEN. */
export async function requirePayee(c: AccountContext): Promise<KnownCompanion> {
  const { accountId } = c.viewer
  const companion = await companionOfAccount(c, accountId)
  if (companion) return companion
  const payee = await inBooks(c, (tx) => findPayeeOfAccount(tx, accountId))
  const former = payee && (await findCompanions(c, [payee.id])).get(payee.id)
  if (former?.accountId !== accountId) throw forbidden('您还不是陪诊员')
  return former
}
