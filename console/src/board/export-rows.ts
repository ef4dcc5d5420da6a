/** Reads the whole filtered list page by page; the maximum is said before it begins. */
import type { Client } from '@banyi/contract/client'
import type { BoardRow } from '@banyi/contract/orders'
import { toBoardQuery, type Filters } from './filters.ts'

export const MAX_ROWS = 5_000
const PAGE = 50

export interface Progress {
  done: number
  total: number
}

export async function readAllRows(
  client: Client,
  filters: Filters,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<BoardRow[]> {
  // an order that moves between two pages while we read must not stand in the file twice
  const rows = new Map<string, BoardRow>()
  let cursor = ''
  for (;;) {
    const page = await client.orders.listBoard({ query: toBoardQuery({ ...filters, cursor }, PAGE) })
    if (signal.aborted) throw new DOMException('stopped', 'AbortError')
    for (const row of page.items) if (rows.size < MAX_ROWS) rows.set(row.id, row)
    onProgress({ done: rows.size, total: Math.min(page.total, MAX_ROWS) })
    if (page.nextCursor === null || rows.size >= MAX_ROWS) return [...rows.values()]
    cursor = page.nextCursor
  }
}
