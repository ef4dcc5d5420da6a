/** A companion's money in WeChat: what a visit brought, line by line, out to her wallet, and the month on paper. */
import { randomUUID } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { acceptedOrder, readyFamily, shanghaiAt, walk } from '../people/setup-orders.ts'
import { operatorApi, readyCompanion, until } from '../people/setup.ts'
import { startStack, type Stack } from '../stack.ts'
import { openMiniProgram, startBrowser, type MiniProgram } from './open.ts'

const DIST = process.env['WEAPP_DIST'] ?? new URL('../../miniapp/dist/weapp', import.meta.url).pathname
const HER = { name: '王秀兰', phone: '13900000021' }
const VISIT = ['departed', 'met', 'registered', 'in-consultation', 'exams', 'medicine', 'finished'] as const

let stack: Stack
let browser: Browser
let her: MiniProgram
beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), startBrowser()])
  await earnOneVisit()
  const { openid } = stack.sandbox.control.createUser({ nickname: HER.name, phone: HER.phone })
  her = await openMiniProgram(browser, DIST, {
    apiUrl: stack.url,
    simUrl: stack.sandbox.urls.people,
    appId: stack.sandbox.keys.wechat.appid,
    openid,
  })
})
afterAll(async () => {
  await her?.close()
  await browser?.close()
  await stack?.stop()
})

/** A visit from booking to the family's word. */
async function earnOneVisit(): Promise<void> {
  const companion = await readyCompanion(stack, await operatorApi(stack), HER)
  const family = await readyFamily(stack, { name: '陈静', phone: '13900000022', mother: '李淑英' })
  const { id } = await acceptedOrder(stack, family, companion, shanghaiAt(2, '09:00'))
  await walk(family, companion, id, [...VISIT])
  const params = { id }
  const task = await companion.api.orders.getTask({ params })
  const report = { summary: '骨科复查，拍了片子，一切顺利。' }
  await companion.api.orders.submitReport({ params, body: { commandId: randomUUID(), version: task.version, report } })
  const { version } = await family.api.orders.getMyOrder({ params })
  await family.api.orders.confirmOrder({ params, body: { commandId: randomUUID(), version } })
  // settled by an event a moment later
  await until(async () => (await companion.api.payments.getMyEarnings({ query: {} })).balanceFen > 0, 30_000)
}

it('shows what the visit brought, line by line, and brings it to her wallet', async () => {
  await her.tap('我的')
  await her.tap('去登录')
  await her.tap('我已阅读并同意', true)
  await her.tap('微信登录')
  await her.tap('收入')
  await her.see('可以提现')
  await her.tap('看明细')
  await her.see('平台服务费')
  await her.page.screenshot({ path: shot('earnings'), fullPage: true })

  await her.tap('提现到微信')
  await her.tap('去登记')
  await her.fill('.input__box', HER.name)
  await her.tap('登记收款人')
  await her.tap('全部')
  await her.page.screenshot({ path: shot('withdraw') })
  await her.tap('提现 ¥', true)
  await her.see('走到哪里了')
  await her.see('去微信确认收款', 60_000)
  // closed without a word: the money stays
  await her.page.evaluate(() => void (globalThis.__sim.refusesPayment = true))
  await her.tap('去微信确认收款')
  await her.see('还没有确认，钱为您留着')
  await her.page.evaluate(() => void (globalThis.__sim.refusesPayment = false))
  await her.tap('去微信确认收款')
  await her.see('已到账微信零钱', 60_000)
  await her.page.screenshot({ path: shot('withdrawal') })
  expect(stack.sandbox.control.transfers().map(({ state }) => state)).toEqual(['SUCCESS'])
})

it('opens the month on paper', async () => {
  await her.navigate('/packages/companion/statements/index')
  await her.tap('收入 ¥', true)
  await her.see('月末余额')
  await her.tap('下载 PDF')
  await expect.poll(() => her.deeds('openDocument'), { timeout: 20_000 }).toEqual(['pdf'])
  await her.tap('把表格（CSV）发到聊天')
  await expect.poll(() => her.deeds('shareFileMessage'), { timeout: 20_000 }).toHaveLength(1)
  expect(await her.errors()).toEqual([])
})

const shot = (name: string) => new URL(`../shots/weapp-${name}.png`, import.meta.url).pathname
