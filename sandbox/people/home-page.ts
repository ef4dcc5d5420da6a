/** `/`: what this is, who lives here, where to go. */
import type { Control } from '../control/actions.ts'
import type { SimReply } from '../core/http.ts'
import type { World } from '../core/world.ts'
import type { User } from '../wechat/users.ts'
import { html, pageReply, type Html } from './html.ts'

export function userLine(user: { nickname: string; phone: string }): Html {
  return html`<span class="avatar" aria-hidden="true">${[...user.nickname][0] ?? '?'}</span
    ><span class="who"><b>${user.nickname}</b><small>${user.phone}</small></span>`
}

/** People without WeChat (an elder's old phone) are known only by the SMS they received. */
function otherPhones(world: World): string[] {
  const sql = 'select distinct phone from messages where phone not in (select phone from users) order by phone limit 50'
  return world.state.all<{ phone: string }>(sql).map(({ phone }) => phone)
}

const phoneLink = (user: User | { nickname: string; phone: string }) =>
  html`<li>
    <a class="row" href="/phones/${user.phone}">${userLine(user)}<span class="go">打开手机</span></a>
  </li>`

const PLACES = [
  ['/authenticator', '动态口令验证器', '运营后台登录要用的六位数字'],
  ['/insurer', '保险公司的柜台', '看保单，办理赔案'],
  ['/control', '控制台', '让外部世界出错：重复回调、丢失、超时、拒绝……并看往来记录'],
] as const

const VENDORS: Record<string, string> = {
  wechat: '微信 api.weixin.qq.com',
  wxpay: '微信支付 api.mch.weixin.qq.com',
  tencentCloud: '腾讯云 *.tencentcloudapi.com',
  maps: '腾讯地图 apis.map.qq.com',
  insurer: '保险公司（自定协议）',
}

export function homePage(world: World, control: Control, urls: Record<string, string>): SimReply {
  const users = control.users()
  const others = otherPhones(world).map((phone) => ({ nickname: '未登记微信', phone }))
  return pageReply({
    title: '首页',
    body: html`
      <h1>模拟的外部世界</h1>
      <p class="lead">这里代替微信、微信支付、短信、地图和保险公司。协议与签名和真的一样，人、消息和钱款都是假的。</p>
      <section class="card">
        <h2>这里的人和他们的手机</h2>
        ${users.length + others.length === 0 && html`<p class="note">还没有人。在下面添加，或在登录时新建。</p>`}
        <ul class="rows">
          ${users.map(phoneLink)}${others.map(phoneLink)}
        </ul>
        <form class="inline" method="post" action="/users">
          <label>昵称<input name="nickname" required maxlength="20" placeholder="例如 李女士" /></label>
          <label
            >手机号<input name="phone" inputmode="numeric" pattern="1[3-9][0-9]{9}" placeholder="留空则分配"
          /></label>
          <button class="button">添加</button>
        </form>
      </section>
      <section class="card">
        <h2>其他地方</h2>
        <ul class="rows">
          ${PLACES.map(
            ([href, title, text]) =>
              html`<li>
                <a class="row" href="${href}"
                  ><span class="who"><b>${title}</b><small>${text}</small></span
                  ><span class="go">进入</span></a
                >
              </li>`,
          )}
        </ul>
      </section>
      <section class="card">
        <h2>服务地址</h2>
        <dl class="facts stacked">
          ${Object.entries(VENDORS).map(
            ([name, title]) =>
              html`<dt>${title}</dt>
                <dd>${urls[name] ?? ''}</dd>`,
          )}
        </dl>
        <p class="note">医院位置 © OpenStreetMap contributors（ODbL）。行车速度据百度地图 2020 年度报告估算。</p>
      </section>
    `,
  })
}
