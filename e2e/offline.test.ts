/** No signal in the basement of the hospital: what she taps waits on her phone and arrives once. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startBrowser } from './people/browser.ts'
import { step } from './people/companion.ts'
import { signInAsKnown, takePhone, type PhoneUser } from './people/family.ts'
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
  await chen.open(`packages/visit/live/index?id=${id}`)
  await chen.see('已与就诊人会合')
  wang = await takePhone(browser, stack)
  await signInAsKnown(wang, companion.name)
  await wang.see('今天想办什么事')
  await wang.open(`packages/companion/visit/index?id=${id}`)
  await wang.see('取号报到')
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

it('two steps tapped without a network are kept and shown as waiting', async () => {
  await wang.context.setOffline(true)
  await wang.see('现在没有网络')
  await step(wang, '已取号报到')
  await wang.see('已记下：取号报到')
  await step(wang, '进诊室了')
  await wang.see('2 条记录已存在手机里')
  expect(await timesOf(family, id)).toMatchObject({ met: 1 })
  expect(await timesOf(family, id)).not.toHaveProperty('registered')
})

it('with the network back, each is applied once and the family sees both', async () => {
  await wang.context.setOffline(false)
  await chen.see('已取号报到，正在候诊')
  await chen.see('正在就诊')
  await wang.gone('条记录')
  await wang.see('去做检查了')
  expect(await timesOf(family, id)).toMatchObject({ registered: 1, 'in-consultation': 1 })
  // the time of the tap, in the order of the taps
  const { timeline } = await family.api.orders.getMyOrder({ params: { id } })
  const at = (kind: string) => Date.parse(timeline.find((entry) => entry.kind === kind)?.at ?? '')
  expect(at('in-consultation')).toBeGreaterThanOrEqual(at('registered'))
})

it('the family, too, may lose the network for a while: what happened meanwhile is there without a reload', async () => {
  await chen.context.setOffline(true)
  await chen.see('现在没有网络')
  await step(wang, '去做检查了')
  await wang.see('已记下：检查')
  await expect.poll(() => timesOf(family, id), { timeout: 20_000 }).toMatchObject({ exams: 1 })
  await chen.context.setOffline(false)
  await chen.see('正在做检查')
  await chen.gone('现在没有网络')
})

it('a tap that no server has answered outlives the page', async () => {
  const isStep = (url: URL) => url.pathname.endsWith('/milestones')
  await wang.page.route(isStep, (route) => route.abort('timedout'))
  await step(wang, '去缴费取药了')
  await wang.see('正在补发 1 条记录')
  await wang.page.reload()
  await wang.see('正在补发 1 条记录')
  expect(await timesOf(family, id)).not.toHaveProperty('medicine')
  await wang.page.unroute(isStep)
  // a network that comes back ends the pause between two attempts
  await wang.context.setOffline(true)
  await wang.context.setOffline(false)
  await chen.see('正在缴费、取药')
  expect(await timesOf(family, id)).toMatchObject({ medicine: 1 })
})

it('nothing threw on either phone', () => {
  expect([...chen.troubles, ...wang.troubles]).toEqual([])
})
