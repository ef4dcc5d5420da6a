import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { invalid } from '../core/errors.ts'
import { decodeCursor, toPage } from '../core/paging.ts'
import { hashPhone } from '../identity/index.ts'
import type { OperatorContext } from '../system.ts'
import { recordsOf } from './companion-card.ts'
import { listRosterRows, type RosterSearch } from './companion-queries.ts'

type Operation = typeof companions.listRoster

/** By a part of the name or by a whole phone number. */
export async function listRoster(c: OperatorContext, { query }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  const typed = query.query?.trim() ?? ''
  const isPhone = /^1\d{10}$/.test(typed)
  const { total, rows } = await listRosterRows(c.db, {
    name: typed === '' || isPhone ? null : typed,
    phoneHash: isPhone ? hashPhone(c, typed) : null,
    status: query.status ?? null,
    district: query.district || null,
    segment: query.segment ?? null,
    after: readPosition(query.cursor),
    limit: query.limit + 1,
  })
  const records = await recordsOf(c, rows)
  return {
    ...toPage(
      records,
      query.limit,
      (record) => [record.createdAt, record.id],
      (record) => record,
    ),
    total,
  }
}

function readPosition(cursor: string | undefined): RosterSearch['after'] {
  const key = decodeCursor(cursor, 2)?.map(String)
  if (!key) return null
  const [createdAt = '', id = ''] = key
  if (Number.isNaN(Date.parse(createdAt)) || !/^[0-9a-f-]{36}$/.test(id))
    throw invalid('cursor', '翻页位置无效，请回到第一页')
  return [createdAt, id]
}
