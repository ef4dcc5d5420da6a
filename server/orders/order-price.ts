/** Price arithmetic in whole fen. Pure. */
import type { AddOn, PackageKind, PriceItem } from '@banyi/contract/orders'
import type { Segment } from '@banyi/contract/companions'
import { shanghaiTime } from '../core/clock.ts'
import { percentOf } from '../core/money.ts'
import { addOns as addOnWords, packages, segments } from './order-words.ts'

/** code (`package:half-day`) -> fen */
export type Prices = ReadonlyMap<string, number>

const EARLY_BEFORE = '07:30'
export const isEarly = (startsAt: Date): boolean => shanghaiTime(startsAt) < EARLY_BEFORE

/** The early-morning add-on follows from the time, whatever the client says. */
export function effectiveAddOns(chosen: AddOn[], startsAt: Date): AddOn[] {
  const rest = new Set(chosen.filter((addOn) => addOn !== 'early-morning'))
  return [...(isEarly(startsAt) ? (['early-morning'] as const) : []), ...rest].toSorted()
}

/** Lines as they are shown; a surcharge of zero is no line. Throws when a price is missing: no price, no sale. */
export function priceLines(
  prices: Prices,
  wish: { packageKind: PackageKind; segment: Segment; addOns: AddOn[] },
): PriceItem[] {
  const item = (code: string, name: string): PriceItem => {
    const amountFen = prices.get(code)
    if (amountFen === undefined) throw new Error(`the price list has no ${code}`)
    return { code, name, amountFen }
  }
  return [
    item(`package:${wish.packageKind}`, packages[wish.packageKind].name),
    item(`segment:${wish.segment}`, `${segments[wish.segment]}加价`),
    ...wish.addOns.map((addOn) => item(`add-on:${addOn}`, addOnWords[addOn].name)),
  ].filter((line) => line.amountFen > 0 || line.code.startsWith('package:'))
}
export const totalOf = (lines: PriceItem[]): number => lines.reduce((sum, line) => sum + line.amountFen, 0)
export const incomeOf = (totalFen: number, companionPercent: number): number => percentOf(totalFen, companionPercent)
