/** Every page of the mini-program and of the console with real data: axe, widths, touch sizes, clipped words, pictures. */
import type { Browser } from 'playwright-core'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBrowser } from './people/browser.ts'
import { handsOn } from './people/hands.ts'
import { choose, PHONE, signInAsKnown, takePhone, type PhoneUser } from './people/family.ts'
import { DESK, sitAtDesk, type DeskUser } from './people/operator.ts'
import { acceptedOrder, bookedOrder, paidOrder, readyFamily, shanghaiAt, walk } from './people/setup-orders.ts'
import { axeFinds, clipped, tooSmall, tooWide } from './people/looks.ts'
import { operatorApi, readyCompanion } from './people/setup.ts'
import { startStack, type Stack } from './stack.ts'

/** name of the picture, address, words that show that it is there */
type Shown = readonly [name: string, page: string, words: string | RegExp]

const HOSPITAL = '上海交通大学医学院附属瑞金医院'
const MOTHER = '李淑英'
/** LOOK=1: sharp pictures, and the console on a phone too, for a person who looks at them */
const isLooked = process.env['LOOK'] === '1'
const SCALE = isLooked ? 2 : 1

let stack: Stack
let browser: Browser
let chen: PhoneUser
/** a second tab of hers: two cores look at two pages */
let chenToo: PhoneUser
let wang: PhoneUser
let desk: DeskUser
const ids = {
  live: '',
  unpaid: '',
  offered: '',
  finished: '',
  reported: '',
  patient: '',
  hospital: '',
  companion: '',
  link: '',
}

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack({ demo: true }), startBrowser()])
  const api = await operatorApi(stack)
  const companion = await readyCompanion(stack, api, { name: '王秀兰', phone: '13900000011' })
  const family = await readyFamily(stack, { name: '陈静', phone: '13900000001', mother: MOTHER })
  const accepted = (days: number, clock: string) => acceptedOrder(stack, family, companion, shanghaiAt(days, clock))
  const live = await accepted(2, '09:00')
  await walk(family, companion, live.id, ['departed', 'met', 'registered', 'in-consultation'])
  const say = (by: typeof family.api, text: string) =>
    by.messaging.sendMessage({ params: { id: live.id }, body: { commandId: randomUUID(), text } })
  await say(companion.api, '医生说关节有积液，先做个超声，我陪着排队。')
  await say(family.api, '好的，辛苦您了。妈妈早上没怎么吃东西，做完检查请帮她买点粥。')
  const { token } = await family.api.orders.createLink({
    params: { id: live.id },
    body: { commandId: randomUUID(), label: '弟弟' },
  })
  const all = ['departed', 'met', 'registered', 'in-consultation', 'exams', 'medicine', 'finished'] as const
  const [finished, reported] = [await accepted(3, '09:00'), await accepted(4, '09:00')]
  for (const { id } of [finished, reported]) await walk(family, companion, id, [...all])
  const { version } = await companion.api.orders.getTask({ params: { id: reported.id } })
  await companion.api.orders.submitReport({
    params: { id: reported.id },
    body: {
      commandId: randomUUID(),
      version,
      report: {
        summary: '骨科复查，拍了膝关节正侧位片，关节间隙比去年略窄，走路比上次稳。全程精神好，中午喝了粥。',
        doctorsWords: '少爬楼梯，不要蹲，体重控制住。药先吃一个月，疼得厉害再来打针。',
        medicines: [{ name: '硫酸氨基葡萄糖胶囊 0.25g×20 粒', usage: '每天 3 次，饭后，每次 2 粒' }],
        followUps: [{ what: '骨科复诊，带上片子', day: shanghaiAt(34, '09:00').slice(0, 10) }],
        expenses: [{ what: '挂号费', amountFen: 3800 }],
      },
    },
  })
  const unpaid = await bookedOrder(family, { companion: null, startsAt: shanghaiAt(5, '14:00') })
  const offered = await paidOrder(stack, family, { companion, startsAt: shanghaiAt(6, '07:00') })
  Object.assign(ids, {
    live: live.id,
    unpaid: unpaid.id,
    offered: offered.id,
    finished: finished.id,
    reported: reported.id,
    patient: family.patientId,
    hospital: live.hospital.id,
    companion: companion.id,
    link: token,
  })
  ;[chen, wang] = await Promise.all([takePhone(browser, stack, SCALE), takePhone(browser, stack, SCALE)])
  await Promise.all([signInAsKnown(chen, family.name), signInAsKnown(wang, companion.name)])
  await Promise.all([chen.see('今天想办什么事'), wang.see('今天想办什么事')])
  const page = await chen.context.newPage()
  const open = async (path: string) => void (await page.goto(`${stack.url}/#/${path}`))
  chenToo = { ...chen, ...handsOn(page), page, open }
  desk = await sitAtDesk(browser, stack)
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

