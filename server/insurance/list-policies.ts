import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { invalid } from '../core/errors.ts'
import { decodeCursor, toPage } from '../core/paging.ts'
import type { OperatorContext } from '../system.ts'
import { countPolicyRows, listPolicyRows } from './policy-queries.ts'
import { viewForOperator } from './policy-view.ts'

type Api = typeof contract.insurance

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function listPolicies(
  c: OperatorContext,
  { query }: InputOf<Api['listPolicies']>,
): Promise<ReturnOf<Api['listPolicies']>> {
  const filter = { state: query.state ?? null, query: query.query?.toUpperCase() || null }
  const after = readPlace(query.cursor)
  const [rows, total] = await Promise.all([
    listPolicyRows(c.db, filter, after, query.limit + 1),
    countPolicyRows(c.db, filter),
  ])
  const views = new Map((await viewForOperator(c, rows.slice(0, query.limit))).map((view) => [view.id, view]))
  const page = toPage(
    rows,
    query.limit,
    (row) => [row.created_at.toISOString(), row.id],
    (row) => views.get(row.id),
  )
  return { items: page.items.filter((view) => view !== undefined), nextCursor: page.nextCursor, total }
}

function readPlace(cursor: string | undefined): [at: string, id: string] | null {
  const key = decodeCursor(cursor, 2)
  if (key === null) return null
  const [at = '', id = ''] = key.map(String)
  if (Number.isNaN(Date.parse(at)) || !UUID.test(id)) throw invalid('cursor', '翻页位置无效，请回到第一页')
  return [at, id]
}
