import type { Operator } from '@banyi/contract/identity'
import type { OperatorRow } from './operator-queries.ts'

export const viewOperator = ({ id, username, name, duties, is_active }: OperatorRow): Operator => ({
  id,
  username,
  name,
  duties,
  isActive: is_active,
})
