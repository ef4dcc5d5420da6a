/** POST /v3/fund-app/mch-transfer/transfer-bills, and asking after a bill, and calling it off. */
import { randomBytes } from 'node:crypto'
import { shanghaiIso } from '../core/clock.ts'
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import type { Params } from '../core/routes.ts'
import { findUser } from '../wechat/users.ts'
import { fingerprint } from '../core/fingerprint.ts'
import { readBody, readSecret, requireNotifyUrl, type PayContext } from './context.ts'
import { changedBody, parameterError, PayError, REQUEST_CODES } from './errors.ts'
import { TRANSFER_FIELDS } from './fields.ts'
import { addFlow, availableFen, BUSINESS } from './merchant-account.ts'
import { checkScene, type ReportInfo } from './transfer-scenes.ts'
import {
  CONFIRM_WITHIN_MS,
  findTransfer,
  findTransferByBill,
  isRealName,
  moveTransfer,
  newTransferNo,
  soon,
  transferView,
  type Transfer,
  type TransferState,
} from './transfers.ts'

type TransferBody = {
  appid: string
  out_bill_no: string
  openid: string
  user_name?: string
  transfer_amount: number
  transfer_remark: string
  notify_url?: string
  transfer_scene_id: string
  transfer_scene_report_infos: ReportInfo[]
}

const NAME_FROM_FEN = 200_000
const NO_NAME_BELOW_FEN = 30
const SLOW_MS = 600_000

export function createTransfer(context: PayContext, request: SimRequest): SimReply {
  const { world } = context
  const body = readBody<TransferBody>(request, TRANSFER_FIELDS)
  if (body.appid !== world.keys.wechat.appid) {
    throw new PayError(400, 'APPID_MCHID_NOT_MATCH', '商户号mch_id与appid不匹配', REQUEST_CODES.wrongAppid)
  }
  requireNotifyUrl(body.notify_url)
  checkScene(body.transfer_scene_id, body.transfer_scene_report_infos)
  const name = readSecret(context, request, '/user_name', body.user_name)
  if (name === undefined && body.transfer_amount >= NAME_FROM_FEN) {
    throw parameterError('转账金额大于等于2000元时，收款用户姓名必填', '/user_name')
  }
  if (name !== undefined && body.transfer_amount < NO_NAME_BELOW_FEN) {
    throw parameterError('转账金额小于0.3元时，不支持校验收款用户姓名', '/user_name')
  }
  // Encryption is never the same twice: what counts is the name.
  const print = fingerprint({ ...body, user_name: name })
  const known = findTransfer(world, body.out_bill_no)
  if (known) {
    if (known.fingerprint !== print) throw changedBody()
    return jsonReply(200, acceptedView(known))
  }
  if (!findUser(world, body.openid)) throw parameterError('openid与appid不匹配', '/openid')
  if (body.transfer_amount > availableFen(world)) {
    throw new PayError(403, 'NOT_ENOUGH', '运营账户余额不足，请充值后使用原单号重试')
  }
  const transfer = world.state.tx(() => accept(context, body, name, print))
  context.wakeDue()
  return jsonReply(200, acceptedView(transfer))
}

/** `package_info` is given only here, and only while the person can confirm: to have it later, ask again with the same body. */
function acceptedView(transfer: Transfer): Record<string, unknown> {
  return {
    out_bill_no: transfer.out_bill_no,
    transfer_bill_no: transfer.transfer_bill_no,
    create_time: shanghaiIso(transfer.created_at),
    state: transfer.state,
    ...(transfer.fail_reason ? { fail_reason: transfer.fail_reason } : {}),
    ...(transfer.state === 'WAIT_USER_CONFIRM' ? { package_info: transfer.package_info } : {}),
  }
}

