import type { AddOn, MilestoneKind, TaskCard } from '@banyi/contract/orders'
import { sayTime } from '@/say/time'
import { SEGMENT, SEX } from '@/say/words'

export const ADD_ON: Readonly<Record<AddOn, string>> = {
  wheelchair: '轮椅',
  'early-morning': '清早',
  'cross-district-pickup': '跨区接送',
}

/** the one big button of a step, and what to mind before it is tapped */
export const STEP: Readonly<Record<MilestoneKind, { button: string; mind: readonly string[] }>> = {
  departed: { button: '已出发', mind: ['工作证、充电宝带好', '路上预计晚到，先给家属打电话'] },
  met: { button: '已见到就诊人', mind: ['核对姓名', '请家属或就诊人报就诊码'] },
  registered: { button: '已取号报到', mind: ['核对科室和日期', '挂号单、医保卡当面交还'] },
  'in-consultation': { button: '进诊室了', mind: ['病史和用药让就诊人自己说', '医生的话原样记下，不代答、不代签'] },
  exams: { button: '去做检查了', mind: ['空腹、憋尿等要求再看一遍', '记下取报告的时间和地点'] },
  medicine: { button: '去缴费取药了', mind: ['当面点清药盒和票据', '用法按药盒和医嘱念一遍'] },
  arrived: { button: '已到医院', mind: ['带好就诊人的授权和证件'] },
  handled: { button: '事情已办好', mind: ['拿到的材料拍照、点数'] },
  finished: { button: '服务已结束', mind: ['证件、票据、药、片子都交还了', '确认就诊人有人接或已上车'] },
}

/** what a task waits for, said to her; the server's own sentence speaks to the family */
export function sayTask(task: TaskCard): string {
  if (task.tab === 'open') return ''
  if (task.state === 'accepted') return `${sayTime(task.startsAt)} 在${task.meetingPoint || task.hospital.name}见面`
  if (task.state === 'finished') return '服务结束了，还差一份报告'
  if (task.tab === 'active') return '点开记录下一步'
  if (task.state === 'reported') return '报告已交，等家属确认；72 小时后自动确认'
  return task.state === 'confirmed' ? '家属已确认，这一单完成了' : task.stateName
}

/** 70–79 岁 · 女 · 肿瘤 */
export const sayPatient = (task: Pick<TaskCard, 'patientAgeBand' | 'patientSex' | 'segment'>): string =>
  [task.patientAgeBand, SEX[task.patientSex], ...(task.segment === 'general' ? [] : [SEGMENT[task.segment]])]
    .filter(Boolean)
    .join(' · ')
