/**
 * Job: sends the transfer under its number until the provider took it, then asks after it until it has an end, and once
 * more a day later. After any doubt it asks first: what the provider does not know is sent again, same number, same words.
 */
import { addHours, addSeconds } from '../../core/clock.ts'
import { OutsideRefusal, OutsideUnavailable } from '../../outside/outside-error.ts'
import { PayRefusal } from '../../outside/wechat-pay/client.ts'
import type { TransferFact } from '../../outside/wechat-pay/port.ts'
import type { System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { giveBack, settleTransfer } from './settle-transfer.ts'
import { PAYEE_NAME } from './start-transfer.ts'
import { BY_PROVIDER } from './steps.ts'
import {
  dropCancelWish,
  findTransferByNumber,
  lockTransfer,
  markSent,
  noteTransferError,
  OPEN,
  type TransferRow,
} from './transfer-queries.ts'
import { LAST_LOOK, LAST_LOOK_HOURS, sendTransferAt, type SendTransfer } from './transfer-task.ts'
import { sayFailReason } from './transfer-words.ts'

/** seconds between looks; the last one repeats until there is an end */
const LADDER = [10, 30, 60, 300, 900, 1800, 3600]
const REMARKS = { withdrawal: '伴医陪诊收入提现', compensation: '伴医先行赔付' }
const SCENES = { withdrawal: 'commission', compensation: 'compensation' } as const
/** below this the provider refuses a name */
const NAME_FROM_FEN = 30

export async function sendTransfer(system: System, task: SendTransfer): Promise<void> {
  const row = await inBooks(system, (tx) => findTransferByNumber(tx, task.number))
  const isLastLook = task.step === LAST_LOOK
  if (!row || !(OPEN.includes(row.state) || (isLastLook && row.was_sent))) return
  if (await lookOnce(system, row)) return
  await inBooks(system, (tx) => {
    const now = system.clock.now()
    const seconds = LADDER[isLastLook ? LADDER.length - 1 : Math.min(task.step, LADDER.length - 1)] ?? 3600
    return sendTransferAt(tx, { ...task, step: isLastLook ? LAST_LOOK : task.step + 1 }, now, addSeconds(now, seconds))
  })
}

/** Sends or asks, once. True: it has an end (for now). A provider that does not answer changes nothing. */
export async function lookOnce(system: System, row: TransferRow): Promise<boolean> {
  try {
    const fact = await sendOrAsk(system, row)
    if (!fact) return !OPEN.includes(row.state)
    const outcome = await settleTransfer(system, fact)
    if (outcome === 'settled' || outcome === 'known') return true
    if (row.wants_cancel && fact.state !== 'CANCELING' && fact.state !== 'TRANSFERING')
      return await callOff(system, row)
  } catch (error) {
    if (error instanceof RefusedForGood) return refuse(system, row, error)
    if (!(error instanceof OutsideUnavailable || error instanceof OutsideRefusal)) throw error
    await note(system, row, error)
  }
  return false
}

async function sendOrAsk(system: System, row: TransferRow): Promise<TransferFact | null> {
  const { wechatPay } = system.outside
  if (row.state === 'sending' && !row.was_sent) {
    if ((await inBooks(system, (tx) => markSent(tx, row.id))) === 0) return null
    return send(system, row)
  }
  const fact = await wechatPay.queryTransfer(row.number)
  if (fact) {
    const wantsPackage = fact.state === 'WAIT_USER_CONFIRM' && !row.package_info && !row.wants_cancel
    // told only in the answer to the transfer; the same words bring the same answer
    return wantsPackage ? { ...(await send(system, row)), amountFen: fact.amountFen } : fact
  }
  if (!OPEN.includes(row.state)) return null
  if (row.state === 'sending' && row.transfer_bill_no === null) return send(system, row)
  throw new OutsideUnavailable('微信支付', 'the provider does not know a transfer that it had accepted')
}

/** A refusal can hide a bill that exists (an answer was lost, our address changed): ask before believing it. */
async function send(system: System, row: TransferRow): Promise<TransferFact> {
  const { wechatPay } = system.outside
  const { number, amount_fen: amountFen, openid } = row
  const name =
    row.name_enc && amountFen >= NAME_FROM_FEN
      ? await system.cipher.open(system.db, row.payee_id, PAYEE_NAME, row.name_enc)
      : null
  const { [row.kind]: remark } = REMARKS
  const { [row.kind]: scene } = SCENES
  try {
    const fact = await wechatPay.transfer({ number, amountFen, openid, userName: name, remark, scene })
    return fact.state === 'SUCCESS' ? ((await wechatPay.queryTransfer(number)) ?? fact) : fact
  } catch (error) {
    if (!(error instanceof PayRefusal)) throw error
    const existing = await wechatPay.queryTransfer(number)
    if (existing) return existing
    throw FINAL_CODES.has(error.vendorCode) ? new RefusedForGood(error) : error
  }
}

/** The provider refused the words and then said that it has no such bill: both are needed before money goes back. */
class RefusedForGood extends Error {
  readonly refusal: PayRefusal
  constructor(refusal: PayRefusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

async function callOff(system: System, row: TransferRow): Promise<boolean> {
  try {
    const fact = await system.outside.wechatPay.cancelTransfer(row.number)
    // the answer tells no more than that they heard us, or the end
    const outcome = await settleTransfer(system, fact)
    return outcome === 'settled' || outcome === 'known'
  } catch (error) {
    if (!(error instanceof PayRefusal)) throw error
    const fact = await system.outside.wechatPay.queryTransfer(row.number)
    if (fact?.state !== 'WAIT_USER_CONFIRM') await inBooks(system, (tx) => dropCancelWish(tx, row.id))
    const outcome = fact && (await settleTransfer(system, fact))
    return outcome === 'settled' || outcome === 'known'
  }
}

/** said about this transfer, not about our signature, our rights or our balance: those a person puts right, and it goes on */
const FINAL_CODES = new Set([
  'PARAM_ERROR',
  'INVALID_REQUEST',
  'RULE_LIMIT',
  'NAME_NOT_CORRECT',
  'OPENID_MISMATCH',
  'USER_ACCOUNT_ABNORMAL',
  'ACCOUNT_NOT_EXIST',
  'REAL_NAME_CHECK_FAIL',
])

async function refuse(system: System, row: TransferRow, { refusal }: RefusedForGood): Promise<boolean> {
  system.log.error({ number: row.number, detail: refusal.detail }, 'the provider refused a transfer')
  return inBooks(system, async (tx) => {
    const now = system.clock.now()
    const locked = await lockTransfer(tx, row.id)
    // somebody else sent it meanwhile, and it was taken
    if (locked?.state !== 'sending' || locked.transfer_bill_no !== null) return false
    await sendTransferAt(tx, { number: row.number, step: LAST_LOOK }, now, addHours(now, LAST_LOOK_HOURS))
    await giveBack(tx, locked, 'failed', sayFailReason(refusal.vendorCode), BY_PROVIDER, now)
    return true
  })
}

async function note(system: System, row: TransferRow, error: OutsideUnavailable | OutsideRefusal): Promise<void> {
  const isForPeople = error instanceof PayRefusal
  system.log[isForPeople ? 'error' : 'warn'](
    { number: row.number, detail: error.detail },
    isForPeople
      ? 'a transfer waits for a person: balance, rights or signature'
      : 'a transfer could not be sent or asked after, goes on later',
  )
  await inBooks(system, (tx) => noteTransferError(tx, row.id, error.detail ?? error.message))
}
