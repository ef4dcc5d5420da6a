/** `/control`: switches for the outside world, and its log. The script fills it from `/__sim/...`. */
import type { SimReply } from '../core/http.ts'
import { ANSWER_TRICKS, CALLBACK_TRICKS } from '../core/scenarios.ts'
import { html, pageReply } from './html.ts'

const TRICK_WORDS: Record<string, string> = {
  error: '直接报错',
  delay: '晚些才办',
  close: '断开，什么都不做',
  hang: '不回应，什么都不做',
  'close-after-commit': '办了，但断开连接',
  'hang-after-commit': '办了，但不回应',
  'wrong-signature': '应答签名不对',
  unsigned: '应答没有签名',
  'wrong-serial': '证书序列号不对',
  'clock-skew': '时间戳差十分钟',
  signtest: '签名探测 SIGNTEST',
  'expired-token': 'access_token 全部过期',
  'no-quota': '订阅消息被拒 43101',
  'paid-despite-close': '关单后仍支付成功',
  'refund-abnormal': '退款异常',
  'refund-closed': '退款关闭',
  'transfer-accepted': '转账先受理，稍后才可确认',
  'transfer-slow': '转账一直处理中',
  'transfer-fail': '转账失败（错误码 = 原因）',
  'transfer-reversed': '转账成功后又退回',
  'confirmed-despite-cancel': '撤销转账时对方已确认',
  'bind-later': '投保稍后才承保',
  'bind-refused': '拒保',
  'bind-refused-later': '投保稍后被拒',
  'sms-undelivered': '短信发不到',
  doubled: '同一回调发两次',
  delayed: '回调晚到',
  lost: '回调丢失',
  held: '乱序：排到下一个之后',
  forged: '伪造的回调',
}

const option = (value: string, text: string) => html`<option value="${value}">${text}</option>`
const tricks = (group: object) => Object.keys(group).map((name) => option(name, TRICK_WORDS[name] ?? name))

export function controlPage(): SimReply {
  return pageReply({
    title: '控制台',
    isWide: true,
    script: 'control.js',
    body: html`
      <h1>控制台</h1>
      <p class="lead">让外部世界出错，看伴医怎样应对。设定在用完次数后自动消失。</p>
      <div class="columns">
        <section class="card">
          <h2>下一次出什么错</h2>
          <form id="scenario" class="grid">
            <label
              >出在<select name="on">
                ${option('answer', '应答')}${option('callback', '回调')}
              </select></label
            >
            <label
              >哪种错
              <select name="do" data-on="answer">
                ${tricks(ANSWER_TRICKS)}
              </select>
              <select name="do" data-on="callback" hidden disabled>
                ${tricks(CALLBACK_TRICKS)}
              </select>
            </label>
            <label
              >哪一家<select name="vendor">
                ${option('', '都算')}${option('wechat', '微信')}${option('wxpay', '微信支付')}${option('tencent-cloud', '腾讯云')}${option('maps', '地图')}${option('insurer', '保险公司')}
              </select></label
            >
            <label>几次<input name="count" type="number" min="0" value="1" /><small>0 = 一直到删除</small></label>
            <label>接口或事件开头<input name="action" placeholder="/v3/refund" /></label>
            <label>只针对<input name="match" placeholder="单号或手机" /></label>
            <label>HTTP 状态<input name="status" type="number" placeholder="500" /></label>
            <label>错误码<input name="code" placeholder="NOT_ENOUGH" /></label>
            <label>毫秒<input name="ms" type="number" placeholder="5000" /></label>
            <button class="button">加上</button>
          </form>
          <p id="problem" class="problem" role="alert"></p>
          <ul id="scenarios" class="rows"></ul>
        </section>
        <section class="card">
          <h2>平时怎样</h2>
          <form id="settings" class="grid">
            <label
              >微信支付签名<select name="wxpaySigning">
                ${option('public-key', '微信支付公钥')}${option('certificate', '平台证书')}
              </select></label
            >
            <label
              >等待时间倍数<input name="callbackTimeScale" type="number" step="any" min="0" max="100" /><small
                >1 = 真实的重试间隔</small
              ></label
            >
            <label>时钟偏移（分钟）<input name="clockMinutes" type="number" step="1" /></label>
            <label class="check"><input name="smsLimits" type="checkbox" /> 限制每个号码的短信</label>
            <label class="check"><input name="billsReadyAtOnce" type="checkbox" /> 对账单当天就能下载</label>
            <button class="button quiet">保存</button>
          </form>
        </section>
      </div>
      <section class="card">
        <h2>发给伴医的回调</h2>
        <div id="callbacks" class="table"></div>
      </section>
      <section class="card">
        <h2>往来记录</h2>
        <div id="log" class="table"></div>
      </section>
    `,
  })
}