const familyPages = (): Shown[] => [
  ['home', 'pages/home/index', '今天想办什么事'],
  ['orders', 'pages/orders/index', HOSPITAL],
  ['mine', 'pages/mine/index', '隐私与授权'],
  ['sign-in', 'packages/account/sign-in/index', '登录伴医'],
  ['consent', 'packages/account/consent/index', '读全文'],
  ['settings', 'packages/account/settings/index', '退出所有设备'],
  ['patients', 'packages/account/patients/index', MOTHER],
  ['patient-edit', `packages/account/patient-edit/index?id=${ids.patient}`, '紧急联系人'],
  ['who', 'packages/booking/who/index', MOTHER],
  ['where', 'packages/booking/where/index', '几点碰头'],
  ['hospital-search', 'packages/booking/hospital-search/index', /找到 \d+ 家/],
  ['hospital', `packages/booking/hospital/index?id=${ids.hospital}`, '复制地址'],
  ['department', 'packages/booking/department/index', '预防保健科'],
  ['companion', 'packages/booking/companion/index', /选她|选他|已选/],
  ['companion-profile', `packages/booking/companion-profile/index?id=${ids.companion}`, '六年护工'],
  ['confirm', 'packages/booking/confirm/index', '如果要取消'],
  ['order', `packages/visit/order/index?id=${ids.live}`, '订单号'],
  ['order-offered', `packages/visit/order/index?id=${ids.offered}`, '等待'],
  ['order-reported', `packages/visit/order/index?id=${ids.reported}`, '服务报告'],
  ['live', `packages/visit/live/index?id=${ids.live}`, '已与就诊人会合'],
  ['chat', `packages/visit/chat/index?id=${ids.live}`, '关节有积液'],
  ['report', `packages/visit/report/index?id=${ids.reported}`, '少爬楼梯'],
  ['links', `packages/visit/links/index?id=${ids.live}`, '弟弟'],
  ['cancel', `packages/visit/cancel/index?id=${ids.offered}`, '退款规则'],
  ['reschedule', `packages/visit/reschedule/index?id=${ids.offered}`, '改到哪一天'],
  ['pay-result', `packages/visit/pay-result/index?id=${ids.unpaid}`, /还没有付款/],
  ['link-live', `packages/link/live/index?t=${encodeURIComponent(ids.link)}`, '已与就诊人会合'],
]
const companionPages = (): Shown[] => [
  ['tasks', 'packages/companion/tasks/index', HOSPITAL],
  ['offer', `packages/companion/offer/index?id=${ids.offered}`, '接下这一单'],
  ['visit', `packages/companion/visit/index?id=${ids.live}`, '去做检查了'],
  ['visit-report', `packages/companion/report/index?id=${ids.finished}`, '医生的原话'],
  ['calendar', 'packages/companion/calendar/index', '请假'],
  ['hours', 'packages/companion/hours/index', /一周共/],
  ['profile', 'packages/companion/profile/index', '愿意去的区'],
  ['guide', `packages/companion/guide/index?id=${ids.hospital}`, HOSPITAL],
]
const consolePages = (): Shown[] => [
  ['board', '/orders', '李*英'],
  ['board-all', '/orders?state=confirmed', /共 \d+/],
  ['order', `/orders/${ids.live}`, '已与就诊人会合'],
  ['order-money', `/orders/${ids.reported}?tab=money`, '价格'],
  ['order-notices', `/orders/${ids.reported}?tab=notices`, '通知'],
  ['order-log', `/orders/${ids.reported}?tab=log`, '操作记录'],
  ['roster', '/companions', /王秀兰|演示/],
  ['companion-new', '/companions/new', '手机'],
  ['companion', `/companions/${ids.companion}`, '王秀兰'],
  ['companion-edit', `/companions/${ids.companion}/edit`, '介绍'],
  ['hospitals', '/hospitals', '医院'],
  ['hospitals-import', '/hospitals/import', '导入'],
  ['departments', '/hospitals/departments', '骨科'],
  ['hospital', `/hospitals/${ids.hospital}`, HOSPITAL],
  ['guide', `/hospitals/${ids.hospital}/guide`, HOSPITAL],
  ['prices', '/prices', '半天陪诊'],
  ['prices-new', '/prices/new', '半天陪诊'],
  ['operators', '/operators', '周敏'],
  ['reconciliation', '/reconciliation', '对账'],
]

