import type { CompanionCard, Segment } from '@banyi/contract/companions'
import type { Patient } from '@banyi/contract/identity'
import type { OrderState, PackageKind } from '@banyi/contract/orders'
import type { DisputeCategory } from '@banyi/contract/orders/after-sales'
import type { TransferState } from '@banyi/contract/payments/shapes'

/** The Chinese of every code that a page shows. */
type Word<K extends string> = Readonly<Record<K, string>>

export const SEGMENT: Word<Segment> = {
  general: '普通就诊',
  paediatrics: '儿科',
  maternity: '孕产',
  oncology: '肿瘤',
  'cross-city': '异地就医',
}
export const RELATION: Word<Patient['relation']> = {
  self: '本人',
  mother: '母亲',
  father: '父亲',
  spouse: '配偶',
  child: '孩子',
  grandparent: '祖辈',
  relative: '亲戚',
  friend: '朋友',
}
export const SEX: Word<Patient['sex']> = { female: '女', male: '男' }
export const MOBILITY: Word<Patient['mobility']> = {
  walks: '走路没问题',
  slow: '走得慢',
  wheelchair: '坐轮椅',
  stretcher: '需要平车',
}
export const HEARING: Word<Patient['hearing']> = { good: '听得清', hard: '耳背', deaf: '听不见' }
export const VERIFIED: Word<CompanionCard['verified'][number]> = {
  identity: '身份已核实',
  'health-certificate': '有健康证',
  background: '无犯罪记录',
  training: '培训合格',
  'first-aid': '急救证',
}
export const SKILL: Word<CompanionCard['skills'][number]> = {
  wheelchair: '会推轮椅',
  'sign-language': '会手语',
  'first-aid': '会急救',
  'infant-care': '会带婴幼儿',
  'chemo-visit': '熟悉化疗',
  'insurance-desk': '熟悉医保窗口',
  english: '会英语',
}

export const DISPUTE: Word<DisputeCategory> = {
  late: '来晚了',
  'not-as-agreed': '和约定的不一样',
  attitude: '态度不好',
  safety: '不安全',
  money: '费用有问题',
  other: '其他',
}

export const isErrand = (kind: PackageKind): boolean =>
  kind === 'collect-report' || kind === 'fetch-medicine' || kind === 'register'

export const words = <K extends string>(map: Word<K>): { value: K; word: string }[] =>
  (Object.entries(map) as [K, string][]).map(([value, word]) => ({ value, word }))

type Tone = 'plain' | 'brand' | 'warm' | 'danger'
/** under way: warm, because a person is there; over: plain */
export function toneOf(state: OrderState): Tone {
  if (state === 'booked' || state === 'paid' || state === 'accepted') return 'brand'
  if (isUnderWay(state)) return 'warm'
  return state === 'no-show' ? 'danger' : 'plain'
}

/** brand: on its way; warm: waits for the person; danger: did not arrive */
export function toneOfTransfer(state: TransferState): Tone {
  if (state === 'awaiting-user') return 'warm'
  if (state === 'failed' || state === 'rejected' || state === 'reversed') return 'danger'
  return state === 'paid' || state === 'cancelled' ? 'plain' : 'brand'
}

const UNDER_WAY: readonly OrderState[] = [
  'departed',
  'met',
  'registered',
  'in-consultation',
  'exams',
  'medicine',
  'arrived',
  'handled',
]
export const isUnderWay = (state: OrderState): boolean => UNDER_WAY.includes(state)

/** 陪诊 6 年 · 312 次 */
export const sayExperience = (person: Pick<CompanionCard, 'yearsOfService' | 'finishedVisits'>): string =>
  [person.yearsOfService > 0 ? `陪诊 ${person.yearsOfService} 年` : '新加入', `完成 ${person.finishedVisits} 次`].join(
    ' · ',
  )
