/** Another person agrees: the posting is made and the difference is resolved, in one transaction. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { AppError, forbidden } from '../../core/errors.ts'
import { sql } from '../../core/sql.ts'
import type { OperatorContext } from '../../system.ts'
import { changeDifference } from './change-difference.ts'
import { postResolution } from './resolution-posting.ts'
import { RESOLUTION_NAMES } from './words.ts'

type Api = typeof contract.payments

export function approveResolution(
  c: OperatorContext,
  { params: { id }, body }: InputOf<Api['approveResolution']>,
): Promise<ReturnOf<Api['approveResolution']>> {
  const wish = { id, ...body, name: 'payments.resolution-approved', what: '同意处理：' }
  return changeDifference(c, wish, async (tx, row, now) => {
    const { resolution } = row
    if (row.state !== 'proposed' || !resolution) throw new AppError('NOT_ALLOWED_NOW', '没有待复核的处理办法')
    if (row.proposed_by === c.viewer.operatorId) throw forbidden('提出处理办法的人不能自己复核')
    await tx.run(sql`
      update payments.differences set state = 'resolved', resolved_by = ${c.viewer.operatorId}, version = version + 1, changed_at = ${now} where id = ${id}`)
    // last, because it locks the accounts until the commit
    const postingId = await postResolution(tx, row, resolution, now)
    if (postingId) await tx.run(sql`update payments.differences set posting_id = ${postingId} where id = ${id}`)
    return RESOLUTION_NAMES[resolution]
  })
}
