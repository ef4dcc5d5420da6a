/** POST /v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund: the family's card is dead, another takes the money. */
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import type { Params } from '../core/routes.ts'
import { fingerprint } from '../core/fingerprint.ts'
import { readBody, readSecret, type PayContext } from './context.ts'
import { changedBody, parameterError, PayError } from './errors.ts'
import { ABNORMAL_REFUND_FIELDS } from './fields.ts'
import { findOrder } from './orders.ts'
import { arrivesAt, detailsOf, findRefund, refundView } from './refunds.ts'

type AbnormalBody = {
  out_refund_no: string
  type: 'USER_BANK_CARD' | 'MERCHANT_BANK_CARD'
  bank_type?: string
  bank_account?: string
  real_name?: string
}

const BANKS: Record<string, string> = {
  CMB: '招商银行',
  COMM: '交通银行',
  ABC: '农业银行',
  CCB: '建设银行',
  ICBC: '工商银行',
  BOC: '中国银行',
  PSBC: '邮储银行',
}

export function applyAbnormalRefund(context: PayContext, request: SimRequest, { refundId }: Params): SimReply {
  const { world, trick } = context
  const body = readBody<AbnormalBody>(request, ABNORMAL_REFUND_FIELDS)
  const account = readSecret(context, request, '/bank_account', body.bank_account)
  const name = readSecret(context, request, '/real_name', body.real_name)
  const refund = findRefund(world, body.out_refund_no)
  const order = refund && findOrder(world, refund.out_trade_no)
  if (!refund || !order || refund.refund_id !== refundId) {
    throw new PayError(404, 'RESOURCE_NOT_EXISTS', '退款单不存在')
  }
  const receivedBy = body.type === 'MERCHANT_BANK_CARD' ? '商户结算银行账户' : userCard(body.bank_type, account, name)
  const print = fingerprint({ ...body, bank_account: account, real_name: name })
  const before = detailsOf(world, refund).abnormal_print
  if (refund.status !== 'ABNORMAL') {
    if (before === '') throw new PayError(400, 'INVALID_REQUEST', '退款单状态不是退款异常，不能发起异常退款')
    if (before !== print) throw changedBody()
    return jsonReply(200, refundView(world, refund, order))
  }
  world.state.tx(() => {
    world.state.run(
      `update pay_refunds set status = 'PROCESSING', outcome = ?, due_at = ? where out_refund_no = ?`,
      trick?.do === 'refund-abnormal' ? 'ABNORMAL' : trick?.do === 'refund-closed' ? 'CLOSED' : 'SUCCESS',
      arrivesAt(world),
      refund.out_refund_no,
    )
    world.state.run(
      'insert or replace into pay_refund_details values (?, ?, ?, ?)',
      refund.out_refund_no,
      detailsOf(world, refund).fee,
      receivedBy,
      print,
    )
  })
  context.wakeDue()
  return jsonReply(200, refundView(world, findRefund(world, refund.out_refund_no), order))
}

function userCard(bankType: string | undefined, account: string | undefined, name: string | undefined): string {
  if (!bankType) throw parameterError('退款至用户银行卡时bank_type必填', '/bank_type')
  if (!account || !/^\d{12,19}$/.test(account)) throw parameterError('bank_account应为12至19位数字', '/bank_account')
  if (!name) throw parameterError('退款至用户银行卡时real_name必填', '/real_name')
  const bank = bankType.replace('_DEBIT', '')
  return `${BANKS[bank] ?? bank}借记卡${account.slice(-4)}`
}
