/** `/transfer`: what wx.requestMerchantTransfer opens. The payee takes the money, or leaves it for later. */
import type { Control } from '../control/actions.ts'
import type { SimReply } from '../core/http.ts'
import type { TransferProblem, TransferRequest } from '../wxpay/receive-transfer.ts'
import type { Transfer } from '../wxpay/transfers.ts'
import { html, messagePage, pageReply, seeOther, type Html } from './html.ts'
import { isReturnAddress, withParams } from './return-address.ts'

const FIELDS = ['mchId', 'appId', 'package', 'openId'] as const

const PROBLEMS: Record<TransferProblem, [title: string, text: string]> = {
  'missing-field': ['收款参数不全', 'mchId、appId、package 缺一不可。'],
  'wrong-merchant': ['收款参数有误', 'mchId 不是这个商户。'],
  'wrong-appid': ['收款参数有误', 'appId 不是这个商户的。'],
  'unknown-package': ['没有这笔转账', 'package 不存在。'],
  'other-person': ['这笔转账是给别人的', 'openId 与收款人不符。'],
  'already-received': ['这笔钱已经收到', '不会重复入账，可以放心返回。'],
  'on-its-way': ['已确认，正在入账', '通常几秒内到账。'],
  over: ['这笔转账已结束', '已撤销、已失败或超过 24 小时未确认，钱已退回商户。'],
}

const yuan = (fen: number) => `¥${(fen / 100).toFixed(2)}`

function readRequest(values: URLSearchParams): Partial<TransferRequest> {
  return Object.fromEntries(
    FIELDS.flatMap((name) => {
      const value = values.get(name)
      return value ? [[name, value.replaceAll(' ', '+')]] : []
    }),
  )
}

function slip(transfer: Transfer): Html {
  return html`<p class="merchant"><span class="logo" aria-hidden="true">伴</span>伴医</p>
    <p class="amount">${yuan(transfer.amount)}</p>
    <dl class="facts">
      <dt>转账说明</dt>
      <dd>${transfer.remark}</dd>
      <dt>商户单号</dt>
      <dd>${transfer.out_bill_no}</dd>
      <dt>存入</dt>
      <dd>零钱（沙盒）</dd>
    </dl>`
}

export function transferPage(control: Control, query: URLSearchParams): SimReply {
  const redirect = query.get('redirect')
  if (!isReturnAddress(redirect))
    return messagePage('不知道回到哪里', '地址里的 redirect 应是完整的 http 或 https 地址。')
  const request = readRequest(query)
  const { problem, transfer } = control.readTransfer(request)
  if (problem) {
    const [title, text] = PROBLEMS[problem]
    const isTaken = problem === 'already-received' || problem === 'on-its-way'
    return pageReply({
      title: '收款',
      status: isTaken ? 200 : 400,
      body: html`<section class="card sheet">
        <h1>${title}</h1>
        <p>${text}</p>
        ${transfer && slip(transfer)}
        <a class="button" href="${withParams(redirect, { transfer: isTaken ? 'ok' : 'cancel' })}">返回商户</a>
      </section>`,
    })
  }
  const hidden = FIELDS.map(
    (name) => request[name] && html`<input type="hidden" name="${name}" value="${request[name]}" />`,
  )
  return pageReply({
    title: '收款',
    body: html`<section class="card sheet">
      ${transfer && slip(transfer)}
      <form method="post" action="/transfer">
        ${hidden.map((input) => input || '')}<input type="hidden" name="redirect" value="${redirect}" />
        <button class="button" name="answer" value="take">确认收款</button>
        <button class="button quiet" name="answer" value="later">以后再说</button>
      </form>
    </section>`,
  })
}

/** Leaving it changes nothing: the money waits 24 hours. */
export function answerTransfer(control: Control, form: URLSearchParams): SimReply {
  const redirect = form.get('redirect')
  if (!isReturnAddress(redirect)) return messagePage('不知道回到哪里', '表单里没有返回地址。')
  if (form.get('answer') !== 'take') return seeOther(withParams(redirect, { transfer: 'cancel' }))
  const { problem } = control.confirmTransfer(readRequest(form))
  if (!problem || problem === 'already-received' || problem === 'on-its-way') {
    return seeOther(withParams(redirect, { transfer: 'ok' }))
  }
  return transferPage(control, form)
}
