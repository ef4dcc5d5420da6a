/** How a policy and a claim are said. */
import type { InsuranceClaim, PolicyState } from '@banyi/contract/insurance'
import { yuan } from '../core/money.ts'
import { sayMoment } from '../core/words.ts'
import type { PolicyRow } from './policy-queries.ts'

export const policyStateName: Record<PolicyState, string> = {
  chosen: '待付款',
  binding: '投保中',
  bound: '已承保',
  'bind-failed': '未承保',
  cancelling: '退保中',
  cancelled: '已退保',
  ended: '已结束',
}
export const claimStateName: Record<InsuranceClaim['state'], string> = {
  reporting: '报案中',
  reported: '已报案',
  'more-needed': '待补资料',
  approved: '已核定',
  paid: '已赔付',
  refused: '不予赔付',
}

/** One sentence: is there cover, and where is the money. */
export function sayPolicy(policy: PolicyRow): string {
  const premium = yuan(policy.premium_fen)
  const why = policy.words ? `（${policy.words}）` : ''
  switch (policy.state) {
    case 'chosen':
      return `付款后向${policy.insurer_name}投保`
    case 'binding':
      return policy.was_bound
        ? `改期后正在重新投保，完成前新时间还没有保障`
        : `正在向${policy.insurer_name}投保，完成后会告诉您`
    case 'bound':
      return `保障从 ${sayMoment(policy.starts_at)} 开始`
    case 'bind-failed':
      return `没有承保${why}，不影响陪诊，保费 ${premium} 退回`
    case 'cancelling':
      return `正在退保，保费 ${premium} 将退回`
    case 'cancelled':
      return policy.is_paid ? `已退保${why}，保费 ${premium} 退回` : '订单未付款，没有投保'
    case 'ended':
      return policy.words || '保障时间已结束'
  }
}
