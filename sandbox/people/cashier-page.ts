/** `/cashier`: the wallet. Nothing is shown before the payment request has proved itself. */
import type { Control } from '../control/actions.ts'
import type { SimReply } from '../core/http.ts'
import type { PayOrder } from '../wxpay/orders.ts'
import type { PaymentProblem, PaymentRequest } from '../wxpay/wallet.ts'
import { html, messagePage, pageReply, seeOther, type Html } from './html.ts'
import { isReturnAddress, withParams } from './return-address.ts'

const FIELDS = ['appId', 'timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const

const PROBLEMS: Record<PaymentProblem, [title: string, text: string]> = {
  'missing-field': ['支付参数不全', '六个参数 appId、timeStamp、nonceStr、package、signType、paySign 缺一不可。'],
  'wrong-appid': ['支付参数有误', 'appId 不是这个商户的。'],
  'wrong-sign-type': ['支付参数有误', 'signType 应为 RSA。'],
  'bad-pay-sign': ['支付签名不对', 'paySign 与商户公钥不符，钱包不会打开。没有扣款。'],
  'unknown-prepay-id': ['没有这笔预支付', 'prepay_id 不存在。没有扣款。'],
  'prepay-id-expired': ['支付页已过期', '预支付两小时内有效。请回到订单重新支付，没有扣款。'],
  'already-paid': ['这笔订单已经支付', '不会重复扣款，可以放心返回。'],
  closed: ['这笔订单已关闭', '商户已关闭或已超过支付时间。没有扣款。'],
}

const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`

/** A + in a query means a space; base64 has no spaces, so a careless client is understood. */
function readRequest(values: URLSearchParams): Partial<PaymentRequest> {
  return Object.fromEntries(FIELDS.map((name) => [name, values.get(name)?.replaceAll(' ', '+')]))
}

function bill(order: PayOrder): Html {
  return html`<p class="merchant"><span class="logo" aria-hidden="true">伴</span>伴医</p>
    <p class="amount">${yuan(order.total)}</p>
    <dl class="facts">
      <dt>商品</dt>
      <dd>${order.description}</dd>
      <dt>商户单号</dt>
      <dd>${order.out_trade_no}</dd>
      <dt>付款方式</dt>
      <dd>零钱（沙盒）</dd>
    </dl>`
}

export function cashierPage(control: Control, query: URLSearchParams): SimReply {
  const redirect = query.get('redirect')
  if (!isReturnAddress(redirect))
    return messagePage('不知道回到哪里', '地址里的 redirect 应是完整的 http 或 https 地址。')
  const request = readRequest(query)
  const { problem, order } = control.readPayment(request)
  const hidden = FIELDS.map((name) => html`<input type="hidden" name="${name}" value="${request[name] ?? ''}" />`)
  if (problem) {
    const [title, text] = PROBLEMS[problem]
    const result = problem === 'already-paid' ? 'ok' : 'cancel'
    return pageReply({
      title: '收银台',
      status: problem === 'already-paid' ? 200 : 400,
      body: html`<section class="card sheet">
        <h1>${title}</h1>
        <p>${text}</p>
        ${order && bill(order)}
        <a class="button" href="${withParams(redirect, { pay: result })}">返回商户</a>
      </section>`,
    })
  }
  return pageReply({
    title: '收银台',
    body: html`<section class="card sheet">
      ${order && bill(order)}
      <form method="post" action="/cashier">
        ${hidden}<input type="hidden" name="redirect" value="${redirect}" />
        <button class="button" name="answer" value="pay">确认支付</button>
        <button class="button quiet" name="answer" value="cancel">取消</button>
      </form>
    </section>`,
  })
}

/** Pays at most once: a second press finds the order paid and goes the same way back. */
export function answerCashier(control: Control, form: URLSearchParams): SimReply {
  const redirect = form.get('redirect')
  if (!isReturnAddress(redirect)) return messagePage('不知道回到哪里', '表单里没有返回地址。')
  if (form.get('answer') !== 'pay') return seeOther(withParams(redirect, { pay: 'cancel' }))
  const { problem } = control.pay(readRequest(form))
  if (!problem || problem === 'already-paid') return seeOther(withParams(redirect, { pay: 'ok' }))
  return cashierPage(control, form)
}
