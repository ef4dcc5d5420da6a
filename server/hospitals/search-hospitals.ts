import type { hospitals } from '@banyi/contract/hospitals'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { invalid } from '../core/errors.ts'
import { decodeCursor, toPage } from '../core/paging.ts'
import type { AnyoneContext } from '../system.ts'
import { cardOf } from './hospital-card.ts'
import { searchDirectory, type SearchPosition } from './search-queries.ts'
import { searchQueryOf } from './search-tokens.ts'

type Operation = typeof hospitals.searchHospitals

export async function searchHospitals(
  c: AnyoneContext,
  { query: asked }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  const { lat, lng } = asked
  if ((lat === undefined) !== (lng === undefined))
    throw invalid(lat === undefined ? 'lat' : 'lng', '纬度和经度要一起提供')
  const typed = asked.query?.trim() ?? ''
  const query = searchQueryOf(typed)
  // only punctuation was typed: nothing has such a name
  if (typed !== '' && !query) return { items: [], nextCursor: null, total: 0, attribution: '' }
  const { total, rows } = await searchDirectory(c.db, {
    query,
    district: asked.district || null,
    point: lat === undefined || lng === undefined ? null : { lat, lng },
    after: readPosition(asked.cursor),
    limit: asked.limit + 1,
  })
  const page = toPage(
    rows,
    asked.limit,
    (row) => [row.rank, row.tier, row.near, row.id],
    (row) => cardOf(row, row.distance),
  )
  const sources = rows.slice(0, asked.limit).map((row) => row.attribution)
  return { ...page, total, attribution: [...new Set(sources)].filter((source) => source !== '').join(' · ') }
}

function readPosition(cursor: string | undefined): SearchPosition | null {
  const key = decodeCursor(cursor, 4)
  if (!key) return null
  const [rank, tier, near, id] = key
  const isPosition =
    [rank, tier, near].every((part) => Number.isInteger(part) && Number(part) >= 0 && Number(part) < 2 ** 31) &&
    typeof id === 'string' &&
    /^[\w-]*$/.test(id)
  if (!isPosition) throw invalid('cursor', '翻页位置无效，请回到第一页')
  return [Number(rank), Number(tier), Number(near), String(id)]
}
