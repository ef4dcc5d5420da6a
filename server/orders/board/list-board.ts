/** The operators' board: filters, counts, pages. Names are shown; every operator may see the board. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { OrderState, type BoardRow } from '@banyi/contract/orders'
import { findCompanions } from '../../companions/index.ts'
import { nextDay, shanghaiInstant } from '../../core/clock.ts'
import { invalid } from '../../core/errors.ts'
import { toPage } from '../../core/paging.ts'
import { maskName } from '../../core/words.ts'
import { findHospitals } from '../../hospitals/index.ts'
import { findAccountIdsByPhone, findPatients } from '../../identity/index.ts'
import type { OperatorContext, System } from '../../system.ts'
import { showBase } from '../order-view.ts'
import { readPlace } from '../page-place.ts'
import {
  FLAGS,
  countBoardRows,
  countByFlag,
  countByState,
  findHospitalNames,
  listBoardRows,
  type BoardFilter,
  type Flag,
  type FlaggedOrder,
} from './board-queries.ts'

type Api = typeof contract.orders

export async function listBoard(
  c: OperatorContext,
  { query }: InputOf<Api['listBoard']>,
): Promise<ReturnOf<Api['listBoard']>> {
  const now = c.clock.now()
  const filter: BoardFilter = {
    states: readStates(query.state),
    flag: readFlag(query.flag),
    search: await readSearch(c, query.query),
    accountIds: query.query && /^1\d{10}$/.test(query.query) ? await findAccountIdsByPhone(c, query.query) : [],
    district: query.district ?? null,
    companionId: query.companionId ?? null,
    ...readDays(query),
  }
  const after = readPlace(query.cursor)
  const [rows, total] = await Promise.all([
    listBoardRows(c.db, filter, query.sort, after, query.limit + 1, now),
    countBoardRows(c.db, filter, now),
  ])
  const shown = new Map((await showBoardRows(c, rows.slice(0, query.limit))).map((row) => [row.id, row]))
  const keyOf = (row: FlaggedOrder): string[] => [
    (query.sort === 'created-desc' ? row.created_at : row.starts_at).toISOString(),
    row.id,
  ]
  const page = toPage(rows, query.limit, keyOf, (row) => shown.get(row.id))
  return { items: page.items.filter((row) => row !== undefined), nextCursor: page.nextCursor, total }
}

export async function countBoard(
  c: OperatorContext,
  { query }: InputOf<Api['countBoard']>,
): Promise<ReturnOf<Api['countBoard']>> {
  const { from, to } = readDays(query)
  const [byState, byFlag] = await Promise.all([
    countByState(c.db, from, to),
    countByFlag(c.db, from, to, c.clock.now()),
  ])
  return { byState, byFlag }
}

/** names in lists are masked: a glance over a shoulder tells nothing */
export async function showBoardRows(system: System, rows: FlaggedOrder[]): Promise<BoardRow[]> {
  const [patients, companions, hospitals] = await Promise.all([
    findPatients(
      system,
      rows.map((row) => row.patient_id),
      null,
    ),
    findCompanions(
      system,
      rows.flatMap((row) => row.companion_id ?? []),
    ),
    findHospitals(
      system,
      rows.map((row) => row.hospital_id),
    ),
  ])
  return rows.map((row) => ({
    ...showBase(row, hospitals.get(row.hospital_id)),
    createdAt: row.created_at.toISOString(),
    patientName: maskName(patients.get(row.patient_id)?.name ?? ''),
    companionId: row.companion_id,
    companionName: row.companion_id ? (companions.get(row.companion_id)?.name ?? null) : null,
    totalFen: row.total_fen,
    flags: row.flags,
  }))
}

function readStates(text: string | undefined): OrderState[] | null {
  if (!text) return null
  const states = text.split(',')
  if (!states.every((state): state is OrderState => OrderState.options.includes(state as OrderState)))
    throw invalid('state', '没有这个状态')
  return states
}
function readFlag(text: string | undefined): Flag | null {
  if (!text) return null
  if (!FLAGS.includes(text as Flag)) throw invalid('flag', '没有这个标记')
  return text as Flag
}
const readDays = ({
  from,
  to,
}: {
  from?: string | undefined
  to?: string | undefined
}): { from: Date | null; to: Date | null } => ({
  from: from ? shanghaiInstant(from, '00:00') : null,
  to: to ? shanghaiInstant(nextDay(to), '00:00') : null,
})
/** Digits are a number's beginning or end, or a phone; anything else is a hospital. */
async function readSearch(c: OperatorContext, text: string | undefined): Promise<BoardFilter['search']> {
  if (!text) return null
  return /^\d+$/.test(text) ? { digits: text } : { hospitalNames: await findHospitalNames(c.db, escapeLike(text)) }
}
const escapeLike = (text: string): string => text.replace(/[\\%_]/g, (letter) => `\\${letter}`)
