/** A daughter with her phone in the hand, from signing in to paying. */
import type { Browser } from 'playwright-core'
import type { Stack } from '../stack.ts'
import { openWindow, type Window } from './browser.ts'
import { handsOn, type Hands } from './hands.ts'
import { until } from './setup.ts'

export interface PhoneUser extends Window, Hands {
  page: Window['page']
  /** opens one of the mini-program's own pages as a link would */
  open: (page: string) => Promise<void>
}

export const PHONE = { width: 390, height: 844, isPhone: true }

export async function takePhone(browser: Browser, stack: Stack, scale = 1): Promise<PhoneUser> {
  const origins = [stack.url, stack.url.replace('http', 'ws'), stack.sandbox.urls.people]
  const window = await openWindow(browser, { ...PHONE, scale, origins })
  await window.page.goto(stack.url)
  return {
    ...window,
    ...handsOn(window.page),
    open: async (page) => void (await window.page.goto(`${stack.url}/#/${page}`)),
  }
}

/** Through the sandbox's page as somebody WeChat does not know yet, and the consent that comes first. */
export async function signInAsNew(her: PhoneUser, { name, phone }: { name: string; phone: string }): Promise<void> {
  await her.tap('微信登录')
  await her.see('请先勾选同意隐私政策')
  await her.tap('我已阅读并同意《隐私政策》', 'checkbox')
  await her.tap('微信登录')
  await her.see('以谁的微信登录伴医')
  await her.page.getByLabel('昵称').fill(name)
  await her.page.getByLabel('手机号').fill(phone)
  await her.tap('新建并登录')
}

/** As somebody who is in the sandbox already. */
export async function signInAsKnown(her: PhoneUser, name: string): Promise<void> {
  await her.open('packages/account/sign-in/index')
  await her.tap('我已阅读并同意《隐私政策》', 'checkbox')
  await her.tap('微信登录')
  await her.see('以谁的微信登录伴医')
  await her.page.getByRole('button', { name }).first().click()
}

export async function bindPhone(her: PhoneUser, stack: Stack, phone: string): Promise<void> {
  await her.open('packages/account/settings/index')
  await her.tap(/^手机号/)
  await her.fill('手机号', phone)
  await her.tap('发送验证码')
  const code = (): string | undefined =>
    stack.sandbox.control
      .inbox({ phone })
      .map(({ text }) => /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0])
      .find(Boolean)
  await until(() => Boolean(code()))
  await her.fill('6 位短信验证码', code() ?? '')
  await her.tap('绑定')
  await her.see('手机号已绑定')
}

/** On the page 就诊人: the first patient asks for the consent to keep health data. */
export async function addMother(her: PhoneUser, name: string): Promise<void> {
  await her.tap('添加就诊人')
  await her.tap('母亲', 'radio')
  await her.fill('姓名', name)
  await her.tap('女', 'radio')
  await her.fill('出生日期', '1952-03-08')
  await her.tap('走得慢', 'radio')
  await her.fill('过敏', '青霉素')
  await her.tap('保存')
  await her.tap('同意')
  await her.see('需要哪种服务')
}

export interface Wish {
  need: string
  hospital: { typed: string; name: string }
  day: string
  clock: string
  companion: string | null
}

/** From the page of the patient to the whole price. */
export async function choose(her: PhoneUser, wish: Wish): Promise<void> {
  await her.tap(/^半天陪诊/, 'radio')
  await her.tap('下一步')
  await her.tap(/^选择医院/)
  await her.fill('医院名字、拼音或首字母', wish.hospital.typed)
  await her.tap(new RegExp(`^${wish.hospital.name}`))
  await her.tap('去这家医院')
  await her.tap(new RegExp(`^${wish.day}`), 'radio')
  await her.tap(wish.clock, 'radio')
  await her.fill('碰头地点', '门诊大厅一楼服务台')
  await her.tap('下一步')
  if (wish.companion) await her.tap(`选她，${wish.companion}`)
  else await her.tap(/^帮我安排一位/, 'radio')
  await her.tap('下一步')
  await her.see('全部费用')
}

/** Without the tick nothing is booked; it is hers to make. */
export async function agreeToContract(her: PhoneUser, act: '提交' | '接单'): Promise<void> {
  const name = `${act}即同意《陪诊服务合同》`
  await her.control(name, 'checkbox').and(her.page.locator('[aria-checked=false]')).waitFor()
  await her.tap(name, 'checkbox')
}

/** The first booking also asks whether the companion may know who it is. Ends at the cashier. */
export async function pressPay(her: PhoneUser): Promise<void> {
  await agreeToContract(her, '提交')
  await her.tap('微信支付')
  await her.tap('同意')
  await her.control('确认支付').waitFor()
}
