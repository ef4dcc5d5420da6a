import { expect, it } from 'vitest'
import type { OrderMoney, Overview } from '@banyi/contract/payments/finance'
import { id } from '../testing.tsx'
import { sidesOf } from './balances.tsx'
import { compare, daysBetween, everyDay, sumFlows } from './flows.ts'
import { waysOf } from './order-money-page.tsx'

const flow = (day: string, paidFen: number): Overview['days'][number] => ({
  day,
  paidFen,
  refundedFen: 10,
  releasedFen: 0,
  payoutFen: 5,
  feeFen: 1,
})

it('a day on which nothing moved is there with zeros, in order', () => {
  const days = everyDay([flow('2026-11-30', 200), flow('2026-11-28', 100)], '2026-11-28', '2026-12-01')
  expect(days.map(({ day, paidFen }) => [day, paidFen])).toEqual([
    ['2026-11-28', 100],
    ['2026-11-29', 0],
    ['2026-11-30', 200],
    ['2026-12-01', 0],
  ])
  expect(sumFlows(days)).toEqual({ paidFen: 300, refundedFen: 20, releasedFen: 0, payoutFen: 10, feeFen: 2 })
  expect(daysBetween('2026-11-28', '2026-12-01')).toBe(4)
})

it('the period before is compared in words, also when there was nothing', () => {
  expect(compare(120, 100, 14)).toBe('比前 14 天多 20%')
  expect(compare(50, 100, 7)).toBe('比前 7 天少 50%')
  expect(compare(100, 100, 7)).toBe('和前 7 天一样')
  expect(compare(5, 0, 7)).toBe('前 7 天没有')
  expect(compare(0, 0, 7)).toBe('前 7 天也没有')
})

it('where the money is equals whose it is: credit balances read as plus on their side', () => {
  const balance = (kind: Overview['balances'][number]['kind'], balanceFen: number): Overview['balances'][number] => ({
    kind,
    name: kind,
    accounts: 1,
    balanceFen,
  })
  const { where, whose } = sidesOf([
    balance('provider', 900),
    balance('coupon', 100),
    balance('held', -700),
    balance('commission', -300),
    balance('transit', 0),
    balance('income', 0),
  ])
  expect(where.map(({ kind, balanceFen }) => [kind, balanceFen])).toEqual([
    ['provider', 900],
    ['coupon', 100],
  ])
  // never -0, which would be written as -¥0.00
  expect(whose.map(({ kind, balanceFen }) => [kind, Object.is(balanceFen, -0) ? 'minus zero' : balanceFen])).toEqual([
    ['held', 700],
    ['commission', 300],
    ['transit', 0],
  ])
})

it('an order: what came in is where it is now', () => {
  const money: OrderMoney = {
    orderId: id(1),
    orderNumber: 'BY1001',
    paidAt: null,
    paidFen: 26_800,
    couponFen: 3_000,
    tipFen: 500,
    heldFen: 0,
    refundedFen: 5_000,
    refundPendingFen: 0,
    releasedFen: 23_800,
    companionFen: 18_000,
    commissionFen: 5_000,
    fundFen: 300,
    premiumFen: 1_000,
    compensatedFen: 0,
    isFrozen: false,
  }
  const ways = waysOf(money)
  expect([ways.inFen, ways.outFen]).toEqual([29_800, 29_800])
  expect(ways.rows).toContainEqual(['其他结算', 500])
  expect(ways.rows.map(([name]) => name)).not.toContain('还在托管')
  expect(waysOf({ ...money, heldFen: 1 }).outFen).toBe(29_801)
})
