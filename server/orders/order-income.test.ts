/** Every fen has one place: with the family, with the funder, with the companion, or with us. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { settlementOf, type MoneyFacts } from './order-income.ts'

const facts: fc.Arbitrary<MoneyFacts> = fc
  .record({
    serviceFen: fc.integer({ min: 100, max: 10_000_000 }),
    couponShare: fc.double({ min: 0, max: 1, noNaN: true }),
    refundShare: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    platform: fc.double({ min: 0, max: 1, noNaN: true }),
    companion: fc.double({ min: 0, max: 1, noNaN: true }),
    companionPercent: fc.integer({ min: 1, max: 100 }),
    hasCompanion: fc.boolean(),
  })
  .map(({ serviceFen, couponShare, refundShare, platform, companion, ...rest }) => {
    const couponFen = Math.floor((serviceFen - 100) * couponShare)
    const refundFen = Math.floor((serviceFen - couponFen) * refundShare)
    const byPlatformFen = Math.floor(refundFen * platform)
    return {
      serviceFen,
      couponFen,
      refundFen,
      byPlatformFen,
      byCompanionFen: Math.floor((refundFen - byPlatformFen) * companion),
      ...rest,
    }
  })

describe('the settlement of an order', () => {
  test('what is kept, goes back to the family and back to the funder is the price; her part is within what is kept', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const { keptFen, couponBackFen, incomeFen, lines } = settlementOf(each)
        expect(keptFen + couponBackFen + each.refundFen).toBe(each.serviceFen)
        expect(Math.min(keptFen, couponBackFen, incomeFen)).toBeGreaterThanOrEqual(0)
        expect(incomeFen).toBeLessThanOrEqual(keptFen)
        expect(couponBackFen).toBeLessThanOrEqual(each.couponFen)
        expect(lines.reduce((sum, line) => sum + line.amountFen, 0)).toBe(incomeFen)
        expect(lines.every((line) => line.why !== '' && Number.isSafeInteger(line.amountFen))).toBe(true)
        if (!each.hasCompanion) expect(incomeFen).toBe(0)
        // all back: nothing is kept of the coupon either
        if (each.refundFen === each.serviceFen - each.couponFen) expect(keptFen).toBe(0)
      }),
      { numRuns: 2000 },
    )
  })
  test('who bears a refund: she never gets more by it, and never less than nothing', () => {
    fc.assert(
      fc.property(facts, (each) => {
        const none = settlementOf({ ...each, refundFen: 0, byPlatformFen: 0, byCompanionFen: 0 }).incomeFen
        const shared = settlementOf({ ...each, byPlatformFen: 0, byCompanionFen: 0 }).incomeFen
        const platform = settlementOf({ ...each, byPlatformFen: each.refundFen, byCompanionFen: 0 }).incomeFen
        const hers = settlementOf({ ...each, byPlatformFen: 0, byCompanionFen: each.refundFen }).incomeFen
        expect(none).toBeGreaterThanOrEqual(platform)
        expect(platform).toBeGreaterThanOrEqual(shared)
        expect(shared).toBeGreaterThanOrEqual(hers)
      }),
      { numRuns: 2000 },
    )
  })
  test.each([
    ['nothing back', {}, { keptFen: 21_800, incomeFen: 16_350, couponBackFen: 0 }],
    ['half back, shared', { refundFen: 10_900 }, { keptFen: 10_900, incomeFen: 8175, couponBackFen: 0 }],
    [
      'a fifth back by us',
      { refundFen: 4000, byPlatformFen: 4000 },
      { keptFen: 17_800, incomeFen: 16_350, couponBackFen: 0 },
    ],
    [
      'a fifth back by her',
      { refundFen: 4000, byCompanionFen: 4000 },
      { keptFen: 17_800, incomeFen: 12_350, couponBackFen: 0 },
    ],
    ['a coupon changes nothing for her', { couponFen: 3000 }, { keptFen: 21_800, incomeFen: 16_350, couponBackFen: 0 }],
    [
      'with a coupon, half of what she paid back',
      { couponFen: 3000, refundFen: 9400 },
      { keptFen: 10_900, incomeFen: 8175, couponBackFen: 1500 },
    ],
    ['all back', { couponFen: 3000, refundFen: 18_800 }, { keptFen: 0, incomeFen: 0, couponBackFen: 3000 }],
  ])('%s', (_name, change, expected) => {
    const base: MoneyFacts = {
      serviceFen: 21_800,
      couponFen: 0,
      companionPercent: 75,
      refundFen: 0,
      byPlatformFen: 0,
      byCompanionFen: 0,
      hasCompanion: true,
    }
    expect(settlementOf({ ...base, ...change })).toMatchObject(expected)
  })
})
