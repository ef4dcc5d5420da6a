/** api.mch.weixin.qq.com, direct merchant, API v3. */
import { createAlarm } from '../core/clock.ts'
import type { SimReply, SimRequest } from '../core/http.ts'
import { findRoute, readObject, route, textOf, type Route } from '../core/routes.ts'
import type { Scenario } from '../core/scenarios.ts'
import type { Vendor, World } from '../core/world.ts'
import { downloadBill, fundFlowBill, tradeBill } from './bills.ts'
import { echo, listCertificates } from './certificates-and-echo.ts'
import { checkAuthorization } from './check-authorization.ts'
import type { PayContext } from './context.ts'
import { DEFAULT_CODES, newRequestId, PayError, payErrorReply } from './errors.ts'
import { notifyStyle } from './notify.ts'
import { loadPayKeys } from './pay-keys.ts'
import { prepay } from './prepay.ts'
import { closeOrder, queryByNumber, queryByTransaction } from './query-and-close.ts'
import { applyAbnormalRefund } from './abnormal-refund.ts'
import { BEND_TABLES } from './bill-bends.ts'
import { cancelTransfer, createTransfer, queryTransfer, queryTransferByBill } from './create-transfer.ts'
import { ACCOUNT_TABLES, writeMissingFlows } from './merchant-account.ts'
import { createRefund, nextRefundDueAt, queryRefund, settleRefunds } from './refunds.ts'
import { signAnswer } from './sign-answer.ts'
import { PAY_TABLES } from './tables.ts'
import { moveDueTransfers, nextTransferDueAt, TRANSFER_TABLES } from './transfers.ts'

const TRANSFERS = '/v3/fund-app/mch-transfer/transfer-bills'
const DOWNLOAD = '/v3/billdownload/file'

const ROUTES: Route<PayContext>[] = [
  route('POST', '/v3/pay/transactions/jsapi', prepay),
  route('GET', '/v3/pay/transactions/out-trade-no/:outTradeNo', queryByNumber),
  route('GET', '/v3/pay/transactions/id/:transactionId', queryByTransaction),
  route('POST', '/v3/pay/transactions/out-trade-no/:outTradeNo/close', closeOrder),
  route('POST', '/v3/refund/domestic/refunds', createRefund),
  route('GET', '/v3/refund/domestic/refunds/:outRefundNo', queryRefund),
  route('POST', '/v3/refund/domestic/refunds/:refundId/apply-abnormal-refund', applyAbnormalRefund),
  route('POST', TRANSFERS, createTransfer),
  route('GET', `${TRANSFERS}/out-bill-no/:outBillNo`, queryTransfer),
  route('GET', `${TRANSFERS}/transfer-bill-no/:transferBillNo`, queryTransferByBill),
  route('POST', `${TRANSFERS}/out-bill-no/:outBillNo/cancel`, cancelTransfer),
  route('GET', '/v3/bill/tradebill', tradeBill),
  route('GET', '/v3/bill/fundflowbill', fundFlowBill),
  route('GET', DOWNLOAD, downloadBill),
  route('GET', '/v3/certificates', listCertificates),
  route('POST', '/v3/security/echo', echo),
]

function subjectsOf(request: SimRequest): string[] {
  const body = readObject(request.body)
  const inPath = /\/(?:out-trade-no|id|refunds|out-bill-no|transfer-bill-no)\/([^/]+)/.exec(request.path)?.[1]
  const inBody = [body?.out_trade_no, body?.out_refund_no, body?.out_bill_no, body?.transaction_id].map(textOf)
  return [inPath ?? '', ...inBody].filter(Boolean)
}

function refuse(status: number, code: string | number | undefined, message: string | undefined): SimReply {
  const [knownCode, text, requestCode] = DEFAULT_CODES[status] ?? ['SYSTEM_ERROR', '系统错误', 0]
  return payErrorReply(
    new PayError(status, code === undefined ? knownCode : String(code), message ?? text, requestCode),
  )
}

/** When a refund or a transfer moves by itself next. */
export function nextPayDueAt(world: World): number | undefined {
  const times = [nextRefundDueAt(world), nextTransferDueAt(world)].filter((at) => at !== undefined)
  return times.length === 0 ? undefined : Math.min(...times)
}

export function openWxpay(world: World): Vendor {
  world.state.define(PAY_TABLES + ACCOUNT_TABLES + TRANSFER_TABLES + BEND_TABLES)
  writeMissingFlows(world)
  const keys = loadPayKeys(world.keys)
  const nonces = new Map<string, number>()
  world.courier.register('wxpay', notifyStyle(world, keys))
  const alarm = createAlarm(
    world.clock,
    () => nextPayDueAt(world),
    () => {
      settleRefunds(world)
      moveDueTransfers(world)
    },
  )
  alarm.wake()

  const handle = async (request: SimRequest, trick: Scenario | undefined): Promise<SimReply> => {
    try {
      checkAuthorization(world, keys, nonces, request)
      const found = findRoute(ROUTES, request)
      if (typeof found === 'string') throw new PayError(404, 'RESOURCE_NOT_EXISTS', '接口不存在')
      const context = { world, keys, trick, wakeDue: () => alarm.wake() }
      return await found.handle(context, request, found.params)
    } catch (error) {
      if (error instanceof PayError) return payErrorReply(error)
      throw error
    }
  }

  return {
    name: 'wxpay',
    actionOf: (request) => request.path,
    subjectsOf,
    handle,
    refuse: ({ status, code, message }) => refuse(status ?? 500, code, message),
    /** Only 2xx are signed, and bill files never are. */
    finish: (reply, request, trick) => {
      const headers: Record<string, string> = { 'Request-ID': newRequestId(0), ...reply.headers }
      const isSigned = reply.status < 300 && request.path !== DOWNLOAD && trick?.do !== 'unsigned'
      if (!isSigned) return { ...reply, headers }
      const askedSerial = request.headers['wechatpay-serial']
      return { ...reply, headers: { ...headers, ...signAnswer(world, keys, reply.body ?? '', { askedSerial, trick }) } }
    },
    stop: () => alarm.stop(),
  }
}
