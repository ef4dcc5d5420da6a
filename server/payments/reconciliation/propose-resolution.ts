/** One person says how a difference ends; another one agrees before anything is posted. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { AppError } from '../../core/errors.ts'
import { sql } from '../../core/sql.ts'
import type { OperatorContext } from '../../system.ts'
import { changeDifference } from './change-difference.ts'
import { checkResolution } from './resolution-posting.ts'
import { mayPropose } from './views.ts'
import { RESOLUTION_NAMES } from './words.ts'

type Api = typeof contract.payments

export function proposeResolution(
  c: OperatorContext,
  { params: { id }, body }: InputOf<Api['proposeResolution']>,
): Promise<ReturnOf<Api['proposeResolution']>> {
  const { resolution, reason, account = null } = body
  const wish = { id, ...body, name: 'payments.resolution-proposed', what: '提出处理：' }
  return changeDifference(c, wish, async (tx, row, now) => {
    if (!mayPropose(row)) throw new AppError('NOT_ALLOWED_NOW', '这个差异现在不能提出处理办法')
    await checkResolution(tx, row, resolution, account)
    await tx.run(sql`
      update payments.differences set state = 'proposed', resolution = ${resolution}, account = ${account}, reason = ${reason},
        proposed_by = ${c.viewer.operatorId}, resolved_by = null, owner_id = coalesce(owner_id, ${c.viewer.operatorId}), version = version + 1, changed_at = ${now}
      where id = ${id}`)
    return RESOLUTION_NAMES[resolution]
  })
}
