import type { hospitals } from '@banyi/contract/hospitals'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { AnyoneContext } from '../system.ts'
import { findDepartments } from './hospital-queries.ts'
import { normalise } from './search-tokens.ts'

type Operation = typeof hospitals.listDepartments

export async function listDepartments(c: AnyoneContext, { query }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  const typed = query.query?.trim() ?? ''
  const text = normalise(typed)
  if (typed !== '' && text === '') return { items: [] }
  const rows = await findDepartments(c.db, text)
  return {
    items: rows.map((row) => ({
      code: row.code,
      name: row.name,
      aliases: row.aliases,
      parentCode: row.parent_code,
      kind: row.kind,
      isBookable: row.is_bookable,
    })),
  }
}
