/** The signed-in companion; everybody else has no task centre. */
import { companionOfAccount } from '../../companions/index.ts'
import { forbidden } from '../../core/errors.ts'
import type { AccountContext } from '../../system.ts'

export type Me = NonNullable<Awaited<ReturnType<typeof companionOfAccount>>>

/** Throws FORBIDDEN when the account is no companion or was suspended (`mayBeSuspended`: what she began she may still finish). */
export async function requireMe(c: AccountContext, mayBeSuspended = true): Promise<Me> {
  const me = await companionOfAccount(c, c.viewer.accountId)
  if (!me) throw forbidden('您还不是陪诊员')
  if (!mayBeSuspended && me.status !== 'active') throw forbidden('您的接单资格已暂停，请联系平台')
  return me
}