/** A page as somebody sees it who opens its address. */
async function arrive(her: PhoneUser, [, page, words]: Shown): Promise<void> {
  await her.page.goto('about:blank')
  await her.open(page)
  await her.see(typeof words === 'string' ? new RegExp(words) : words)
  await her.page.locator('.skeleton').filter({ visible: true }).first().waitFor({ state: 'hidden' })
}

async function inspectPhone(her: PhoneUser, shown: Shown, mode: 'plain' | 'elder'): Promise<string[]> {
  const [name] = shown
  await her.page.setViewportSize(PHONE)
  await arrive(her, shown)
  await her.page.screenshot({ path: picture(`h5-${mode}-${name}`), fullPage: isLooked })
  const found = [...(await axeFinds(her.page)), ...(await tooSmall(her.page)), ...(await clipped(her.page))]
  // whatever the page shows, a person who can help is one tap away
  if (mode === 'elder') await her.control('找人帮忙').click({ trial: true, timeout: 5_000 })
  for (const width of mode === 'plain' ? [390, 320, 768] : [390, 320])
    found.push(...(await tooWide(her.page, width, PHONE.height)))
  return found.map((line) => `${mode} ${name}: ${line}`)
}

const picture = (name: string) => new URL(`shots/${name}.png`, import.meta.url).pathname

/** What the server refuses to the pages by design: a family asks whether it is a companion. */
const EXPECTED = /^(403|404) GET \/companions\/me$/

describe('the mini-program', () => {
  it('has a half-filled booking, so that its pages have something to show', async () => {
    await chen.open('packages/booking/who/index')
    await chen.tap(new RegExp(`^${MOTHER}`), 'radio')
    await choose(chen, {
      need: '',
      hospital: { typed: 'ruijin', name: HOSPITAL },
      day: '后天',
      clock: '15:00',
      companion: null,
    })
    expect(await chen.text()).toContain('由平台安排一位')
  })

  for (const mode of ['plain', 'elder'] as const)
    it(`looks right on every page, ${mode}`, { timeout: 240_000 }, async () => {
      for (const her of [chen, wang])
        await her.page.evaluate(
          (value) => localStorage.setItem('banyi.elder', JSON.stringify({ data: value })),
          String(mode === 'elder'),
        )
      const walkThrough = async (her: PhoneUser, pages: Shown[]) => {
        const found: string[] = []
        for (let shown = pages.shift(); shown; shown = pages.shift())
          found.push(...(await inspectPhone(her, shown, mode)))
        return found
      }
      const pages = familyPages()
      const found = await Promise.all([
        walkThrough(chen, pages),
        walkThrough(chenToo, pages),
        walkThrough(wang, companionPages()),
      ])
      expect(found.flat()).toEqual([])
    })

  it('says no errors, asks no strangers, is refused nothing', () => {
    expect([...chen.troubles, ...wang.troubles]).toEqual([])
    expect([...chen.refusals, ...wang.refusals].filter((line) => !EXPECTED.test(line))).toEqual([])
  })
})

describe('the console', () => {
  it('looks right on every page', { timeout: 240_000 }, async () => {
    const found: string[] = []
    for (const [name, path, words] of consolePages()) {
      await desk.page.setViewportSize(DESK)
      await desk.open(path)
      await desk.see(words)
      await desk.page.locator('.ant-skeleton, [aria-busy=true]').first().waitFor({ state: 'hidden' })
      await desk.page.screenshot({ path: picture(`console-${name}`) })
      const here = await axeFinds(desk.page)
      for (const width of [1440, 768, 390, 320]) here.push(...(await tooWide(desk.page, width, DESK.height)))
      if (isLooked) {
        await desk.page.setViewportSize(PHONE)
        await desk.page.screenshot({ path: picture(`console-phone-${name}`) })
      }
      found.push(...here.map((line) => `${name}: ${line}`))
    }
    expect(found).toEqual([])
  })

  it('says no errors, asks no strangers, is refused nothing', () => {
    expect(desk.troubles).toEqual([])
    expect(desk.refusals).toEqual([])
  })
})
