import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { AccountContext } from '../system.ts'
import { calendarOf } from './calendar.ts'
import { requireMe } from './who.ts'

type Operation = typeof companions.getMyCalendar

export async function getMyCalendar(c: AccountContext, { query }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  return calendarOf(c, await requireMe(c), query.from, query.to)
}
