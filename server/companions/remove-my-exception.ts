import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { AccountContext } from '../system.ts'
import { deleteException, lockCompanion } from './calendar-queries.ts'
import { requireMe } from './who.ts'

type Operation = typeof companions.removeMyException

/** A visit that was booked into extra hours stays booked. */
export async function removeMyException(
  c: AccountContext,
  { params }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  const me = await requireMe(c)
  await c.db.tx(async (tx) => {
    await lockCompanion(tx, me.id)
    if ((await deleteException(tx, me.id, params.id)) === 0) throw notFound('这条安排')
  })
  return { done: true }
}
