/** Does what the database holds still say what was agreed to? Asked at every look, not only when somebody doubts. */
import { isSameSecret } from '../core/crypto/keyed-hash.ts'
import type { System } from '../system.ts'
import type { AcceptanceRow, ContractRow } from './contract-queries.ts'
import { sealOf } from './make-pdf.ts'
import { templateOf } from './templates.ts'
import { hashOf } from './terms.ts'

export function isIntact(system: Pick<System, 'hash'>, row: ContractRow, acceptances: AcceptanceRow[]): boolean {
  const template = templateOf(row.template_version)
  if (hashOf(row.number, row.revision, template, row.inputs) !== row.hash) return false
  const open = hashOf(row.number, row.revision, template, { ...row.inputs, companionName: '' })
  const fits = acceptances.every((a) => a.carried_from !== null || a.hash === (a.side === 'family' ? open : row.hash))
  const isWhole = row.completed_at === null || acceptances.length === 2
  const isSealed = row.seal === null || isSameSecret(row.seal, sealOf(system, row, acceptances))
  return fits && isWhole && isSealed
}
