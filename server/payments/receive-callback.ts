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
import { settleIn, type Settlement } from './refunds/settle-refund.ts'

export async function receiveCallback(c: AnyoneContext, request: RawRequest): Promise<RawReply> {
  try {
    const callback = await c.outside.wechatPay.openCallback(request.headers, request.body)
    if (callback.type === 'other') return reply(200)
    if (!isForUs(c, callback)) return refuse(c, 400, 'another merchant or app')
    await inBooks(c, async (tx) => {
      // before the books, whose lock is held until the commit; undone when they do not take it
      await remember(tx, callback, c.clock.now())
      const outcome =
        callback.type === 'payment' ? await capture(c, tx, callback) : await settleIn(c, tx, callback.fact)
      if (outcome === 'unknown-number' || outcome === 'wrong-amount') throw new NotOurs(outcome)
    })
    return reply(200)
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') return refuse(c, 401, error.detail ?? '')
    if (error instanceof NotOurs) return refuse(c, error.outcome === 'unknown-number' ? 404 : 400, error.outcome)
    throw error
  }
}

/** undoes the transaction */
class NotOurs extends Error {
  readonly outcome: Extract<Capture & Settlement, string>
  constructor(outcome: Extract<Capture & Settlement, string>) {
    super(outcome)
    this.outcome = outcome
  }
}

const capture = async (c: AnyoneContext, tx: Tx, { fact }: Extract<Callback, { type: 'payment' }>): Promise<Capture> =>
  isPaid(fact) ? captureIn(c, tx, fact) : 'known'

const isForUs = (c: AnyoneContext, callback: Exclude<Callback, { type: 'other' }>): boolean =>
  callback.mchid === c.config.WXPAY_MCHID && (callback.type === 'refund' || callback.appid === c.config.WECHAT_APPID)

async function remember(tx: Tx, callback: Exclude<Callback, { type: 'other' }>, now: Date): Promise<void> {
  const number = callback.type === 'payment' ? callback.fact.number : callback.fact.refundNumber
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