/** How the bill begins: at once with the person, or held up for a while, or on the way to a refusal. */
function firstStep({ world, trick }: PayContext, body: TransferBody, name: string | undefined) {
  const now = world.clock.now()
  const plain = { plan: '', planReason: '', planMs: trick?.ms ?? 0 }
  const reason = trick?.code === undefined ? 'PAYEE_ACCOUNT_ABNORMAL' : String(trick.code)
  if (name !== undefined && !isRealName(world, body.openid, name)) {
    return { ...plain, state: 'ACCEPTED' as const, next: 'FAIL' as const, reason: 'NAME_NOT_CORRECT', at: soon(world) }
  }
  const waiting = { state: 'WAIT_USER_CONFIRM' as const, next: 'FAIL' as const, reason: 'OVERDUE_CLOSE' }
  switch (trick?.do) {
    case 'transfer-slow':
      return {
        ...plain,
        state: 'PROCESSING' as const,
        next: 'WAIT_USER_CONFIRM' as const,
        reason: '',
        at: now + (trick.ms ?? SLOW_MS),
      }
    case 'transfer-accepted':
      return {
        ...plain,
        state: 'ACCEPTED' as const,
        next: 'WAIT_USER_CONFIRM' as const,
        reason: '',
        at: soon(world),
      }
    case 'transfer-fail':
      return { ...plain, plan: 'fail', planReason: reason, ...waiting, reason, at: soon(world) }
    case 'transfer-reversed':
      return { ...plain, plan: 'reversed', planReason: reason, ...waiting, at: now + CONFIRM_WITHIN_MS }
    default:
      return { ...plain, ...waiting, at: now + CONFIRM_WITHIN_MS }
  }
}

function accept(context: PayContext, body: TransferBody, name: string | undefined, print: string): Transfer {
  const { world } = context
  const now = world.clock.now()
  const first = firstStep(context, body, name)
  const billNo = newTransferNo()
  world.state.run(
    `insert into pay_transfers values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    body.out_bill_no,
    billNo,
    randomBytes(45).toString('base64'),
    print,
    body.openid,
    name ?? '',
    body.transfer_amount,
    body.transfer_remark,
    body.notify_url ?? '',
    body.transfer_scene_id,
    first.state satisfies TransferState,
    first.plan,
    first.planReason,
    first.planMs,
    first.next satisfies TransferState,
    first.reason,
    first.at,
    now + CONFIRM_WITHIN_MS,
    now,
    now,
  )
  addFlow(world, {
    at: now,
    ref: billNo,
    voucher: body.out_bill_no,
    business: BUSINESS.transfer,
    in_fen: -body.transfer_amount,
  })
  const transfer = findTransfer(world, body.out_bill_no)
  if (!transfer) throw new PayError(500, 'SYSTEM_ERROR', '系统错误')
  return transfer
}

const notFound = () => new PayError(404, 'NOT_FOUND', '转账单不存在')

export function queryTransfer({ world }: PayContext, _request: SimRequest, params: Params): SimReply {
  const transfer = findTransfer(world, params.outBillNo ?? '')
  if (!transfer) throw notFound()
  return jsonReply(200, transferView(world, transfer))
}

export function queryTransferByBill({ world }: PayContext, _request: SimRequest, params: Params): SimReply {
  const transfer = findTransferByBill(world, params.transferBillNo ?? '')
  if (!transfer) throw notFound()
  return jsonReply(200, transferView(world, transfer))
}

/** Until the person has confirmed. Asking again is harmless. */
export function cancelTransfer({ world, trick, wakeDue }: PayContext, request: SimRequest, params: Params): SimReply {
  if (request.body.length > 0) readBody(request, {})
  const transfer = findTransfer(world, params.outBillNo ?? '')
  if (!transfer) throw notFound()
  if (['TRANSFERING', 'SUCCESS', 'FAIL'].includes(transfer.state)) {
    throw new PayError(400, 'INVALID_REQUEST', '当前单据状态不支持撤销')
  }
  if (transfer.state !== 'CANCELING' && transfer.state !== 'CANCELLED') {
    const planned = trick?.do === 'confirmed-despite-cancel' ? { ...transfer, plan: trick.do } : transfer
    world.state.tx(() => moveTransfer(world, planned, 'CANCELING'))
    wakeDue()
  }
  const now = findTransfer(world, transfer.out_bill_no) ?? transfer
  return jsonReply(200, {
    out_bill_no: now.out_bill_no,
    transfer_bill_no: now.transfer_bill_no,
    state: now.state,
    update_time: shanghaiIso(now.updated_at),
  })
}
