import type { Operator } from '@banyi/contract/identity'
import type { OperatorContext } from '../system.ts'
import { listOperatorRows } from './operator-queries.ts'
import { viewOperator } from './operator-view.ts'

export const listOperators = async (c: OperatorContext): Promise<{ items: Operator[] }> => ({
  items: (await listOperatorRows(c.db)).map(viewOperator),
})
