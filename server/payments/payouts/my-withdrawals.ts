/** What became of her withdrawals: look, ask WeChat now, call off. */
import type { payouts } from '@banyi/contract/payments/payouts'
import type { Transfer } from '@banyi/contract/payments/shapes'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { claimCommand } from '../../core/commands.ts'
import { AppError, conflict, invalid, notFound } from '../../core/errors.ts'
import { decodeCursor, toPage } from '../../core/paging.ts'
import type { AccountContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { lookOnce } from './send-transfer.ts'
import { giveBack } from './settle-transfer.ts'
import { addStep } from './steps.ts'
import { listTransfersOf } from './finance-queries.ts'
import { findTransfer, lockTransfer, markCancelWanted, OPEN, type TransferRow } from './transfer-queries.ts'
import { sendTransferAt } from './transfer-task.ts'
import { transferView } from './transfer-view.ts'
import { requirePayee } from './who.ts'

type Api = typeof payouts

export async function listMyWithdrawals(
  c: AccountContext,
  { query }: InputOf<Api['listMyWithdrawals']>,
): Promise<ReturnOf<Api['listMyWithdrawals']>> {
  const me = await requirePayee(c)
  const rows = await inBooks(c, (tx) => listTransfersOf(tx, me.id, positionOf(query.cursor), query.limit + 1))
  return toPage(
    rows,
    query.limit,
    (row) => [row.requested_at.toISOString(), row.id],
    (row) => transferView(c, row),
  )
}

export async function getMyWithdrawal(
  c: AccountContext,
  { params }: InputOf<Api['getMyWithdrawal']>,
): Promise<Transfer> {
  const me = await requirePayee(c)
  return transferView(c, await inBooks(c, (tx) => mine(findTransfer(tx, params.id), me.id)))
}

/** She has confirmed, or waits: WeChat is asked now. One that does not answer changes nothing, the job goes on. */
export async function checkMyWithdrawal(
  c: AccountContext,
  { params }: InputOf<Api['checkMyWithdrawal']>,
): Promise<Transfer> {
  const me = await requirePayee(c)
  const row = await inBooks(c, (tx) => mine(findTransfer(tx, params.id), me.id))
  if (OPEN.includes(row.state)) await lookOnce(c, row)
  return getMyWithdrawal(c, { params })
}

/** Before it is approved at once; while it waits for her by asking WeChat, whose word ends it. */
export async function cancelMyWithdrawal(
  c: AccountContext,
  { params, body }: InputOf<Api['cancelMyWithdrawal']>,
): Promise<Transfer> {
  const me = await requirePayee(c)
  const { accountId } = c.viewer
  const wanted = await inBooks(c, async (tx) => {
    const now = c.clock.now()
    const row = await mine(lockTransfer(tx, params.id), me.id)
    const done = await claimCommand(tx, {
      actorId: accountId,
      commandId: body.commandId,
      name: 'payments.cancel-withdrawal',
      subjectId: row.id,
      now,
    })
    if (done) return null
    if (row.version !== body.version) throw conflict()
    const by = { kind: 'account' as const, id: accountId }
    if (row.state === 'awaiting-approval') {
      await giveBack(tx, row, 'cancelled', '本人撤回', by, now)
      return null
    }
    if ((await markCancelWanted(tx, row.id, now)) === 0)
      throw new AppError('NOT_ALLOWED_NOW', '现在不能撤回，请看最新情况')
    await addStep(tx, { subject: row.id, actor: by, what: '申请撤回', at: now })
    await sendTransferAt(tx, { number: row.number, step: 0 }, now, now)
    return findTransfer(tx, row.id)
  })
  if (wanted) await lookOnce(c, wanted)
  return getMyWithdrawal(c, { params })
}

/** Somebody else's is not there. */
async function mine(found: Promise<TransferRow | null>, payeeId: string): Promise<TransferRow> {
  const row = await found
  if (row?.kind !== 'withdrawal' || row.payee_id !== payeeId) throw notFound('这笔提现')
  return row
}

/** [time, id] of the last row of the page before */
export function positionOf(cursor: string | undefined): [string, string] | null {
  const key = decodeCursor(cursor, 2)?.map(String)
  if (!key) return null
  const [at = '', id = ''] = key
  if (Number.isNaN(Date.parse(at)) || !/^[0-9a-f-]{36}$/.test(id)) throw invalid('cursor', '翻页位置无效，请回到第一页')
  return [at, id]
}
