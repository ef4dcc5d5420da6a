/** Chinese words for what follows a visit: disputes, insurance. */
import type { PolicyState } from '@banyi/contract/insurance'
import type { BornBy, DisputeCategory, DisputeDecision } from '@banyi/contract/orders/after-sales'
import type { Tone } from './labels.ts'

export const disputeCategories: Readonly<Record<DisputeCategory, string>> = {
  late: '迟到',
  'not-as-agreed': '和约定不符',
  attitude: '态度',
  safety: '安全',
  money: '收费',
  other: '其他',
}
export const decisionNames: Readonly<Record<DisputeDecision, string>> = {
  release: '照常结算',
  refund: '退款',
  withdrawn: '家属撤回',
}
export const bornByNames: Readonly<Record<BornBy, string>> = {
  shared: '按分成一起承担',
  platform: '平台承担',
  companion: '陪诊员承担',
}
export const policyStates: Readonly<Record<PolicyState, string>> = {
  chosen: '待付款',
  binding: '投保中',
  bound: '已承保',
  'bind-failed': '未承保',
  cancelling: '退保中',
  cancelled: '已退保',
  ended: '已结束',
}
export const policyTones: Readonly<Record<PolicyState, Tone>> = {
  chosen: 'quiet',
  binding: 'active',
  bound: 'good',
  'bind-failed': 'danger',
  cancelling: 'active',
  cancelled: 'quiet',
  ended: 'quiet',
}
