/** A price list as one flat table, and what differs between two of them. */
import type { PriceList } from '@banyi/contract/orders'

export interface PriceLine {
  key: string
  group: '套餐' | '类型加价' | '附加'
  name: string
  fen: number
}
export const priceLines = (list: PriceList): PriceLine[] => [
  ...list.packages.map((p) => ({ key: `package:${p.kind}`, group: '套餐' as const, name: p.name, fen: p.priceFen })),
  ...list.segments.map((s) => ({
    key: `segment:${s.segment}`,
    group: '类型加价' as const,
    name: s.name,
    fen: s.surchargeFen,
  })),
  ...list.addOns.map((a) => ({ key: `addOn:${a.addOn}`, group: '附加' as const, name: a.name, fen: a.priceFen })),
]

export interface PriceChange extends PriceLine {
  beforeFen: number | null
}
export const priceChanges = (before: PriceList | undefined, lines: readonly PriceLine[]): PriceChange[] => {
  const known = new Map(before ? priceLines(before).map((line) => [line.key, line.fen]) : [])
  return lines.map((line) => ({ ...line, beforeFen: known.get(line.key) ?? null }))
}
export const onlyChanged = (changes: readonly PriceChange[]): PriceChange[] =>
  changes.filter((change) => change.fen !== change.beforeFen)

/** the list that holds at a moment; among equal times the later version wins */
export const listAt = (lists: readonly PriceList[], now: number): PriceList | undefined =>
  [...lists]
    .filter((list) => Date.parse(list.effectiveFrom) <= now)
    .sort((a, b) => Date.parse(b.effectiveFrom) - Date.parse(a.effectiveFrom) || b.version - a.version)[0]

/** a change of more than half is more often a slip of the finger than a decision */
export const isSuspicious = ({ fen, beforeFen }: PriceChange): boolean =>
  beforeFen !== null && beforeFen > 0 && Math.abs(fen - beforeFen) / beforeFen > 0.5
