/** Job: the paper of a contract that both sides agreed to. Bytes and their hash are kept; made once. */
import { createHash } from 'node:crypto'
import { canonical } from '../core/documents/canonical.ts'
import { shanghaiDay, shanghaiTime } from '../core/clock.ts'
import type { Paper } from '../core/documents/paper.ts'
import { printPdf } from '../core/documents/print.ts'
import type { System } from '../system.ts'
import { findContract, listAcceptances, savePdf, type AcceptanceRow, type ContractRow } from './contract-queries.ts'
import { factsOf, textOf } from './contract-text.ts'
import { sayDevice } from './say-device.ts'
import type { MakePdf } from './make-pdf-task.ts'
import { templateOf } from './templates.ts'

/** field under which the bytes are sealed, with the family's account as subject */
export const PDF_FIELD = 'contract-pdf'
/** found in the file whatever else was changed in it */
export const markOf = (code: string): string => `BANYI-CONTRACT-${code}`

export async function makePdf(system: System, { contractId }: MakePdf): Promise<void> {
  const row = await findContract(system.db, contractId)
  if (!row?.completed_at || row.pdf_hash) return
  const acceptances = await listAcceptances(system.db, [row.id])
  const bytes = await printPdf(paperOf(row, acceptances, verifyUrl(system, row)))
  const hash = createHash('sha256').update(bytes).digest('hex')
  await system.db.tx(async (tx) => {
    const enc = await system.cipher.seal(tx, row.family_account_id, PDF_FIELD, bytes)
    await savePdf(tx, row.id, { enc, hash, seal: sealOf(system, { ...row, pdf_hash: hash }, acceptances) })
  })
}

/** What is agreed to, by whom and on which paper, under a key that is not in the database: whoever changes rows there cannot make it anew. */
export const sealOf = (
  system: Pick<System, 'hash'>,
  row: Pick<ContractRow, 'hash' | 'pdf_hash' | 'verify_code' | 'why'>,
  acceptances: AcceptanceRow[],
): Buffer =>
  system.hash.of(
    'contract',
    canonical({
      hash: row.hash,
      // swapped codes would show another contract as the one that is held
      code: row.verify_code,
      why: row.why,
      pdf: row.pdf_hash,
      acceptances: acceptances.map((a) => [a.side, a.name, a.at.toISOString(), a.device, a.ip_masked, a.hash]),
    }),
  )

/** ABCD-EFGH-JKMN-PQRS */
export const spell = (code: string): string => code.match(/.{4}/g)?.join('-') ?? code
export const verifyUrl = (system: Pick<System, 'config'>, row: Pick<ContractRow, 'verify_code'>): string =>
  `${system.config.PUBLIC_URL}/#/packages/trust/verify/index?code=${spell(row.verify_code)}`

export const sayAt = (at: Date): string => `${shanghaiDay(at)} ${shanghaiTime(at)}`
export const SIDES = { family: '委托方（家属）', companion: '陪诊员' }

function paperOf(row: ContractRow, acceptances: AcceptanceRow[], url: string): Paper {
  const template = templateOf(row.template_version)
  const code = spell(row.verify_code)
  return {
    title: template.title,
    subtitle: `编号 ${row.number} · 第 ${row.revision} 版 · 文本版本 ${row.template_version}`,
    number: row.number,
    foot: `验证码 ${code} · 校验值 ${row.hash.slice(0, 16)}`,
    at: row.completed_at ?? row.created_at,
    mark: markOf(row.verify_code),
    blocks: [
      { kind: 'facts', items: factsOf(row.inputs) },
      ...(row.why ? [{ kind: 'text' as const, text: `本版说明：${row.why}`, isSmall: true }] : []),
      { kind: 'markdown', text: textOf(row.template_version, row.inputs) },
      { kind: 'heading', text: '双方确认' },
      {
        kind: 'table',
        columns: [
          { title: '当事人', width: '84pt' },
          { title: '姓名', width: '60pt' },
          { title: '同意时间（北京时间）', width: '104pt' },
          { title: '设备与网络地址' },
        ],
        rows: acceptances.map((a) => [
          SIDES[a.side],
          a.name,
          sayAt(a.at),
          [
            `${sayDevice(a.device)}，${a.ip_masked}`,
            ...(a.carried_from ? [`同意的是第 ${a.carried_from} 版，变更已告知，沿用原确认`] : []),
          ].join('\n'),
        ]),
      },
      {
        kind: 'verify',
        title: '查验',
        url,
        lines: [
          `验证码 ${code}`,
          '扫码，或在“伴医 - 合同查验”输入验证码，或上传这个文件。',
          '只有与平台存档逐字节相同的文件才会显示“真实”。',
          `内容校验值（SHA-256）`,
          row.hash.slice(0, 32),
          row.hash.slice(32),
        ],
      },
    ],
  }
}
