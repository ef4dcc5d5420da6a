import { expect, it } from 'vitest'
import type { Income } from '@banyi/contract/orders/after-sales'
import { operatorOrder, orderMoney } from '../testing.tsx'
import { incomeAfter } from './preview.ts'

const line = (code: string, amountFen: number): Income['lines'][number] => ({ code, name: code, amountFen, why: '' })
const income = (...lines: Income['lines']): Income => ({
  isEstimate: true,
  lines,
  totalFen: lines.reduce((sum, { amountFen }) => sum + amountFen, 0),
  settledAt: null,
})
/** 268 yuan, 70 % of it hers */
const order = operatorOrder({ income: income(line('price', 26_800), line('commission', -8_040)) })

it('nothing goes back: she gets her share', () => {
  expect(incomeAfter(order, 0, 'shared', 26_800)).toBe(18_760)
})
it('a shared refund takes her share of it; the platform alone takes nothing; she alone takes all of it', () => {
  expect(incomeAfter(order, 10_000, 'shared', 26_800)).toBe(11_760)
  expect(incomeAfter(order, 5_000, 'platform', 26_800)).toBe(18_760)
  expect(incomeAfter(order, 10_000, 'companion', 26_800)).toBe(8_760)
})
it('never a debt, never more than is left', () => {
  expect(incomeAfter(order, 26_800, 'companion', 26_800)).toBe(0)
  expect(incomeAfter(order, 20_000, 'platform', 26_800)).toBe(6_800)
})
it('a coupon goes back in its share, as the settlement does it', () => {
  const coupon = operatorOrder({
    lines: [
      { code: 'half-day', name: '半日陪诊', amountFen: 20_000 },
      { code: 'coupon:platform', name: '立减', amountFen: -5_000 },
      { code: 'insurance:basic', name: '保险', amountFen: 500 },
    ],
    money: orderMoney({ couponFen: 5_000, premiumFen: 500, paidFen: 15_500 }),
    income: income(line('price', 20_000), line('coupon', 0), line('commission', -6_000)),
  })
  // half of what the family paid goes back, and with it half of the coupon
  expect(incomeAfter(coupon, 7_500, 'shared', 15_000)).toBe(7_000)
})
it('an order that brings nobody anything says nothing', () => {
  expect(incomeAfter(operatorOrder(), 100, 'shared', 26_800)).toBeNull()
})
