import { expect, it } from 'vitest'
import type { FundRule, FundRules } from '@banyi/contract/payments/fund'
import { limitOf } from './limit.ts'
import { changesOf, faultsOf } from './rule-changes.ts'

const rule: FundRule = {
  code: 'late',
  title: '陪诊员迟到误号',
  what: '陪诊员迟到超过 15 分钟',
  maxPercent: 50,
  maxFen: 30_000,
  proofs: ['订单时间线'],
  approvers: 1,
  payWithinMinutes: 30,
  responsible: 'companion',
}
const rules: FundRules = { sharePercent: 5, recoveryPercent: 50, rules: [rule] }

it('an unchanged draft is right and changes nothing', () => {
  expect(faultsOf(rules)).toEqual({})
  expect(changesOf(rules, structuredClone(rules))).toEqual([])
})
it('every change is a sentence, and so is what is new or gone', () => {
  const draft: FundRules = {
    ...rules,
    sharePercent: 8,
    rules: [
      { ...rule, maxFen: 50_000, responsible: 'platform' },
      { ...rule, code: 'lost-item', title: '遗失物品' },
    ],
  }
  expect(changesOf(rules, draft)).toEqual([
    '每单佣金提 5% → 8%',
    '「陪诊员迟到误号」金额最多：¥300.00 → ¥500.00',
    '「陪诊员迟到误号」责任方：陪诊员 → 平台',
    '新增「遗失物品」：最多 ¥300.00，1 位批准',
  ])
  expect(changesOf(draft, rules)).toContain('去掉「遗失物品」')
})
it('faults name their field; a second rule may not take the code of the first', () => {
  const faults = faultsOf({
    ...rules,
    rules: [rule, { ...rule, title: '一', proofs: [], maxFen: 0, payWithinMinutes: 0 }],
  })
  expect(Object.keys(faults).sort()).toEqual(['1.code', '1.maxFen', '1.payWithinMinutes', '1.proofs', '1.title'])
  expect(faultsOf({ ...rules, rules: [] })).toEqual({ rules: '至少要有一条规则' })
})
it('a rule pays the lesser of its share and its amount, in whole fen', () => {
  expect(limitOf(rule, 26_800)).toBe(13_400)
  expect(limitOf(rule, 100_000)).toBe(30_000)
  expect(limitOf({ maxPercent: 50, maxFen: 100 }, 33)).toBe(16)
})
