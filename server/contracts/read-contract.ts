/** The text in force, an order's contract for its parties, and all its revisions for operators. */
import type { contracts } from '@banyi/contract/contracts'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { Id } from '@banyi/contract/common'
import { writeAudit } from '../core/audit.ts'
import { sendPdf } from '../core/documents/send-file.ts'
import { AppError, forbidden, notFound } from '../core/errors.ts'
import { actorOf, type Duty } from '../core/viewer.ts'
import type { RawReply, RawRequest } from '../route.ts'
import type { AccountContext, AnyoneContext, OperatorContext } from '../system.ts'
import {
  findNewest,
  findOfParty,
  listAcceptances,
  listContracts,
  readPdf,
  type ContractRow,
} from './contract-queries.ts'
import { PDF_FIELD } from './make-pdf.ts'
import { currentTemplateVersion, templateOf } from './templates.ts'
import { contractView } from './view.ts'

type Api = typeof contracts
/** who settles disputes and looks over money */
export const OPERATORS: Duty[] = ['dispatcher', 'finance', 'audit']

export async function getTemplate(): Promise<ReturnOf<Api['getTemplate']>> {
  const { version, title, effectiveFrom, summary, body } = templateOf(currentTemplateVersion())
  return { version, title, effectiveFrom: effectiveFrom.toISOString(), summary, body }
}

export async function getContractOfOrder(
  c: AccountContext,
  { params }: InputOf<Api['getContractOfOrder']>,
): Promise<ReturnOf<Api['getContractOfOrder']>> {
  const row = await findOfParty(c.db, params.id, c.viewer.accountId)
  if (!row) throw notFound('这份合同')
  return contractView(c, row, await listAcceptances(c.db, [row.id]))
}

/** A look into what two people agreed is written down. */
export async function getContractForOperator(
  c: OperatorContext,
  { params }: InputOf<Api['getContractForOperator']>,
): Promise<ReturnOf<Api['getContractForOperator']>> {
  const rows = await listContracts(c.db, params.id)
  if (rows.length === 0) throw notFound('这份合同')
  const acceptances = await listAcceptances(
    c.db,
    rows.map(({ id }) => id),
  )
  await auditLook(c, params.id, 'contracts.look')
  return { items: rows.map((row) => contractView(c, row, acceptances)) }
}

/** The stored bytes, never made anew: both parties and operators. */
export async function getContractPdf(c: AnyoneContext, request: RawRequest): Promise<RawReply> {
  const { viewer } = c
  const orderId = Id.safeParse(request.params['id'])
  if (viewer.kind === 'nobody') throw new AppError('SIGN_IN_REQUIRED', '请先登录')
  if (viewer.kind === 'link') throw forbidden()
  if (viewer.kind === 'operator' && !viewer.duties.some((duty) => OPERATORS.includes(duty))) throw forbidden()
  if (!orderId.success) throw notFound('这份合同')
  const row =
    viewer.kind === 'account'
      ? await findOfParty(c.db, orderId.data, viewer.accountId)
      : await findNewest(c.db, orderId.data)
  if (!row) throw notFound('这份合同')
  if (viewer.kind === 'operator') await auditLook({ ...c, viewer }, orderId.data, 'contracts.download')
  return sendPdf(`伴医合同 ${row.number}`, await bytesOf(c, row))
}

async function bytesOf(c: AnyoneContext, row: ContractRow): Promise<Buffer> {
  const sealed = (await readPdf(c.db, row.id))?.pdf_enc
  if (!sealed)
    throw new AppError('NOT_ALLOWED_NOW', row.completed_at ? 'PDF 正在生成，请稍后再下载' : '双方确认后才有 PDF')
  return c.cipher.openBytes(c.db, row.family_account_id, PDF_FIELD, sealed)
}

const auditLook = (c: OperatorContext, orderId: string, action: string): Promise<void> =>
  writeAudit(c.db, { actor: actorOf(c.viewer), action, subjectId: orderId, now: c.clock.now() })
