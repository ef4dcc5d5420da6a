/** The parts of a hospital guide, in the order people need them on the day. */
import type { Guide, GuideInput } from '@banyi/contract/hospitals'

export type GuideKey = keyof GuideInput
export const guideNames: Readonly<Record<GuideKey, string>> = {
  openingHours: '开放时间',
  registration: '挂号',
  meetingPoints: '见面地点',
  floors: '楼层',
  pharmacy: '取药',
  payment: '缴费',
  transport: '交通',
  notes: '提醒',
}
export const guideKeys = Object.keys(guideNames) as GuideKey[]

export const guideInputOf = (guide: Guide): GuideInput => {
  const { version: _version, updatedAt: _updatedAt, updatedBy: _updatedBy, ...input } = guide
  return input
}

/** one line of text per thing that can change by itself */
export const guideLines = (guide: GuideInput, key: GuideKey): string[] => {
  if (key === 'floors') return guide.floors.map(({ place, where }) => `${place}：${where}`)
  const value = guide[key]
  return (Array.isArray(value) ? value : value.split('\n')).filter((line) => line !== '')
}
