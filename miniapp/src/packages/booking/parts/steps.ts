import { instantOf } from '@/say/time'
import type { Booking } from '@/store/booking'

export const STEPS = ['谁去看病', '医院和时间', '选陪诊员', '核对并付款'] as const

export const startsAtOf = (draft: Booking): string | null =>
  draft.day && draft.clock ? instantOf(draft.day, draft.clock) : null

/** What still has to be said before the next step, in the order of the page; null: nothing. */
export function lackingForWhere(draft: Booking): string | null {
  if (!draft.hospital) return '请选择医院'
  if (!draft.day) return '请选择哪一天'
  if (!draft.clock) return '请选择几点开始'
  if (!draft.meetingPoint.trim()) return '请填写在哪里碰头'
  return null
}
