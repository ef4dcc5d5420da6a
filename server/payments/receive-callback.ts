/**
 * WeChat Pay tells us something. Proven first, then carried out in one transaction; nobody outside is asked, so the answer
 * is there within their five seconds. What does not fit our books is refused and writes nothing: they tell it again.
 */
import type { Tx } from '../core/database.ts'
import { AppError } from '../core/errors.ts'
import { sql } from '../core/sql.ts'
import type { Callback } from '../outside/wechat-pay/port.ts'
import type { RawReply, RawRequest } from '../route.ts'
import type { AnyoneContext } from '../system.ts'
import { inBooks } from './books/books.ts'
import { captureIn, isPaid, type Capture } from './collecting/capture-payment.ts'
import { settleTransferIn, type TransferOutcome } from './payouts/settle-transfer.ts'
import { settleIn, type Settlement } from './refunds/settle-refund.ts'

export async function receiveCallback(c: AnyoneContext, request: RawRequest): Promise<RawReply> {
  try {
    const callback = await c.outside.wechatPay.openCallback(request.headers, request.body)
    if (callback.type === 'other') return reply(200)
    if (!isForUs(c, callback)) return refuse(c, 400, 'another merchant or app')
    await inBooks(c, async (tx) => {
      // before the books, whose lock is held until the commit; undone when they do not take it
      await remember(tx, callback, c.clock.now())
      const outcome = await carryOut(c, tx, callback)
      if (outcome === 'unknown-number' || outcome === 'wrong-amount') throw new NotOurs(outcome)
    })
    return reply(200)
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') return refuse(c, 401, error.detail ?? '')
    if (error instanceof NotOurs) return refuse(c, error.outcome === 'unknown-number' ? 404 : 400, error.outcome)
    throw error
  }
}

type Outcome = Capture | Settlement | TransferOutcome
type Known = Exclude<Callback, { type: 'other' }>

function carryOut(c: AnyoneContext, tx: Tx, callback: Known): Promise<Outcome> {
  if (callback.type === 'payment') return capture(c, tx, callback)
  return callback.type === 'refund'
    ? settleIn(c, tx, callback.fact)
    : settleTransferIn(c, tx, callback.fact, 'callback')
}

/** undoes the transaction */
class NotOurs extends Error {
  readonly outcome: Extract<Outcome, 'unknown-number' | 'wrong-amount'>
  constructor(outcome: NotOurs['outcome']) {
    super(outcome)
    this.outcome = outcome
  }
}

const capture = async (c: AnyoneContext, tx: Tx, { fact }: Extract<Callback, { type: 'payment' }>): Promise<Capture> =>
  isPaid(fact) ? captureIn(c, tx, fact) : 'known'

const isForUs = (c: AnyoneContext, callback: Known): boolean =>
  callback.mchid === c.config.WXPAY_MCHID && (callback.type !== 'payment' || callback.appid === c.config.WECHAT_APPID)

async function remember(tx: Tx, callback: Known, now: Date): Promise<void> {
  const number = callback.type === 'refund' ? callback.fact.refundNumber : callback.fact.number
  await tx.run(
    sql`insert into payments.callbacks (id, kind, number, received_at) values (${callback.id}, ${callback.type}, ${number}, ${now}) on conflict do nothing`,
  )
}

const reply = (status: number): RawReply => ({
  status,
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify(status === 200 ? { code: 'SUCCESS', message: '成功' } : { code: 'FAIL', message: '失败' }),
})

function refuse(c: AnyoneContext, status: number, why: string): RawReply {
  c.log.warn({ requestId: c.requestId, why }, 'a payment callback was refused')
  return reply(status)
}
