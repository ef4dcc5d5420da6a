/** Anybody who holds the paper can ask whether it is true: by the code on it, or with the file itself, which is not kept. */
import type { Verification, contracts } from '@banyi/contract/contracts'
import type { InputOf } from '@banyi/contract/endpoint'
import { sha256 } from '../core/documents/canonical.ts'
import { AppError } from '../core/errors.ts'
import { Verification as VerificationShape } from '@banyi/contract/contracts'
import type { RawReply, RawRequest } from '../route.ts'
import type { AnyoneContext } from '../system.ts'
import { findByCode, findByPdfHash, listAcceptances, type ContractRow } from './contract-queries.ts'
import { publicFactsOf } from './contract-text.ts'
import { isIntact } from './integrity.ts'
import { markOf } from './make-pdf.ts'
import { publicAcceptance } from './view.ts'

const NOTHING = { number: null, hash: null, pdfHash: null, facts: [], acceptances: [] }
/** the same words for a code that never was and for one that is mistyped */
const UNKNOWN: Verification = {
  outcome: 'unknown',
  sentence: '没有查到这份合同，请核对验证码，或确认文件来自伴医',
  ...NOTHING,
}

export async function verifyByCode(
  c: AnyoneContext,
  { params }: InputOf<(typeof contracts)['verifyByCode']>,
): Promise<Verification> {
  // on paper O is easily read for 0, and I or L for 1; the code has neither of these letters
  const code = params.code.toUpperCase().replaceAll('-', '').replaceAll('O', '0').replaceAll(/[IL]/g, '1')
  const row = await findByCode(c.db, code)
  return row ? tell(c, row) : UNKNOWN
}

export async function verifyPdf(c: AnyoneContext, request: RawRequest): Promise<RawReply> {
  if (request.body.length === 0)
    throw new AppError('INVALID', '请选择要查验的 PDF 文件', { fields: { body: '应为 PDF 文件' } })
  const verification = await verifyBytes(c, request.body)
  return {
    status: 200,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify(VerificationShape.parse(verification)),
  }
}

async function verifyBytes(c: AnyoneContext, bytes: Buffer): Promise<Verification> {
  const same = await findByPdfHash(c.db, sha256(bytes))
  if (same) return tell(c, same)
  const code = new RegExp(markOf('([0-9A-Z]{16})')).exec(bytes.toString('latin1'))?.[1]
  const named = code ? await findByCode(c.db, code) : null
  if (!named) return UNKNOWN
  // nothing of the contract is told to somebody who holds a changed file
  return {
    ...UNKNOWN,
    outcome: 'altered',
    sentence: `这个文件和存档的合同 ${named.number} 不一致，被修改过，请不要采信`,
    number: named.number,
    pdfHash: named.pdf_hash,
  }
}

async function tell(c: AnyoneContext, row: ContractRow): Promise<Verification> {
  const acceptances = await listAcceptances(c.db, [row.id])
  if (!isIntact(c, row, acceptances)) {
    c.log.error({ contractId: row.id }, 'a contract in the database is not what was agreed to')
    return {
      ...UNKNOWN,
      outcome: 'altered',
      sentence: '平台存档的内容和校验值不一致，请以双方手里的 PDF 为准，并联系平台',
      number: row.number,
      hash: row.hash,
      pdfHash: row.pdf_hash,
    }
  }
  const words = {
    complete: { outcome: 'genuine', sentence: '真实有效：双方已确认，内容与存档一致' },
    open: { outcome: 'open', sentence: '家属已确认，等待陪诊员确认，还没有成立' },
    void: { outcome: 'open', sentence: '订单已结束，这份合同没有成立' },
    replaced: {
      outcome: 'replaced',
      sentence: row.completed_at ? '内容真实，但已被新的版本取代' : '没有成立，已被新的版本取代',
    },
  } as const
  return {
    ...words[row.state],
    number: row.number,
    hash: row.hash,
    pdfHash: row.pdf_hash,
    facts: publicFactsOf(row.inputs),
    acceptances: acceptances.map(publicAcceptance),
  }
}
