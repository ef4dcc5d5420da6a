/** The server dies by kill -9 at the worst moments; the pages go on by themselves, and nothing is lost or doubled. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser } from './people/browser.ts'
import { step } from './people/companion.ts'
import { agreeToContract, choose, signInAsKnown, takePhone, type PhoneUser } from './people/family.ts'
import { acceptedOrder, readyFamily, shanghaiAt, timesOf, walk, type ReadyFamily } from './people/setup-orders.ts'
import { operatorApi, readyCompanion } from './people/setup.ts'
import { startStack, type Stack } from './stack.ts'

let stack: Stack
let browser: Browser
let family: ReadyFamily
let chen: PhoneUser
let wang: PhoneUser
let id = ''

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), startBrowser()])
  const companion = await readyCompanion(stack, await operatorApi(stack), { name: '王秀兰', phone: '13900000011' })
  family = await readyFamily(stack, { name: '陈静', phone: '13900000001', mother: '李淑英' })
  ;({ id } = await acceptedOrder(stack, family, companion, shanghaiAt(2, '09:00')))
  await walk(family, companion, id, ['departed', 'met'])
  chen = await takePhone(browser, stack)
  await signInAsKnown(chen, family.name)
  await chen.see('今天想办什么事')
  wang = await takePhone(browser, stack)
  await signInAsKnown(wang, companion.name)
  await wang.see('今天想办什么事')
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

/** The next such request is done by the server, which dies before its answer arrives. */
async function killAfter(page: Page, method: string, path: RegExp): Promise<{ isDone: Promise<void> }> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const isIt = (url: URL) => path.test(url.pathname)
  let isFirst = true
  await page.route(isIt, async (route) => {
    if (!isFirst || route.request().method() !== method) return route.fallback()
    isFirst = false
    const answer = await route.fetch()
    expect(answer.status()).toBe(200)
    await stack.killServer()
    await route.abort('connectionreset')
    await page.unroute(isIt)
    resolve()
  })
  return { isDone: promise }
}

it('dies while it books: the tap comes again, there is one order', async () => {
  await chen.open('packages/booking/who/index')
  await chen.tap(/^李淑英/, 'radio')
  await choose(chen, {
    need: '',
    hospital: { typed: '瑞金', name: '上海交通大学医学院附属瑞金医院' },
    day: '后天',
    clock: '14:00',
    companion: '王秀兰',
  })
  const { isDone } = await killAfter(chen.page, 'POST', /^\/orders$/)
  await agreeToContract(chen, '提交')
  await chen.tap('微信支付')
  await isDone
  await stack.startServer()
  // the page asks again by itself, or she does
  await expect
    .poll(
      async () => {
        if (chen.page.url().includes('/cashier')) return true
        const pay = chen.control('微信支付')
        if (await pay.isEnabled({ timeout: 500 }).catch(() => false))
          await pay.click({ timeout: 1_000 }).catch(() => undefined)
        return chen.page.url().includes('/cashier')
      },
      { timeout: 40_000, interval: 500 },
    )
    .toBe(true)
  const { items } = await family.api.orders.listMyOrders({ query: { tab: 'all' } })
  expect(items.map(({ state }) => state).sort()).toEqual(['booked', 'met'])
})

it('is dead while she pays: the money is found when it is back', async () => {
  await chen.control('确认支付').waitFor()
  await stack.killServer()
  const paid = chen.page.waitForEvent('requestfailed')
  await chen.tap('确认支付')
  await paid
  await stack.startServer()
  await chen.page.reload()
  await chen.see('已付款')
  const { items } = await family.api.orders.listMyOrders({ query: { tab: 'active' } })
  const ids = items.map((order) => order.id).filter((one) => one !== id)
  expect(ids).toHaveLength(1)
  await stack.sandbox.control.idle()
  const order = await family.api.orders.getMyOrder({ params: { id: ids[0] ?? '' } })
  expect(order.money).toMatchObject({ paidFen: order.money.totalFen, refundedFen: 0 })
  expect(order.timeline.filter(({ kind }) => kind === 'paid')).toHaveLength(1)
})

it('dies between two steps, one of them without its answer: both pages find back, each step is there once', async () => {
  await chen.open(`packages/visit/live/index?id=${id}`)
  await chen.see('已与就诊人会合')
  await wang.open(`packages/companion/visit/index?id=${id}`)
  await wang.see('取号报到')
  const { isDone } = await killAfter(wang.page, 'POST', /\/milestones$/)
  await step(wang, '已取号报到')
  await isDone
  await step(wang, '进诊室了')
  await wang.see('已记下：就诊')
  await stack.startServer()
  await wang.see('去做检查了')
  await chen.see('已取号报到，正在候诊')
  await chen.see('正在就诊')
  await wang.gone('待同步')
  expect(await timesOf(family, id)).toMatchObject({ registered: 1, 'in-consultation': 1 })
})

it('nothing threw on either phone', () => {
  expect([...chen.troubles, ...wang.troubles]).toEqual([])
})
