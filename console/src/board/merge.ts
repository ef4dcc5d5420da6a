/** What a refresh changed. A row keeps its place and identity unless it really is another one. */
import type { BoardRow } from '@banyi/contract/orders'

export interface BoardPage {
  items: BoardRow[]
  nextCursor: string | null
  total: number
}

/** flags follow the clock (late, urgent), not the version; so they are compared too */
const isSame = (a: BoardRow, b: BoardRow): boolean =>
  a.version === b.version && a.companionName === b.companionName && a.flags.join() === b.flags.join()

/** An answer that left the server earlier than what is shown never wins: the higher version stays. */
export const mergePage = (shown: BoardPage | undefined, fresh: BoardPage): BoardPage => {
  const known = new Map(shown?.items.map((row) => [row.id, row]))
  const items = fresh.items.map((row) => {
    const old = known.get(row.id)
    return old && (old.version > row.version || isSame(old, row)) ? old : row
  })
  return { ...fresh, items }
}

/** rows that are new or different, to be lit up for a moment; nothing is lit when the page has just been opened */
export const changedRows = (before: readonly BoardRow[] | undefined, after: readonly BoardRow[]): Set<string> => {
  if (!before) return new Set()
  const known = new Map(before.map((row) => [row.id, row]))
  return new Set(after.filter((row) => known.get(row.id) !== row).map((row) => row.id))
}
