/** A month of one payee: what she had, what came, what went, what she has. The same facts give the same statement, on screen, in PDF and CSV. */
import { contract } from '@banyi/contract'
import type { Statement } from '@banyi/contract/payments/payouts'
import { shanghaiDay, shanghaiInstant, shanghaiTime } from '../../core/clock.ts'
import { canonical, sha256 } from '../../core/documents/canonical.ts'
import { csvOf, csvYuan, type Cell } from '../../core/documents/csv.ts'
import type { Paper } from '../../core/documents/paper.ts'
import { printPdf } from '../../core/documents/print.ts'
import { sendCsv, sendPdf } from '../../core/documents/send-file.ts'
import { invalid, notFound } from '../../core/errors.ts'
import { writeAudit } from '../../core/audit.ts'
import { actorOf } from '../../core/viewer.ts'
import { findCompanions } from '../../companions/index.ts'
import type { RawReply, RawRequest } from '../../route.ts'
import type { AccountContext, OperatorContext, System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { earnedBefore, listEarningsOfMonth, showEarning, type Span } from './earning-queries.ts'
import { requirePayee } from './who.ts'

interface Whose {
  id: string
  name: string
}
export function spanOf(month: string): Span {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  return { from: shanghaiInstant(`${month}-01`, '00:00'), before: shanghaiInstant(`${next}-01`, '00:00') }
}

async function statementOf(system: System, { id, name }: Whose, month: string): Promise<Statement> {
  const span = spanOf(month)
  if (span.from > system.clock.now()) throw notFound('这个月的月结单')
  const { openingFen, rows } = await inBooks(system, async (tx) => ({
    openingFen: await earnedBefore(tx, id, span.from),
    rows: await listEarningsOfMonth(tx, id, span),
  }))
  const lines = rows.map(showEarning)
  const sum = (...kinds: string[]): number =>
    lines.reduce((total, line) => total + (kinds.includes(line.kind) ? line.amountFen : 0), 0)
  const incomeFen = sum('order')
  const tipFen = sum('tip')
  const adjustmentFen = sum('adjustment', 'recovery')
  const withdrawnFen = 0 - sum('withdrawal', 'withdrawal-returned')
  const facts = {
    month,
    name,
    openingFen,
    incomeFen,
    tipFen,
    adjustmentFen,
    withdrawnFen,
    closingFen: openingFen + incomeFen + tipFen + adjustmentFen - withdrawnFen,
    orders: lines.filter((line) => line.kind === 'order').length,
    lines,
  }
  return { ...facts, fingerprint: sha256(canonical(facts)) }
}

/** her own, or for finance anybody's */
export async function getMyStatement(c: AccountContext, { params }: { params: { month: string } }): Promise<Statement> {
  return statementOf(c, await requirePayee(c), params.month)
}
export async function getStatementOf(
  c: OperatorContext,
  { params }: { params: { payeeId: string; month: string } },
): Promise<Statement> {
  const payee = (await findCompanions(c, [params.payeeId])).get(params.payeeId)
  if (!payee) throw notFound('这位陪诊员')
  return statementOf(c, payee, params.month)
}

type Maker = (statement: Statement) => Promise<RawReply>
export const mine =
  (make: Maker) =>
  async (c: AccountContext, request: RawRequest): Promise<RawReply> => {
    const params = contract.payments.getMyStatementPdf.params.safeParse(request.params)
    if (!params.success) throw invalid('month', '月份应为 YYYY-MM')
    return make(await getMyStatement(c, { params: params.data }))
  }
export const ofPayee =
  (make: Maker) =>
  async (c: OperatorContext, request: RawRequest): Promise<RawReply> => {
    const params = contract.payments.getStatementPdfOf.params.safeParse(request.params)
    if (!params.success) throw invalid('month', '地址不对')
    const { payeeId, month } = params.data
    const reply = await make(await getStatementOf(c, { params: params.data }))
    // taken out of the house: it is written down who did
    await inBooks(c, (tx) =>
      writeAudit(tx, {
        actor: actorOf(c.viewer),
        action: 'payments.export-statement',
        subjectId: payeeId,
        detail: { month },
        now: c.clock.now(),
      }),
    )
    return reply
  }

export const asPdf: Maker = async (s) => sendPdf(fileName(s), await printPdf(paperOf(s)))
export const asCsv: Maker = async (s) => sendCsv(fileName(s), csvText(s))
const fileName = (s: Statement): string => `伴医月结单 ${s.name} ${s.month}`

/** ¥1,234.50, with its sign in front */
const say = (fen: number): string =>
  `${fen < 0 ? '-' : ''}¥${(Math.abs(fen) / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')}`
const KINDS: Record<Statement['lines'][number]['kind'], string> = {
  order: '订单',
  tip: '感谢红包',
  adjustment: '调整',
  recovery: '追偿',
  withdrawal: '提现',
  'withdrawal-returned': '提现退回',
}
const sayAt = (iso: string): string => `${shanghaiDay(new Date(iso))} ${shanghaiTime(new Date(iso))}`
const titleOf = (line: Statement['lines'][number]): string => [line.title, line.orderNumber].filter(Boolean).join(' ')

export function paperOf(s: Statement): Paper {
  const [year, month] = s.month.split('-').map(Number)
  return {
    title: '收入月结单',
    subtitle: `${s.name} · ${year} 年 ${month} 月`,
    number: s.month,
    foot: `伴医 · 收入月结单 · 校验值 ${s.fingerprint.slice(0, 16)}`,
    // the time of its last line, so that the same statement is the same file
    at: new Date(s.lines.at(-1)?.at ?? spanOf(s.month).from),
    blocks: [
      {
        kind: 'facts',
        items: [
          { name: '月初余额', value: say(s.openingFen) },
          { name: '订单收入', value: `${say(s.incomeFen)}（${s.orders} 单）` },
          { name: '感谢红包', value: say(s.tipFen) },
          { name: '调整与追偿', value: say(s.adjustmentFen) },
          { name: '提现', value: say(0 - s.withdrawnFen) },
          { name: '月末余额', value: say(s.closingFen) },
        ],
      },
      { kind: 'heading', text: '逐笔' },
      {
        kind: 'table',
        columns: [
          { title: '时间', width: '84pt' },
          { title: '类型', width: '48pt' },
          { title: '事项与明细' },
          { title: '金额', isAmount: true, width: '66pt' },
          { title: '余额', isAmount: true, width: '66pt' },
        ],
        rows: s.lines.map((line) => [
          sayAt(line.at),
          KINDS[line.kind],
          [
            titleOf(line),
            ...(line.lines.length > 1 ? line.lines : []).map(
              (part) => `${part.name} ${say(part.amountFen)}  ${part.why}`,
            ),
          ].join('\n'),
          say(line.amountFen),
          say(line.balanceFen),
        ]),
        total: ['', '', '本月合计', say(s.closingFen - s.openingFen), say(s.closingFen)],
        empty: '这个月没有收支',
      },
      {
        kind: 'verify',
        title: '核对',
        url: null,
        lines: [
          '月初余额 + 订单收入 + 感谢红包 + 调整与追偿 - 提现 = 月末余额。',
          `内容校验值（SHA-256） ${s.fingerprint}`,
          '对金额有疑问，请在 30 天内联系平台。',
        ],
      },
    ],
  }
}

/** one row per line of each earning, so that a spreadsheet can add them up */
function csvText(s: Statement): string {
  const rows = s.lines.flatMap((line): Cell[][] =>
    line.lines.map((part, i) => [
      sayAt(line.at),
      KINDS[line.kind],
      line.title,
      line.orderNumber ?? '',
      part.name,
      csvYuan(part.amountFen),
      part.why,
      i === line.lines.length - 1 ? csvYuan(line.balanceFen) : '',
    ]),
  )
  return csvOf(
    ['时间', '类型', '事项', '订单号', '明细', '金额（元）', '说明', '余额（元）'],
    [
      ...rows,
      ['', '', '月初余额', '', '', csvYuan(s.openingFen), '', ''],
      ['', '', '月末余额', '', '', csvYuan(s.closingFen), s.fingerprint, ''],
    ],
  )
}
