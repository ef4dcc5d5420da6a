import type { Operator } from '@banyi/contract/identity'
import { notFound } from '../core/errors.ts'
import type { OperatorContext } from '../system.ts'
import { findOperator } from './operator-queries.ts'
import { viewOperator } from './operator-view.ts'

export async function getOperatorMe(c: OperatorContext): Promise<Operator> {
  const row = await findOperator(c.db, c.viewer.operatorId)
  if (!row) throw notFound('这位运营')
  return viewOperator(row)
}
