/** The cursor of a list of orders: the time and the id of the last row. */
import { invalid } from '../core/errors.ts'
import { decodeCursor } from '../core/paging.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/

/** Throws INVALID for a cursor that no list gave: PostgreSQL would stumble over it. */
export function readPlace(cursor: string | undefined): [at: string, id: string] | null {
  const key = decodeCursor(cursor, 2)
  if (key === null) return null
  const [at, id] = key.map(String)
  if (!at || !id || !TIME.test(at) || Number.isNaN(Date.parse(at)) || !UUID.test(id))
    throw invalid('cursor', '翻页位置无效，请回到第一页')
  return [at, id]
}
