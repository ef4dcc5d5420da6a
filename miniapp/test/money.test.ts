import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TransferState } from '@banyi/contract/payments/shapes'
import { amountFault, mostNow } from '../src/packages/companion/withdraw/amount'
import { stagesOf } from '../src/packages/companion/withdrawal/stages'
import { asPolicy } from '../src/parts/contract-words'
import { monthAfter, sayMonth } from '../src/parts/month-step'
import { fenOf, yuanOf } from '../src/say/money'

describe('an amount to withdraw', () => {
  const limits = { minFen: 1000, maxFen: 200_000, leftTodayFen: 150_000 }
  it('is refused with its reason before the server is asked', () => {
    expect(amountFault(null, limits, 500_000)).toBe('金额请写成 35 或 35.50')
    expect(amountFault(999, limits, 500_000)).toBe('一次至少 ¥10.00')
    expect(amountFault(200_001, limits, 500_000)).toBe('一次最多 ¥2,000.00')
    expect(amountFault(150_001, limits, 500_000)).toBe('今天还可以提 ¥1,500.00')
    expect(amountFault(5001, limits, 5000)).toBe('余额只有 ¥50.00')
    expect(amountFault(150_000, limits, 150_000)).toBeNull()
  })
  it('“全部” is never refused, unless there is too little', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 })
    fc.assert(
      fc.property(amount, amount, amount, (balance, maxFen, leftTodayFen) => {
        const own = { minFen: 1000, maxFen, leftTodayFen }
        const all = mostNow(own, balance)
        return all < own.minFen || amountFault(fenOf(yuanOf(all)), own, balance) === null
      }),
    )
  })
  it('stays at zero for somebody who owes', () => expect(mostNow(limits, -300)).toBe(0))
})

describe('stages of a withdrawal', () => {
  const at = { requestedAt: '2026-11-24T01:00:00Z', changedAt: '2026-11-24T02:00:00Z', paidAt: null, failReason: null }
  const said = (state: TransferState, more: object = {}) =>
    stagesOf({ ...at, ...more, state }).map(({ words, state: how }) => `${how} ${words as string}`)
  it('says what is waited for and what comes', () => {
    expect(said('awaiting-user')).toEqual(['done 提交提现', 'now 现在：您在微信里确认收款', 'later 到账'])
    expect(said('awaiting-approval')).toHaveLength(5)
    expect(said('paid')).toEqual(['done 提交提现', 'done 已到微信零钱'])
  })
  it('never leaves open where the money is when it did not arrive', () => {
    for (const state of ['rejected', 'failed', 'cancelled', 'reversed'] as const)
      expect(said(state).at(-1)).toMatch(/钱已回到余额$/)
    expect(said('reversed', { paidAt: at.changedAt })).toContain('done 到账')
    expect(stagesOf({ ...at, state: 'failed', failReason: '实名不符' }).at(-1)?.note).toBe('实名不符')
  })
})

it('steps through months and years', () => {
  expect(monthAfter('2026-01', -1)).toBe('2025-12')
  expect(monthAfter('2026-12', 1)).toBe('2027-01')
  expect(sayMonth('2026-03')).toBe('2026年3月')
})

it('shows no placeholder of the contract text to people', () => {
  const { summary, text } = asPolicy({
    summary: ['先赔', '再找责任方'],
    body: '甲方 {{familyName}}，乙方 {{ companion }}',
  })
  expect(summary).toBe('- 先赔\n- 再找责任方')
  expect(text).not.toMatch(/[{}]/)
})
