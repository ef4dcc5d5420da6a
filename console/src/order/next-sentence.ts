/** What happens next with an order, said as a person would; the operator reads it before anything else. */
import type { OperatorOrder } from '@banyi/contract/orders'
import { sayTime } from '../words/time.ts'

type Seen = Pick<
  OperatorOrder,
  'state' | 'startsAt' | 'companionName' | 'flags' | 'steps' | 'isErrand' | 'money' | 'dispute'
>

export const nextSentence = (order: Seen, now: number): string => {
  const who = order.companionName ?? '陪诊员'
  const start = sayTime(order.startsAt, now)
  const step = order.steps.find((s) => s.state === 'next')?.name
  if (order.dispute?.state === 'open')
    return `家属有异议，结算暂停；答应 ${sayTime(order.dispute.answerBefore, now)} 前答复。`
  switch (order.state) {
    case 'booked':
      return '等家属付款；超过时限没有付，订单自动关闭并空出时间。'
    case 'paid':
      return order.companionName ? `等${who}接单，${start} 开始。` : `还没有陪诊员，${start} 开始，需要指派。`
    case 'accepted':
      return Date.parse(order.startsAt) < now
        ? `${who}原定 ${start} 开始，还没有出发，请联系。`
        : `${who}${start} 到场，出发时会点「出发」。`
    case 'finished':
      return `服务已结束，等${who}写服务报告。`
    case 'reported':
      return '报告已交，等家属确认；72 小时没有动作会自动确认。'
    case 'confirmed':
      return order.money.refundPendingFen > 0
        ? '服务已确认完成，还有一笔退款在路上。'
        : '服务已确认完成，没有要办的事。'
    case 'expired':
      return '没有按时付款，订单已关闭，时间已空出。'
    case 'cancelled':
      return order.money.refundPendingFen > 0 ? '订单已取消，退款正在退回家属的微信。' : '订单已取消，没有要办的事。'
    case 'no-show':
      return '有一方没有到场，请联系双方并核对退款。'
    default:
      return step ? `${who}正在陪同，下一步：${step}。` : `${who}正在陪同。`
  }
}
