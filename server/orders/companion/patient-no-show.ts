/** The patient did not come: after half an hour of waiting the order ends; part of the price pays for the way. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { percentOf } from '../../core/money.ts'
import type { AccountContext } from '../../system.ts'
import { closeOrder } from '../closing.ts'
import { carryOut } from '../command.ts'
import { leftOf } from '../order-money.ts'
import { isErrand } from '../order-states.ts'
import { notNow } from '../progress.ts'
import { PATIENT_NO_SHOW_PERCENT } from '../refund-rules.ts'
import { showTaskById } from './list-tasks.ts'
import { requireMe } from './me.ts'
import { findTask } from './task-queries.ts'
import { PATIENT_NO_SHOW_AFTER_MINUTES } from './task-view.ts'

type Api = typeof contract.orders

export async function reportPatientNoShow(
  c: AccountContext,
  { params, body }: InputOf<Api['reportPatientNoShow']>,
): Promise<ReturnOf<Api['reportPatientNoShow']>> {
  const me = await requireMe(c)
  await carryOut(
    c,
    {
      commandId: body.commandId,
      version: body.version,
      orderId: params.id,
      name: 'patientNoShow',
      refusal: '出发之后、会合之前才能报告',
      load: (tx) => findTask(tx, params.id, me, c.clock.now()),
    },
    async (tx, order) => {
      const minutesLate = (c.clock.now().getTime() - order.starts_at.getTime()) / 60_000
      if (isErrand(order.package_kind)) throw notNow(order, '代办不需要会合')
      if (minutesLate < PATIENT_NO_SHOW_AFTER_MINUTES)
        throw notNow(order, `过了约定时间 ${PATIENT_NO_SHOW_AFTER_MINUTES} 分钟后可以报告，请先打电话联系家属`)
      const refundFen = percentOf(leftOf(order), PATIENT_NO_SHOW_PERCENT)
      await closeOrder(c, tx, order, {
        state: 'no-show',
        sentence: `就诊人 ${PATIENT_NO_SHOW_AFTER_MINUTES} 分钟后仍未到场，服务结束`,
        refundFen,
        reason: '就诊人未到场',
        byWhom: 'companion',
        actorId: c.viewer.accountId,
      })
    },
  )
  return showTaskById(c, params.id)
}
