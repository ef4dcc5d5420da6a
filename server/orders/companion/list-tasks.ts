/** The task centre: open to her, in progress, done. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../../core/errors.ts'
import { toPage } from '../../core/paging.ts'
import { findHospitals } from '../../hospitals/index.ts'
import type { AccountContext } from '../../system.ts'
import { readPlace } from '../page-place.ts'
import { requireMe } from './me.ts'
import { countTasks, findTask, listTaskRows } from './task-queries.ts'
import { showTask, showTaskCard } from './task-view.ts'

type Api = typeof contract.orders

export async function listTasks(
  c: AccountContext,
  { query }: InputOf<Api['listTasks']>,
): Promise<ReturnOf<Api['listTasks']>> {
  const me = await requireMe(c)
  const now = c.clock.now()
  const after = readPlace(query.cursor)
  const [rows, counts] = await Promise.all([
    listTaskRows(c.db, query.tab, me, after, query.limit + 1, now),
    countTasks(c.db, me, now),
  ])
  const hospitals = await findHospitals(
    c,
    rows.map((row) => row.hospital_id),
  )
  const from = query.lat !== undefined && query.lng !== undefined ? { lat: query.lat, lng: query.lng } : null
  const page = toPage(
    rows,
    query.limit,
    (row) => [row.starts_at.toISOString(), row.id],
    (row) => showTaskCard(c, row, me, hospitals.get(row.hospital_id), from),
  )
  return { ...page, counts }
}

export async function getTask(
  c: AccountContext,
  { params }: InputOf<Api['getTask']>,
): Promise<ReturnOf<Api['getTask']>> {
  return showTaskById(c, params.id)
}

/** Throws NOT_FOUND for what is not (or no longer) hers to see. */
export async function showTaskById(c: AccountContext, id: string): Promise<ReturnOf<Api['getTask']>> {
  const me = await requireMe(c)
  const order = await findTask(c.db, id, me, c.clock.now())
  if (!order) throw notFound('这个任务')
  return showTask(c, order, me)
}
