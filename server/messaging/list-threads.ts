import type { messaging } from '@banyi/contract/messaging'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { invalid } from '../core/errors.ts'
import { decodeCursor, encodeCursor } from '../core/paging.ts'
import type { AccountContext } from '../system.ts'
import { listMyThreads } from './thread-queries.ts'
import { viewThreads } from './thread-view.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function listThreads(
  c: AccountContext,
  { query }: InputOf<typeof messaging.listThreads>,
): Promise<ReturnOf<typeof messaging.listThreads>> {
  const rows = await listMyThreads(c.db, c.viewer.accountId, readCursor(query.cursor), query.limit + 1)
  const shown = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? shown.at(-1) : undefined
  return {
    items: await viewThreads(c, shown),
    nextCursor: last ? encodeCursor([last.last_at?.toISOString() ?? '', last.id]) : null,
  }
}

function readCursor(cursor: string | undefined): { at: string; id: string } | null {
  const key = decodeCursor(cursor, 2)
  if (!key) return null
  const [at, id] = [String(key[0]), String(key[1])]
  if (Number.isNaN(Date.parse(at)) || !UUID.test(id)) throw invalid('cursor', '翻页位置无效，请回到第一页')
  return { at, id }
}
