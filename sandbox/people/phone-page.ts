/** `/phones/<number>`: everything a phone received, newest first. The page asks for the list again every second. */
import type { Control, Message } from '../control/actions.ts'
import type { SimReply } from '../core/http.ts'
import type { World } from '../core/world.ts'
import type { Transfer, TransferState } from '../wxpay/transfers.ts'
import { shanghaiText } from '../core/clock.ts'
import { html, pageReply, type Html } from './html.ts'

/** 今天 09:10, 昨天 18:00, 11月20日 08:30 */
function timeText(at: number, now: number): string {
  const [day = '', time = ''] = shanghaiText(at).split(' ')
  const dayOf = (ms: number) => shanghaiText(ms).split(' ')[0]
  const clock = time.slice(0, 5)
  if (day === dayOf(now)) return `今天 ${clock}`
  if (day === dayOf(now - 86_400_000)) return `昨天 ${clock}`
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日 ${clock}`
}

/** Codes stand out, so that they can be read at a glance. */
function smsText(text: string): Html[] {
  return text
    .split(/(?<!\w)(\d{4,6})(?!\w)/)
    .map((part, index) => (index % 2 ? html`<b class="code">${part}</b>` : html`${part}`))
}

function messageCard(message: Message, now: number): Html {
  const time = html`<time>${timeText(message.created_at, now)}</time>`
  if (message.channel === 'sms') {
    return html`<li class="message sms">
      <p class="from"><span>短信</span>${time}</p>
      <p>${message.title}${smsText(message.text)}</p>
    </li>`
  }
  const lines = message.text.split('\n').map((line) => {
    const [label = '', ...value] = line.split('：')
    return html`<dt>${label}</dt>
      <dd>${value.join('：')}</dd>`
  })
  return html`<li class="message service">
    <p class="from"><span>微信服务通知 · 伴医</span>${time}</p>
    <h2>${message.title}</h2>
    <dl class="facts">${lines}</dl>
    ${message.page && html`<p class="note">点开进入小程序：${message.page}</p>`}
  </li>`
}

const TRANSFER_WORDS: Record<TransferState, string> = {
  ACCEPTED: '处理中',
  PROCESSING: '处理中',
  WAIT_USER_CONFIRM: '等你确认收款（在伴医小程序里）',
  TRANSFERING: '正在入账',
  SUCCESS: '已存入零钱',
  FAIL: '未收到，已退回',
  CANCELING: '正在撤销',
  CANCELLED: '商户已撤销',
}

function transferCard(transfer: Transfer, now: number): Html {
  return html`<li class="message service">
    <p class="from"><span>微信支付 · 商家转账</span><time>${timeText(transfer.updated_at, now)}</time></p>
    <h2>¥${(transfer.amount / 100).toFixed(2)} ${TRANSFER_WORDS[transfer.state]}</h2>
    <dl class="facts">
      <dt>说明</dt>
      <dd>${transfer.remark}</dd>
    </dl>
  </li>`
}

/** What came by SMS and WeChat, and the money that came, newest first. */
export function messageList(control: Control, now: number, phone: string): Html {
  const openid = control.users().find((user) => user.phone === phone)?.openid
  const cards = [
    ...control.inbox({ phone }).map((message) => ({ at: message.created_at, card: messageCard(message, now) })),
    ...(openid ? control.transfers(openid) : []).map((transfer) => ({
      at: transfer.updated_at,
      card: transferCard(transfer, now),
    })),
  ]
  if (cards.length === 0) return html`<p class="note empty">还没有消息。收到后会自动出现在这里。</p>`
  return html`<ul class="messages">
    ${cards.toSorted((a, b) => b.at - a.at).map(({ card }) => card)}
  </ul>`
}

export function phonePage(world: World, control: Control, phone: string): SimReply {
  const user = control.users().find((one) => one.phone === phone)
  return pageReply({
    title: `手机 ${phone}`,
    script: 'phone.js',
    body: html`
      <h1>${user ? `${user.nickname}的手机` : '一部手机'}</h1>
      <p class="lead">${phone}${!user && '（没有登记微信，只收短信）'}</p>
      <div id="messages" aria-live="polite" data-source="/phones/${phone}/messages">
        ${messageList(control, world.clock.now(), phone)}
      </div>
    `,
  })
}
