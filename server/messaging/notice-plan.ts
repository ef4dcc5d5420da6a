/** Who is told of which step of an order, as tables. Pure. */
import type { EventPayload } from '@banyi/contract/events'
import { yuan } from '../core/money.ts'
import type { TimelineKind } from '@banyi/contract/orders'
import type { NoticeWords, TemplateName } from './notice-words.ts'

type Step = EventPayload<'orders.progressed'>
type Telling = { template: TemplateName; status: string }

const family: Partial<Record<TimelineKind, Telling>> = {
  accepted: { template: 'order-status', status: '已接单' },
  refused: { template: 'order-status', status: '重新安排' },
  'handed-over': { template: 'order-status', status: '重新安排' },
  'no-show': { template: 'order-status', status: '未到场' },
  departed: { template: 'visit-milestone', status: '已出发' },
  met: { template: 'visit-milestone', status: '已会合' },
  arrived: { template: 'visit-milestone', status: '已到医院' },
  finished: { template: 'visit-milestone', status: '服务结束' },
  reported: { template: 'order-status', status: '报告已出' },
  refunded: { template: 'refund', status: '已退款' },
  cancelled: { template: 'order-status', status: '已取消' },
  rescheduled: { template: 'order-status', status: '已改期' },
  'code-locked': { template: 'order-status', status: '就诊码锁定' },
  insured: { template: 'order-status', status: '保险生效' },
  'insurance-failed': { template: 'order-status', status: '投保未成' },
  'insurance-cancelled': { template: 'order-status', status: '已退保' },
  'dispute-decided': { template: 'order-status', status: '异议已答复' },
  compensated: { template: 'order-status', status: '平台赔付' },
}
const companion: Partial<Record<TimelineKind, Telling>> = {
  assigned: { template: 'companion-task', status: '新任务' },
  cancelled: { template: 'order-status', status: '已取消' },
  rescheduled: { template: 'order-status', status: '已改期' },
  confirmed: { template: 'order-status', status: '已完成' },
  disputed: { template: 'order-status', status: '结算暂停' },
  'dispute-decided': { template: 'order-status', status: '结算继续' },
  tipped: { template: 'order-status', status: '感谢红包' },
}
/** a companion who lost the order by what somebody else did */
const former: Partial<Record<TimelineKind, Telling>> = {
  assigned: { template: 'order-status', status: '已转派' },
  'no-show': { template: 'order-status', status: '已转派' },
}

export interface PlannedNotice {
  accountId: string
  template: TemplateName
  words: NoticeWords
}

const familyPage = (orderId: string): string => `packages/visit/order/index?id=${orderId}`
const offerPage = (orderId: string): string => `packages/companion/offer/index?id=${orderId}`
const taskPage = (orderId: string): string => `packages/companion/visit/index?id=${orderId}`
const TASKS_PAGE = 'packages/companion/tasks/index'
export const chatPage = (orderId: string): string => `packages/visit/chat/index?id=${orderId}`

export function planNotices(step: Step): PlannedNotice[] {
  const told: [accountId: string | null, telling: Telling | undefined, page: string][] = [
    [step.familyAccountId, family[step.kind], familyPage(step.orderId)],
    [
      step.companionAccountId,
      companion[step.kind],
      step.kind === 'assigned' ? offerPage(step.orderId) : taskPage(step.orderId),
    ],
    [step.formerCompanionAccountId, former[step.kind], TASKS_PAGE],
  ]
  return told.flatMap(([accountId, telling, page]) => {
    if (!accountId || !telling) return []
    // her income is not always known with the offer; a task message without an amount is refused by WeChat
    const template =
      telling.template === 'companion-task' && step.amountFen === null ? 'order-status' : telling.template
    const { sentence, hospitalName, packageName, at, startsAt, amountFen } = step
    const isFormer = accountId === step.formerCompanionAccountId
    // her thanks and a compensation are told with the amount to the one who gets them; the chat names none
    const said =
      (step.kind === 'tipped' || step.kind === 'compensated') && amountFen !== null
        ? `${sentence} ${yuan(amountFen)}`
        : sentence
    const words: NoticeWords = {
      status: telling.status,
      sentence: isFormer
        ? '这次服务已安排给其他陪诊员'
        : step.kind === 'assigned'
          ? '有新的陪诊任务，请尽快确认'
          : said,
      orderNumber: step.number,
      hospitalName,
      packageName,
      at,
      startsAt,
      amountFen,
      page,
    }
    return [{ accountId, template, words }]
  })
}
