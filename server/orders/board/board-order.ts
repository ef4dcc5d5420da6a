/** One order as an operator sees it: timeline, money, log, and what may be done. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { readAudit } from '../../core/audit.ts'
import { notFound } from '../../core/errors.ts'
import { maskPhone } from '../../core/words.ts'
import { departmentName } from '../../hospitals/index.ts'
import { accountContact, findPatients, operatorNames } from '../../identity/index.ts'
import { policiesOf } from '../../insurance/index.ts'
import { moneyOf, postingsOf } from '../../payments/index.ts'
import type { OperatorContext } from '../../system.ts'
import { findDispute } from '../disputes/dispute-queries.ts'
import { showDispute } from '../disputes/dispute-view.ts'
import { refundNow } from '../family/cancel-order.ts'
import { refundableOf, showIncome, showMoney } from '../order-money.ts'
import { readTimeline } from '../order-queries.ts'
import { isAllowed } from '../order-states.ts'
import { showSteps, showTimeline } from '../timeline-view.ts'
import { findFlaggedOrder } from './board-queries.ts'
import { showBoardRows } from './list-board.ts'

type Api = typeof contract.orders

export const getBoardOrder = (
  c: OperatorContext,
  { params }: InputOf<Api['getBoardOrder']>,
): Promise<ReturnOf<Api['getBoardOrder']>> => showBoardOrder(c, params.id)

export async function showBoardOrder(c: OperatorContext, id: string): Promise<ReturnOf<Api['getBoardOrder']>> {
  const order = await findFlaggedOrder(c.db, id, c.clock.now())
  if (!order) throw notFound('这个订单')
  const [[row], patients, contact, department, money, postings, timeline, log, dispute, policies] = await Promise.all([
    showBoardRows(c, [order]),
    findPatients(c, [order.patient_id], null),
    accountContact(c, order.account_id),
    order.department_code ? departmentName(c, order.department_code) : null,
    moneyOf(c, order.id),
    postingsOf(c, order.id),
    readTimeline(c.db, order.id),
    readAudit(c.db, order.id),
    findDispute(c.db, order.id),
    policiesOf(c, [order.id]),
  ])
  if (!row) throw notFound('这个订单')
  // withdrawn consent: the order stays, the person is hidden
  const patient = patients.get(order.patient_id)
  const names = await operatorNames(
    c,
    log.flatMap((entry) => (entry.actor_kind === 'operator' ? (entry.actor_id ?? []) : [])),
  )
  const may = (duty: 'dispatcher' | 'finance'): boolean => c.viewer.duties.includes(duty)
  const { state } = order
  // what the visit is for is health data: only who arranges the visit needs it
  const maySeeNeed = may('dispatcher') && patient !== undefined
  return {
    ...row,
    patient: {
      name: (maySeeNeed ? patient?.name : null) ?? row.patientName,
      ageYears: patient?.ageYears ?? 0,
      sex: order.patient_sex,
      phoneMasked: patient?.phone ? maskPhone(patient.phone) : null,
    },
    familyPhoneMasked: contact.phone && maskPhone(contact.phone),
    departmentName: maySeeNeed ? department : null,
    need: maySeeNeed ? ((await c.cipher.openMaybe(c.db, order.patient_id, 'order-need', order.need_enc)) ?? '') : '',
    lines: order.quote.lines,
    money: showMoney(order, money),
    postings,
    timeline: await showTimeline(c, order, timeline, maySeeNeed ? 'dispatcher' : 'operator'),
    steps: showSteps(order, timeline),
    insurance: policies.get(order.id) ?? null,
    dispute: dispute && (await showDispute(c, order.patient_id, dispute, may('dispatcher'))),
    income: order.paid_at === null ? null : showIncome(order),
    refundPreview: isAllowed('cancelByOperator', state) ? refundNow(c, order) : null,
    log: log.map((entry) => ({
      at: entry.at.toISOString(),
      actor: entry.actor_kind === 'operator' ? (names.get(entry.actor_id ?? '') ?? '运营') : '系统',
      action: entry.action,
      reason: entry.reason,
    })),
    can: {
      assign: may('dispatcher') && isAllowed('assign', state),
      cancel: may('dispatcher') && isAllowed('cancelByOperator', state) && order.disputed_at === null,
      refund: may('finance') && isAllowed('refundByOperator', state) && refundableOf(order) > 0,
      confirm: may('dispatcher') && isAllowed('confirm', state) && order.disputed_at === null,
      decideDispute: may('dispatcher') && order.disputed_at !== null,
      compensate: (may('dispatcher') || may('finance')) && order.settlement_at !== null,
      renewCode: may('dispatcher') && isAllowed('renewCode', state) && state !== 'booked',
    },
  }
}
