/** `/signin` and `/phone-number`: what the WeChat app does when a mini-program asks who you are. */
import type { Control } from '../control/actions.ts'
import type { SimReply } from '../core/http.ts'
import type { User } from '../wechat/users.ts'
import { userLine } from './home-page.ts'
import { html, messagePage, pageReply, seeOther, type Html } from './html.ts'
import { isReturnAddress, withParams } from './return-address.ts'

type Wish = { redirect: string; state: string | null }

const NO_RETURN = '地址里的 redirect 应是 http 或 https 的完整地址，登录后才知道回到哪里。'

function readWish(values: URLSearchParams): Wish | undefined {
  const redirect = values.get('redirect')
  return isReturnAddress(redirect) ? { redirect, state: values.get('state') } : undefined
}

function hidden({ redirect, state }: Wish): Html {
  return html`<input type="hidden" name="redirect" value="${redirect}" />${
      state !== null && html`<input type="hidden" name="state" value="${state}" />`
    }`
}

const back = ({ redirect, state }: Wish, params: Record<string, string>) =>
  seeOther(withParams(redirect, { ...params, ...(state === null ? {} : { state }) }))

function chooser(users: User[], wish: Wish, action: string): Html {
  return html`<ul class="rows">
    ${users.map(
      (user) =>
        html`<li>
          <form method="post" action="${action}">
            ${hidden(wish)}
            <button class="row" name="openid" value="${user.openid}">
              ${userLine(user)}<span class="go">选择</span>
            </button>
          </form>
        </li>`,
    )}
  </ul>`
}

export function signInPage(control: Control, query: URLSearchParams): SimReply {
  const wish = readWish(query)
  if (!wish) return messagePage('不知道回到哪里', NO_RETURN)
  const users = control.users()
  return pageReply({
    title: '微信登录',
    body: html`
      <h1>以谁的微信登录伴医？</h1>
      <p class="lead">真的微信里，这一步由手机代你完成。登录后回到 ${new URL(wish.redirect).host}。</p>
      ${users.length > 0 && html`<section class="card">${chooser(users, wish, '/signin')}</section>`}
      <section class="card">
        <h2>新的人</h2>
        <form class="inline" method="post" action="/signin">
          ${hidden(wish)}
          <label>昵称<input name="nickname" required maxlength="20" placeholder="例如 王阿姨" /></label>
          <label
            >手机号<input name="phone" inputmode="numeric" pattern="1[3-9][0-9]{9}" placeholder="留空则分配"
          /></label>
          <button class="button">新建并登录</button>
        </form>
      </section>
    `,
  })
}

/** Chosen by openid, or made new from nickname and phone. */
export function signIn(control: Control, form: URLSearchParams): SimReply {
  const wish = readWish(form)
  if (!wish) return messagePage('不知道回到哪里', NO_RETURN)
  const openid = form.get('openid')
  const user = openid
    ? control.users().find((one) => one.openid === openid)
    : control.createUser({ nickname: form.get('nickname') ?? '', phone: form.get('phone') ?? '' })
  if (!user) return messagePage('没有这个人', '这个微信身份已不在沙盒里，请回去重新选择。')
  return back(wish, { code: control.login(user.openid) })
}

export function phoneNumberPage(control: Control, query: URLSearchParams): SimReply {
  const wish = readWish(query)
  if (!wish) return messagePage('不知道回到哪里', NO_RETURN)
  const user = control.users().find(({ openid }) => openid === query.get('openid'))
  return pageReply({
    title: '授权手机号',
    body: html`
      <section class="card sheet">
        <p class="app"><span class="logo" aria-hidden="true">伴</span>伴医 申请</p>
        <h1>获取并验证你的手机号</h1>
        ${
          user
            ? html`
                <p class="big">${user.phone}</p>
                <p class="note">${user.nickname} 的微信绑定号码</p>
                <form method="post" action="/phone-number">
                  ${hidden(wish)}<input type="hidden" name="openid" value="${user.openid}" />
                  <div class="pair">
                    <button class="button quiet" name="answer" value="deny">不允许</button>
                    <button class="button" name="answer" value="allow">允许</button>
                  </div>
                </form>
              `
            : html`<p class="note">用谁的号码？</p>
                ${chooser(control.users(), wish, '/phone-number')}`
        }
      </section>
    `,
  })
}

export function answerPhoneNumber(control: Control, form: URLSearchParams): SimReply {
  const wish = readWish(form)
  if (!wish) return messagePage('不知道回到哪里', NO_RETURN)
  if (form.get('answer') === 'deny') return back(wish, { phone: 'deny' })
  return back(wish, { phone_code: control.phoneCode(form.get('openid') ?? '') })
}
