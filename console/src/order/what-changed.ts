/** Two looks at one order -> what changed in between, in words. Used when a command came too late. */
import type { OperatorOrder } from '@banyi/contract/orders'
import { yuan } from '../words/money.ts'
import { saySpan } from '../words/time.ts'

export const whatChanged = (seen: OperatorOrder, fresh: OperatorOrder): string[] => {
  const changes: string[] = []
  const say = (name: string, before: string, after: string): void => {
    if (before !== after) changes.push(`${name}：${before} → ${after}`)
  }
  say('状态', seen.stateName, fresh.stateName)
  say('陪诊员', seen.companionName ?? '未定', fresh.companionName ?? '未定')
  say('服务时间', saySpan(seen.startsAt, seen.endsAt), saySpan(fresh.startsAt, fresh.endsAt))
  say('见面地点', seen.meetingPoint, fresh.meetingPoint)
  say('已付', yuan(seen.money.paidFen), yuan(fresh.money.paidFen))
  say('已退', yuan(seen.money.refundedFen), yuan(fresh.money.refundedFen))
  say('退款中', yuan(seen.money.refundPendingFen), yuan(fresh.money.refundPendingFen))
  const known = new Set(seen.timeline.map((entry) => `${entry.kind} ${entry.at}`))
  for (const entry of fresh.timeline) {
    if (!known.has(`${entry.kind} ${entry.at}`) && entry.sentence !== '') changes.push(entry.sentence)
  }
  return changes
}

/** the premium is the insurer's; it comes back by itself when nothing was insured */
const insuredFen = ({ money, insurance }: Pick<OperatorOrder, 'money' | 'insurance'>): number =>
  insurance && ['bind-failed', 'cancelled'].includes(insurance.state) ? 0 : money.premiumFen

/** what may still be given back */
export const refundableFen = (order: Pick<OperatorOrder, 'money' | 'insurance'>): number => {
  const { paidFen, refundedFen, refundPendingFen } = order.money
  return Math.max(0, paidFen - refundedFen - refundPendingFen - insuredFen(order))
}
