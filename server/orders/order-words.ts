/** What states, packages and steps are called, and what is said when they come. */
import type { AddOn, MilestoneKind, OrderState, PackageKind, TimelineKind } from '@banyi/contract/orders'
import type { Segment } from '@banyi/contract/companions'

export const packages: Record<PackageKind, { name: string; description: string; minutes: number }> = {
  'half-day': { name: '半天陪诊', description: '4 小时内，从会合到送别，全程陪同就诊', minutes: 240 },
  'full-day': { name: '全天陪诊', description: '8 小时内，适合检查多、要排队的一天', minutes: 480 },
  'collect-report': { name: '代取报告', description: '凭授权到医院取报告，拍照并寄送或送达', minutes: 90 },
  'fetch-medicine': { name: '代取药', description: '凭处方和授权取药，核对名称数量后送达', minutes: 90 },
  register: { name: '现场代挂号', description: '凭就诊人本人授权到窗口挂号，走正规流程', minutes: 90 },
}
export const segments: Record<Segment, string> = {
  general: '普通',
  paediatrics: '儿科',
  maternity: '孕产',
  oncology: '肿瘤',
  'cross-city': '异地就医',
}
export const addOns: Record<AddOn, { name: string; description: string }> = {
  wheelchair: { name: '轮椅协助', description: '借还轮椅并全程推行' },
  'early-morning': { name: '清晨服务', description: '7:30 前开始' },
  'cross-district-pickup': { name: '跨区接送', description: '到其他区的家中接，陪同往返' },
}
export const stateNames: Record<OrderState, string> = {
  booked: '待支付',
  paid: '待接单',
  accepted: '已接单',
  departed: '陪诊员已出发',
  met: '已会合',
  registered: '已取号',
  'in-consultation': '就诊中',
  exams: '检查',
  medicine: '缴费取药',
  arrived: '已到医院',
  handled: '已办好',
  finished: '服务结束',
  reported: '报告已出',
  confirmed: '已完成',
  expired: '已过期',
  cancelled: '已取消',
  'no-show': '未到场',
}
export const stepNames: Record<MilestoneKind, string> = {
  departed: '出发',
  met: '会合',
  registered: '取号报到',
  'in-consultation': '就诊',
  exams: '检查',
  medicine: '缴费取药',
  arrived: '到达医院',
  handled: '办理完成',
  finished: '服务结束',
}

/** `who` is the companion's public name; no patient's name: these sentences travel to lists, chat and notices */
export function saysDone(kind: TimelineKind, who: string, hospital: string): string {
  const words: Partial<Record<TimelineKind, string>> = {
    booked: '已提交预约，等待支付',
    paid: '已支付，款项由微信支付托管',
    accepted: `${who} 已接单`,
    refused: `${who} 这次不能来，正在另外安排`,
    'handed-over': `${who} 转交了这次服务，正在另外安排`,
    assigned: `已安排 ${who}，等待确认`,
    departed: `${who} 已出发，前往${hospital}`,
    met: `${who} 已与就诊人会合`,
    registered: '已取号报到，正在候诊',
    'in-consultation': '正在就诊',
    exams: '正在做检查',
    medicine: '正在缴费、取药',
    arrived: `${who} 已到${hospital}`,
    handled: '已办理完成，正在返回',
    finished: '服务结束，正在整理报告',
    reported: '服务报告已写好，请查看并确认',
    confirmed: '服务已确认完成，谢谢您的信任',
    expired: '15 分钟内没有支付，预约已取消，时间已释放',
    'code-locked': '就诊码输错三次，已锁定，请家属更换',
    'code-renewed': '就诊码已更换',
  }
  return words[kind] ?? ''
}
const skipped: Partial<Record<MilestoneKind, string>> = {
  registered: '本次不需要取号',
  'in-consultation': '本次不需要就诊',
  exams: '本次没有检查',
  medicine: '本次不需要缴费取药',
}
export const saysSkipped = (kind: MilestoneKind): string => skipped[kind] ?? '本次不需要'

/** what the family reads first: what happens next */
export function saysNext(
  state: OrderState,
  facts: { who: string | null; startsAt: string; payBefore: string; meetingPoint: string; isErrand: boolean },
): string {
  const { who, startsAt, payBefore, meetingPoint, isErrand } = facts
  switch (state) {
    case 'booked':
      return `请在 ${payBefore} 前支付，时间已为您保留`
    case 'paid':
      return who ? `等待 ${who} 确认，一般几分钟内` : '正在为您安排陪诊员，安排好会通知您'
    case 'accepted':
      return isErrand
        ? `${who ?? '陪诊员'} 将在 ${startsAt} 出发办理`
        : `${who ?? '陪诊员'} 将在 ${startsAt} 于${meetingPoint}等候`
    case 'departed':
      return isErrand ? '到达医院后会告诉您' : `会合时请报就诊码，地点：${meetingPoint}`
    case 'met':
      return '接下来取号报到'
    case 'registered':
      return '正在候诊，叫号后会告诉您'
    case 'in-consultation':
      return '医生的话会原样记下来给您看'
    case 'exams':
      return '检查做完后去缴费、取药'
    case 'medicine':
      return '拿好药和票据后，服务就结束了'
    case 'arrived':
      return '正在办理'
    case 'handled':
      return '正在返回，送达后会告诉您'
    case 'finished':
      return '报告写好后会通知您，一般两小时内'
    case 'reported':
      return '请看报告并确认；72 小时后自动确认'
    case 'confirmed':
      return '服务已完成'
    case 'expired':
      return '需要的话可以重新预约'
    case 'cancelled':
      return '订单已取消，退款会原路返回'
    case 'no-show':
      return '就诊人没有到场，服务已结束'
  }
}
/** 70-79 岁 */
export const ageBand = (years: number): string =>
  years < 3
    ? '3 岁以下'
    : years < 14
      ? '3-13 岁'
      : years < 18
        ? '14-17 岁'
        : years >= 90
          ? '90 岁以上'
          : `${Math.floor(years / 10) * 10}-${Math.floor(years / 10) * 10 + 9} 岁`
