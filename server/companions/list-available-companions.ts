import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { addMinutes } from '../core/clock.ts'
import { invalid } from '../core/errors.ts'
import { decodeCursor, toPage } from '../core/paging.ts'
import type { AnyoneContext } from '../system.ts'
import { listAvailableRows, type AvailabilitySearch, type AvailableRow } from './calendar-queries.ts'
import { cardOf } from './companion-card.ts'
import { requireSignedIn } from './who.ts'
import { visitTime } from './working-time.ts'

type Operation = typeof companions.listAvailableCompanions

export async function listAvailableCompanions(
  c: AnyoneContext,
  { query }: InputOf<Operation>,
): Promise<ReturnOf<Operation>> {
  requireSignedIn(c)
  const now = c.clock.now()
  const startsAt = new Date(query.startsAt)
  const endsAt = addMinutes(startsAt, query.minutes)
  const time = visitTime(startsAt, endsAt)
  if (!time || startsAt < now) return { items: [], nextCursor: null }
  const search = {
    visit: { time, startsAt, endsAt },
    segment: query.segment,
    district: query.district || null,
    sex: query.sex ?? null,
    language: query.language || null,
  }
  const rows = await listAvailableRows(c.db, { ...search, after: readPosition(query.cursor), limit: query.limit + 1 })
  return toPage(
    rows,
    query.limit,
    (row) => [row.far, row.finished_visits, row.id],
    (row) => ({ ...cardOf(row, now), reasons: reasonsFor(row, search) }),
  )
}

const SEGMENT_NAMES = {
  general: '普通陪诊',
  paediatrics: '儿科陪诊',
  maternity: '孕产陪诊',
  oncology: '肿瘤陪诊',
  'cross-city': '异地就医陪诊',
}

/** Why she is on the list, in words for the family; the first ones decided about her place. */
export function reasonsFor(
  row: AvailableRow,
  search: Pick<AvailabilitySearch, 'district' | 'segment' | 'language'>,
): string[] {
  const reasons: string[] = []
  if (search.district && row.far === 0) reasons.push(`常在${search.district}服务`)
  if (search.segment !== 'general') reasons.push(`受过${SEGMENT_NAMES[search.segment]}培训`)
  if (search.language) reasons.push(`会说${search.language}`)
  if (row.finished_visits > 0) reasons.push(`已完成 ${row.finished_visits} 次陪诊`)
  else if (row.verified.includes('training')) reasons.push('新加入，已通过培训')
  if (row.verified.includes('first-aid')) reasons.push('有急救证')
  return reasons
}

function readPosition(cursor: string | undefined): AvailabilitySearch['after'] {
  const key = decodeCursor(cursor, 3)
  if (!key) return null
  const [far, visits, id] = key
  const isPosition =
    (far === 0 || far === 1) &&
    Number.isInteger(visits) &&
    Math.abs(Number(visits)) < 2 ** 31 &&
    typeof id === 'string' &&
    /^[0-9a-f-]{36}$/.test(id)
  if (!isPosition) throw invalid('cursor', '翻页位置无效，请回到第一页')
  return [far, Number(visits), id]
}
