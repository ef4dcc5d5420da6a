/** Rows as finance reads them: with names of people, which lie in other modules. */
import { nameOfAccount, nameOfPosting } from '../books/posting-words.ts'
import type { BillLine, Difference } from '@banyi/contract/payments/reconciliation'
import type { Posting } from '@banyi/contract/payments/shapes'
import { findCompanions } from '../../companions/index.ts'
import { accountContacts, operatorNames } from '../../identity/index.ts'
import type { OperatorContext, System } from '../../system.ts'
import type { DifferenceRow, LineRow, listPostingsOf } from './read-queries.ts'
import { KIND_NAMES, STATE_NAMES } from './words.ts'

export async function viewLines(system: System, rows: LineRow[]): Promise<BillLine[]> {
  const idsOf = (key: 'account_id' | 'companion_id'): string[] => rows.flatMap((row) => row[key] ?? [])
  const [accounts, companions] = [
    await accountContacts(system, idsOf('account_id')),
    await findCompanions(system, idsOf('companion_id')),
  ]
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    lineNumber: row.line_number,
    at: row.at.toISOString(),
    business: row.business,
    number: row.number,
    amountFen: row.amount_fen,
    feeFen: row.fee_fen,
    status: row.status,
    postingId: row.posting_id,
    orderId: row.order_id,
    orderNumber: row.order_number,
    personName: companions.get(row.companion_id ?? '')?.name ?? (accounts.get(row.account_id ?? '')?.nickname || null),
  }))
}

const isUnresolved = ({ state }: DifferenceRow): boolean => ['open', 'taken', 'proposed'].includes(state)
/** what was put into suspense may be moved on from there later */
export const mayPropose = (row: DifferenceRow): boolean =>
  row.state === 'open' || row.state === 'taken' || (row.state === 'resolved' && row.resolution === 'book-theirs')

export async function viewDifferences(c: OperatorContext, rows: DifferenceRow[]): Promise<Difference[]> {
  const names = await operatorNames(
    c,
    rows.flatMap(({ owner_id }) => owner_id ?? []),
  )
  const me = c.viewer.operatorId
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    day: row.day,
    source: row.source,
    kind: row.kind,
    kindName: KIND_NAMES[row.kind],
    number: row.number,
    hereFen: row.here_fen,
    thereFen: row.there_fen,
    hereWords: sayHere(row.here_words),
    thereWords: row.there_words,
    state: row.state,
    stateName: STATE_NAMES[row.state],
    foundAt: row.found_at.toISOString(),
    owner: names.get(row.owner_id ?? '') ?? null,
    orderId: row.order_id,
    orderNumber: row.order_number,
    resolution: row.resolution,
    can: {
      take: isUnresolved(row) && row.owner_id !== me,
      propose: mayPropose(row),
      approve: row.state === 'proposed' && row.proposed_by !== me,
    },
  }))
}

const HERE_WORDS: Record<string, string> = {
  created: '未支付',
  prepaid: '未支付',
  closed: '已关闭',
  captured: '已收款',
  refused: '没有发起退款',
  requested: '退款未发出',
  processing: '退款处理中',
  abnormal: '退款异常',
  refunded: '已退款',
  'at-our-bank': '退到了我们的银行账户',
  'awaiting-approval': '转账待审批',
  sending: '转账发送中',
  'awaiting-user': '等收款人确认',
  transferring: '转账中',
  paid: '转账已到账',
  rejected: '转账已驳回',
  failed: '失败',
  cancelled: '转账已撤销',
  reversed: '转账被退回',
}
const sayHere = (words: string): string => HERE_WORDS[words] ?? words

export const viewPostings = (rows: Awaited<ReturnType<typeof listPostingsOf>>): Posting[] =>
  rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    kind: row.kind,
    kindName: nameOfPosting(row.kind),
    sentence: row.sentence,
    reference: row.reference,
    orderId: row.order_id,
    orderNumber: row.order_number,
    entries: row.entries.map(({ account, amountFen }) => ({
      account,
      accountName: nameOfAccount(account),
      amountFen,
    })),
  }))
