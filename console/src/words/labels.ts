/** Chinese words for the contract's codes. Typed by the contract, so a new code without a word fails the type check. */
import type { Duty } from '@banyi/contract/identity'
import type { AddOn, BoardRow, OrderState } from '@banyi/contract/orders'
import type { CompanionRecord, Segment } from '@banyi/contract/companions'
import type { Notice } from '@banyi/contract/messaging'

export type Flag = BoardRow['flags'][number]
export type Tone = 'quiet' | 'wait' | 'active' | 'good' | 'warn' | 'danger'
type Named<K extends string> = Readonly<Record<K, string>>

export const stateNames: Named<OrderState> = {
  booked: '待付款',
  paid: '待接单',
  accepted: '已接单',
  departed: '已出发',
  met: '已见面',
  arrived: '已到达',
  handled: '已办好',
  registered: '已挂号',
  'in-consultation': '就诊中',
  exams: '检查中',
  medicine: '缴费取药',
  finished: '待写报告',
  reported: '待确认',
  confirmed: '已完成',
  expired: '超时未付',
  cancelled: '已取消',
  'no-show': '未到场',
}
export const stateTones: Readonly<Record<OrderState, Tone>> = {
  booked: 'wait',
  paid: 'wait',
  accepted: 'active',
  departed: 'active',
  met: 'active',
  arrived: 'active',
  handled: 'active',
  registered: 'active',
  'in-consultation': 'active',
  exams: 'active',
  medicine: 'active',
  finished: 'wait',
  reported: 'wait',
  confirmed: 'good',
  expired: 'quiet',
  cancelled: 'quiet',
  'no-show': 'danger',
}
export const flagNames: Named<Flag> = {
  unassigned: '待指派',
  'no-companion-urgent': '临近无人',
  late: '已迟到',
  'code-locked': '就诊码锁定',
  'refund-failed': '退款失败',
  'awaiting-report': '报告未交',
  disputed: '有异议',
  'insurance-failed': '未承保',
}
export const flagTones: Readonly<Record<Flag, Tone>> = {
  unassigned: 'warn',
  'no-companion-urgent': 'danger',
  late: 'danger',
  'code-locked': 'warn',
  'refund-failed': 'danger',
  'awaiting-report': 'warn',
  disputed: 'danger',
  'insurance-failed': 'warn',
}
export const segmentNames: Named<Segment> = {
  general: '普通',
  paediatrics: '儿科',
  maternity: '孕产',
  oncology: '肿瘤',
  'cross-city': '异地就医',
}
export const addOnNames: Named<AddOn> = {
  wheelchair: '轮椅',
  'early-morning': '清晨出发',
  'cross-district-pickup': '跨区接送',
}
export const dutyNames: Named<Duty> = {
  reviewer: '审核',
  dispatcher: '调度',
  finance: '财务',
  content: '内容',
  security: '安全',
  audit: '审计',
}
export const companionStatusNames: Named<CompanionRecord['status']> = {
  active: '在岗',
  suspended: '已停用',
  left: '已离开',
}
export const companionStatusTones: Readonly<Record<CompanionRecord['status'], Tone>> = {
  active: 'good',
  suspended: 'danger',
  left: 'quiet',
}
export const verifiedNames: Named<CompanionRecord['verified'][number]> = {
  identity: '实名',
  'health-certificate': '健康证',
  background: '背景核查',
  training: '岗前培训',
  'first-aid': '急救证',
}
export const skillNames: Named<CompanionRecord['skills'][number]> = {
  wheelchair: '轮椅推行',
  'sign-language': '手语',
  'first-aid': '急救',
  'infant-care': '婴幼儿照护',
  'chemo-visit': '化疗陪同',
  'insurance-desk': '医保窗口',
  english: '英语',
}
export const sexNames = { female: '女', male: '男' } as const
export const channelNames: Named<Notice['channel']> = { 'subscribe-message': '微信订阅消息', sms: '短信' }
export const noticeStatusNames: Named<Notice['status']> = {
  waiting: '等待发送',
  sent: '已发出',
  delivered: '已送达',
  failed: '未送达',
  skipped: '未发',
}
export const noticeTones: Readonly<Record<Notice['status'], Tone>> = {
  waiting: 'wait',
  sent: 'active',
  delivered: 'good',
  failed: 'danger',
  skipped: 'quiet',
}
export const actorNames = { family: '家属', companion: '陪诊员', operator: '运营', system: '系统' } as const

/** where a code carries more than its name */
export const keysOf = <K extends string>(words: Readonly<Record<K, unknown>>): K[] => Object.keys(words) as K[]

export const optionsOf = <K extends string>(names: Named<K>): { value: K; label: string }[] =>
  (Object.keys(names) as K[]).map((value) => ({ value, label: names[value] }))

export const has = <K extends string>(names: Readonly<Record<K, unknown>>, key: string): key is K =>
  Object.hasOwn(names, key)

/** what the audit log calls an operator's deed on an order */
const deedNames: Record<string, string> = {
  'orders.assign': '指派陪诊员',
  'orders.cancel': '取消订单',
  'orders.refund': '部分退款',
  'orders.renew-code': '换就诊码',
  'orders.confirm': '代为确认',
  'orders.dispute-decided': '处理异议',
  'orders.decide-dispute': '处理异议',
  'messaging.chat-looked-at': '查看聊天',
  'messaging.picture-looked-at': '查看聊天图片',
}
export const deedName = (action: string): string => deedNames[action] ?? action

/** our names of the templates of subscribe messages and SMS */
const templateNames: Record<string, string> = {
  'visit-milestone': '就诊进度',
  'order-status': '订单状态',
  'companion-task': '陪诊任务',
  refund: '退款',
}
export const templateName = (template: string): string => templateNames[template] ?? template
