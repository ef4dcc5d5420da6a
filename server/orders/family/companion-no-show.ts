/** The companion did not come: she loses the order, somebody else is looked for at once, and the family may cancel for free. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { AppError } from '../../core/errors.ts'
import type { AccountContext } from '../../system.ts'
import { carryOut } from '../command.ts'
import { loseCompanion } from '../lose-companion.ts'
import { findOrderOfAccount } from '../order-queries.ts'
import { NO_SHOW_AFTER_MINUTES, showFamilyOrder } from './family-view.ts'

type Api = typeof contract.orders

export async function reportCompanionNoShow(
  c: AccountContext,
  { params, body }: InputOf<Api['reportCompanionNoShow']>,
): Promise<ReturnOf<Api['reportCompanionNoShow']>> {
  const { accountId } = c.viewer
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'companionNoShow',
      refusal: '陪诊员已与就诊人会合',
      load: (tx) => findOrderOfAccount(tx, params.id, accountId),
    },
    async (tx, order) => {
      const minutesLate = (c.clock.now().getTime() - order.starts_at.getTime()) / 60_000
      if (order.companion_id === null) throw new AppError('NOT_ALLOWED_NOW', '还没有安排陪诊员')
      if (minutesLate < NO_SHOW_AFTER_MINUTES)
        throw new AppError('NOT_ALLOWED_NOW', `过了约定时间 ${NO_SHOW_AFTER_MINUTES} 分钟后可以报告，请先打电话联系`)
      await loseCompanion(c, tx, order, { cause: 'no-show', reason: body.reason, byWhom: 'family', actorId: accountId })
    },
  )
  return showFamilyOrder(c, params.id)
}
