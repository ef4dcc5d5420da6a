/** Where a page goes on: time and id of the row before it. */
import { invalid } from '../../core/errors.ts'
import { decodeCursor } from '../../core/paging.ts'
export type Position = [at: string, id: string] | null

export function readPosition(cursor: string | undefined): Position {
  const key = decodeCursor(cursor, 2)?.map(String)
  if (!key) return null
  const [at = '', id = ''] = key
  if (Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/.test(id)) throw invalid('cursor', '翻页位置无效，请回到第一页')
  return [at, id]
}
