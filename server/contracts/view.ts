/** A contract as its parties and operators see it. */
import type { Acceptance, Contract } from '@banyi/contract/contracts'
import { maskName } from '../core/words.ts'
import type { System } from '../system.ts'
import type { AcceptanceRow, ContractRow } from './contract-queries.ts'
import { factsOf, textOf } from './contract-text.ts'
import { spell, verifyUrl } from './make-pdf.ts'
import { sayDevice } from './say-device.ts'
import { templateOf } from './templates.ts'

const STATES: Record<ContractRow['state'], string> = {
  open: '等待陪诊员确认',
  complete: '双方已确认',
  replaced: '已被新版本取代',
  void: '订单已结束，没有生效',
}

export const acceptanceView = (a: AcceptanceRow): Acceptance => ({
  side: a.side,
  name: a.name,
  at: a.at.toISOString(),
  device: sayDevice(a.device) + (a.carried_from ? `（同意第 ${a.carried_from} 版，沿用）` : ''),
  ipMasked: a.ip_masked,
})
/** for anybody who holds the paper */
export const publicAcceptance = (a: AcceptanceRow): Acceptance => ({ ...acceptanceView(a), name: maskName(a.name) })

export const contractView = (
  system: Pick<System, 'config'>,
  row: ContractRow,
  acceptances: AcceptanceRow[],
): Contract => ({
  id: row.id,
  number: row.number,
  orderId: row.order_id,
  revision: row.revision,
  templateVersion: row.template_version,
  state: row.state,
  stateName: STATES[row.state],
  title: templateOf(row.template_version).title,
  text: textOf(row.template_version, row.inputs),
  facts: [...factsOf(row.inputs), ...(row.why ? [{ name: '本版说明', value: row.why }] : [])],
  hash: row.hash,
  verifyCode: spell(row.verify_code),
  verifyUrl: verifyUrl(system, row),
  acceptances: acceptances.filter((a) => a.contract_id === row.id).map(acceptanceView),
  createdAt: row.created_at.toISOString(),
  completedAt: row.completed_at?.toISOString() ?? null,
  hasPdf: row.pdf_hash !== null,
})
