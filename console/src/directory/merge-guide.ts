/**
 * Two people changed one guide. What only one of them touched is taken from her; what both touched differently is a
 * conflict that a person decides. Nothing typed is ever thrown away silently.
 */
import type { GuideInput } from '@banyi/contract/hospitals'
import { guideKeys, type GuideKey } from './guide-fields.ts'

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export interface Merge {
  merged: GuideInput
  /** changed by the other person alone: taken over */
  taken: GuideKey[]
  /** changed by both: mine stays in `merged` until somebody decides */
  conflicts: GuideKey[]
}

export const mergeGuide = (base: GuideInput, mine: GuideInput, theirs: GuideInput): Merge => {
  const taken: GuideKey[] = []
  const conflicts: GuideKey[] = []
  const merged: GuideInput = { ...mine }
  for (const key of guideKeys) {
    if (same(base[key], theirs[key]) || same(mine[key], theirs[key])) continue
    if (same(base[key], mine[key])) {
      taken.push(key)
      Object.assign(merged, { [key]: theirs[key] })
    } else conflicts.push(key)
  }
  return { merged, taken, conflicts }
}
