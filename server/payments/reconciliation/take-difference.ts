/** "I look after it": whoever had it before, everybody sees who has it now. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { AppError } from '../../core/errors.ts'
import { sql } from '../../core/sql.ts'
import type { OperatorContext } from '../../system.ts'
import { changeDifference } from './change-difference.ts'

type Api = typeof contract.payments

export function takeDifference(
  c: OperatorContext,
  { params: { id }, body }: InputOf<Api['takeDifference']>,
): Promise<ReturnOf<Api['takeDifference']>> {
  const wish = { id, ...body, name: 'payments.difference-taken', what: '由我处理' }
  return changeDifference(c, wish, async (tx, row, now) => {
    if (row.state === 'resolved' || row.state === 'gone') throw new AppError('NOT_ALLOWED_NOW', '这个差异已经了结')
    await tx.run(sql`
      update payments.differences set owner_id = ${c.viewer.operatorId}, state = case when state = 'open' then 'taken' else state end,
        version = version + 1, changed_at = ${now} where id = ${id}`)
    return ''
  })
}
