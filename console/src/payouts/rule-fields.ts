/** The payout rules as fields: what a person types, what is wrong with it, what would change. */
import type { PayoutRules } from '@banyi/contract/payments/payouts'
import { toFen, yuan } from '../words/money.ts'

interface Field {
  key: keyof PayoutRules
  name: string
  unit: 'fen' | 'count' | 'hours'
  note: string
}
export const fields: readonly Field[] = [
  { key: 'minFen', name: '每笔最少', unit: 'fen', note: '微信支付最低 ¥0.30' },
  { key: 'maxFen', name: '每笔最多', unit: 'fen', note: '不能超过微信支付给商户的单笔限额' },
  { key: 'dailyFen', name: '每人每天最多', unit: 'fen', note: '' },
  { key: 'dailyCount', name: '每人每天几笔', unit: 'count', note: '1 到 100 笔' },
  { key: 'approvalAboveFen', name: '超过这个数要两位财务批准', unit: 'fen', note: '填 0 则每一笔都要' },
  { key: 'coolDownHours', name: '换收款人后等多久', unit: 'hours', note: '防止账号被盗后提走，0 到 720 小时' },
]
export const say = (key: keyof PayoutRules, value: number): string => {
  const unit = fields.find((field) => field.key === key)?.unit
  return unit === 'fen' ? yuan(value) : unit === 'hours' ? `${value} 小时` : `${value} 笔`
}
export type Typed = Record<keyof PayoutRules, number | null>

export const typedOf = (rules: PayoutRules): Typed =>
  Object.fromEntries(
    fields.map(({ key, unit }) => [key, unit === 'fen' ? rules[key] / 100 : rules[key]]),
  ) as unknown as Typed

/** null where a field is empty */
export const rulesOf = (typed: Typed): PayoutRules | null => {
  const values = fields.map(({ key, unit }) => [key, unit === 'fen' ? toFen(typed[key]) : typed[key]] as const)
  return values.every(([, value]) => value !== null) ? (Object.fromEntries(values) as unknown as PayoutRules) : null
}
export const faultsOf = (rules: PayoutRules): string[] => [
  ...(rules.minFen < 30 ? ['每笔最少不能低于 ¥0.30。'] : []),
  ...(rules.maxFen < rules.minFen ? ['每笔最多不能小于每笔最少。'] : []),
  ...(rules.dailyFen < rules.maxFen ? ['每天最多不能小于每笔最多。'] : []),
  ...(rules.dailyCount < 1 || rules.dailyCount > 100 ? ['每天应在 1 到 100 笔之间。'] : []),
  ...(rules.coolDownHours < 0 || rules.coolDownHours > 720 ? ['等待应在 0 到 720 小时之间。'] : []),
]
export const changesOf = (before: PayoutRules, after: PayoutRules): string[] =>
  fields
    .filter(({ key }) => before[key] !== after[key])
    .map(({ key, name }) => `${name}：${say(key, before[key])} → ${say(key, after[key])}`)
