/** Finance looks through the postings, takes them away as a table, or looks at one. */
import { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { Posting } from '@banyi/contract/payments/shapes'
import { writeAudit } from '../../core/audit.ts'
import { nextDay, shanghaiDay, shanghaiInstant, shanghaiTime } from '../../core/clock.ts'
import { csvOf, csvYuan } from '../../core/documents/csv.ts'
import { sendCsv } from '../../core/documents/send-file.ts'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import { decodeCursor, toPage } from '../../core/paging.ts'
import { actorOf } from '../../core/viewer.ts'
import type { RawReply, RawRequest } from '../../route.ts'
import type { OperatorContext, System } from '../../system.ts'
import { findCompanions } from '../../companions/index.ts'
import { inBooks } from '../books/books.ts'
import { findPosting, listPostingRows, showPosting, type PostingFilter } from '../books/posting-queries.ts'

type Api = typeof contract.payments
type Query = InputOf<Api['exportPostings']>['query']
type Rows = Awaited<ReturnType<typeof listPostingRows>>
/** a table that a spreadsheet still opens; more is asked for day by day */
const MOST_ROWS = 50_000

export async function listPostings(
  c: OperatorContext,
  { query }: InputOf<Api['listPostings']>,
): Promise<ReturnOf<Api['listPostings']>> {
  const key = decodeCursor(query.cursor, 2)
  const after: [string, string] | null = key ? [String(key[0]), String(key[1])] : null
  const rows = await inBooks(c, (tx) => listPostingRows(tx, filterOf(query), { after, limit: query.limit + 1 }))
  const names = await companionNames(c, rows)
  return toPage(
    rows,
    query.limit,
    (row) => [row.cursor_at, row.id],
    (row) => showPosting(row, names),
  )
}

export async function getPosting(
  c: OperatorContext,
  { params }: InputOf<Api['getPosting']>,
): Promise<ReturnOf<Api['getPosting']>> {
  const row = await inBooks(c, (tx) => findPosting(tx, params.id))
  if (!row) throw notFound('这笔分录')
  return showPosting(row, await companionNames(c, [row]))
}

/** One line per entry: time, kind, sentence, number, order, account, debit, credit. */
export async function exportPostings(c: OperatorContext, request: RawRequest): Promise<RawReply> {
  const parsed = contract.payments.exportPostings.query.safeParse(request.query)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw invalid(issue?.path.join('.') ?? 'query', '筛选条件不对')
  }
  const rows = await inBooks(c, async (tx) => {
    const now = c.clock.now()
    const audit = { actor: actorOf(c.viewer), action: 'payments.export-postings', subjectId: 'payments.postings' }
    await writeAudit(tx, { ...audit, detail: parsed.data, now })
    return listPostingRows(tx, filterOf(parsed.data), { after: null, limit: MOST_ROWS + 1 })
  })
  if (rows.length > MOST_ROWS) throw new AppError('TOO_LARGE', `超过 ${MOST_ROWS} 笔，请缩小日期范围`)
  const names = await companionNames(c, rows)
  const header = ['时间', '类型', '说明', '业务单号', '订单号', '科目', '科目代号', '借', '贷', '分录编号']
  return sendCsv(
    '分录',
    csvOf(
      header,
      rows.flatMap((row) => linesOf(showPosting(row, names))),
    ),
  )
}

const linesOf = (posting: Posting): string[][] =>
  posting.entries.map(({ account, accountName, amountFen }) => [
    `${shanghaiDay(new Date(posting.at))} ${shanghaiTime(new Date(posting.at))}`,
    posting.kindName,
    posting.sentence,
    posting.reference,
    posting.orderNumber ?? '',
    accountName,
    account,
    amountFen > 0 ? csvYuan(amountFen) : '',
    amountFen < 0 ? csvYuan(-amountFen) : '',
    posting.id,
  ])

function filterOf({ account, kind, orderId, query, from, to }: Query): PostingFilter {
  if (from && to && from > to) throw invalid('from', '开始日期晚于结束日期')
  return {
    account,
    kind,
    orderId,
    query,
    from: from ? shanghaiInstant(from, '00:00') : undefined,
    before: to ? shanghaiInstant(nextDay(to), '00:00') : undefined,
  }
}

/** names of the companions whose accounts are in the rows, in one question */
async function companionNames(system: System, rows: Rows): Promise<Map<string, string>> {
  const ids = rows.flatMap(({ entries }) =>
    entries.flatMap(({ account }) => (account.startsWith('earnings:') ? [account.slice('earnings:'.length)] : [])),
  )
  return new Map([...(await findCompanions(system, ids))].map(([id, { name }]) => [id, name]))
}
