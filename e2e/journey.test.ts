/**
 * The whole story by hand: two families at once on their phones, the companion on hers, the operator at her desk.
 * The parts follow one another: what one leaves behind, the next one finds.
 */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startBrowser } from './people/browser.ts'
import { acceptOffer, notNeeded, sayCode, step, writeReport } from './people/companion.ts'
import { addMother, bindPhone, choose, pressPay, signInAsKnown, signInAsNew, takePhone } from './people/family.ts'
import type { PhoneUser } from './people/family.ts'
import { sitAtDesk, type DeskUser } from './people/operator.ts'
import { operatorApi, readyCompanion } from './people/setup.ts'
import { startStack, type Stack } from './stack.ts'

const WANG = { name: '王秀兰', phone: '13900000011' }
const ZHAO = { name: '赵敏芳', phone: '13900000012' }
const RUIJIN = { typed: 'rj', name: '上海交通大学医学院附属瑞金医院' }

let stack: Stack
let browser: Browser
let desk: DeskUser
let chen: PhoneUser
let lin: PhoneUser
let wang: PhoneUser
let brother: PhoneUser
let orderPage = ''
let code = ''

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), startBrowser()])
  const api = await operatorApi(stack)
  await readyCompanion(stack, api, WANG)
  await readyCompanion(stack, api, ZHAO)
  desk = await sitAtDesk(browser, stack)
  ;[chen, lin] = await Promise.all([takePhone(browser, stack), takePhone(browser, stack)])
})
afterAll(async () => {
  await browser?.close()
  await stack?.stop()
})

// one story: when a part of it fails, what follows has nothing to stand on
let isBroken = false
beforeEach((part) => {
  if (isBroken) part.skip()
  part.onTestFailed(() => {
    isBroken = true
  })
})

/** From the question box of the first page to the cashier, as somebody new. */
async function bookAsNew(her: PhoneUser, name: string, phone: string, mother: string, companion: string) {
  await her.page.getByLabel('哪里不舒服，或想办什么事').fill(`${mother}膝盖疼半年，想复查`)
  await her.tap('找人陪着去')
  await her.tap('去登录')
  await signInAsNew(her, { name, phone })
  await her.see('谁去看病')
  // what was typed before signing in is still there
  expect(await her.page.getByRole('textbox', { name: '想办什么事' }).inputValue()).toContain('膝盖疼半年')
  await addMother(her, mother)
  await choose(her, { need: '', hospital: RUIJIN, day: '后天', clock: '09:00', companion })
}

describe('two families at the same time', () => {
  it('sign in, add the mother, choose, see the whole price and reach the cashier', async () => {
    await Promise.all([
      bookAsNew(chen, '陈静', '13900000001', '李淑英', WANG.name),
      bookAsNew(lin, '林悦', '13900000002', '周桂芬', ZHAO.name),
    ])
    for (const her of [chen, lin]) {
      const words = await her.text()
      expect(words).toContain('合计')
      expect(words).toContain('如果要取消')
      const lines = await her.page.locator('.price__line:not(.price__line--sum) .money').allInnerTexts()
      const [sum] = await her.page.locator('.price__line--sum .money').allInnerTexts()
      const fen = (text: string) => Math.round(Number(text.replaceAll(/[^\d.-]/g, '')) * 100)
      expect(lines.length).toBeGreaterThan(0)
      expect(lines.map(fen).reduce((total, one) => total + one, 0)).toBe(fen(sum ?? ''))
    }
    await Promise.all([pressPay(chen), pressPay(lin)])
  })

  it('one pays; the other refuses, finds her order kept and pays later', async () => {
    await Promise.all([
      chen.tap('确认支付').then(() => chen.see('已付款')),
      lin.tap('取消').then(() => lin.see('还没有付款')),
    ])
    expect(await lin.text()).toContain('不付款也不收任何费用')
    await lin.open('pages/orders/index')
    await lin.tap('待支付', 'tab')
    await lin.tap(/瑞金/)
    await lin.tap('去付款')
    await lin.tap('确认支付')
    await lin.see('已付款')
    expect(stack.sandbox.control.orders().map(({ state }) => state)).toEqual(['SUCCESS', 'SUCCESS'])
  })

  it('the operator sees both on the board without touching it', async () => {
    await desk.see('李*英')
    await desk.see('周*芬')
    expect(await desk.text()).not.toMatch(/李淑英|周桂芬/)
  })

  it('one cancels; the refund stands on the button before the tap', async () => {
    await lin.tap('看订单')
    await lin.tap('取消订单')
    await lin.see('退款规则')
    const button = lin.control(/^取消，退回 ¥/)
    const promised = /¥[\d.]+/.exec(await button.innerText())?.[0] ?? ''
    await lin.tap('时间变了', 'radio')
    await button.click()
    await lin.see(/已取消/)
    await lin.see('已退回微信')
    expect(await lin.text()).toContain(promised.replace('¥', ''))
    await desk.gone('周*芬')
  })
})

describe('the visit', () => {
  it('the companion signs in, sees an offer without a name, accepts; the family sees the code', async () => {
    await chen.tap('看订单')
    wang = await takePhone(browser, stack)
    await signInAsKnown(wang, WANG.name)
    await wang.tap('我的', 'link')
    await wang.tap(/^陪诊员工作台/)
    await wang.tap(/^可接/, 'tab')
    await wang.see('家属指定您')
    expect(await wang.text()).not.toContain('李淑英')
    await acceptOffer(wang, RUIJIN.name)
    await wang.see('李淑英')
    await wang.see('过敏：青霉素')
    await chen.see(`${WANG.name} 将在`)
    orderPage = new URL(chen.page.url()).hash.slice(2)
    const digits = await chen.page.locator('.visitcode').filter({ visible: true }).getAttribute('aria-label')
    code = digits?.replaceAll(/\D/g, '') ?? ''
    expect(code).toMatch(/^\d{4}$/)
  })

  it('a family link shows the progress to a brother without an account', async () => {
    await chen.tap(/^亲情链接/)
    await chen.tap('新建一个链接')
    await chen.fill('给谁看', '弟弟')
    await chen.tap('生成链接')
    const address = await (await chen.see(/^http.*link\/live/)).innerText()
    // nothing secret may reach a server's log or a referrer
    expect(new URL(address).search + new URL(address).pathname).not.toMatch(/t=|token/)
    brother = await takePhone(browser, stack)
    await brother.page.goto(address.trim())
    await brother.see(/在上海交通大学医学院附属瑞金医院/)
    expect(await brother.text()).not.toMatch(/李淑英|青霉素|膝盖|1390000/)
  })

  it('everybody follows every step live: one wrong code, the right one, a step that is not needed', async () => {
    await chen.open(orderPage.replace('order/index', 'live/index'))
    await chen.see('全程记录')
    await step(wang, '已出发')
    await chen.see('已出发，前往')
    await brother.see('已出发，前往')
    await step(wang, '已见到就诊人')
    await sayCode(wang, code === '0000' ? '1111' : '0000')
    await wang.see(/还可以试|不对/)
    await sayCode(wang, code)
    await wang.see('取号报到')
    await chen.see(/已与就诊人会合/)
    await step(wang, '已取号报到')
    await wang.see('已记下：取号报到')
    await step(wang, '进诊室了')
    await wang.see('已记下：就诊')
    await notNeeded(wang, '检查', '医生说这次不用')
    await chen.see('本次没有检查')
    await chen.see('医生说这次不用')
    await brother.see('本次没有检查')
    expect(wang.refusals.filter((line) => line.includes('/milestones'))).toHaveLength(1)
  })

  it('they chat with words and a picture, and see that it was read', async () => {
    await wang.tap('发消息')
    await wang.fill('消息', '医生说先不用做检查，开了药。')
    await wang.tap('发送')
    await wang.see('已送到')
    await chen.tap('发消息')
    await chen.see('医生说先不用做检查，开了药。')
    await wang.see('已读')
    const picture = await desk.page.screenshot()
    const [chooser] = await Promise.all([wang.page.waitForEvent('filechooser'), wang.tap('图片')])
    await chooser.setFiles({ name: '处方.png', mimeType: 'image/png', buffer: picture })
    await chen.control('看大图').locator('img').waitFor()
    await chen.fill('消息', '好的，辛苦您了')
    await chen.tap('发送')
    await wang.see('好的，辛苦您了')
    // each thing once: the words, the picture, the answer
    expect(await wang.page.locator('.chat__bubble').filter({ visible: true }).count()).toBe(3)
  })

  it('the link is taken back and ends at once', async () => {
    await chen.open(orderPage.replace('order/index', 'links/index'))
    await chen.see('打开过 1 次')
    await chen.tap('收回')
    await chen.see('收回后马上打不开')
    await chen.tap('收回')
    await chen.see('已收回')
    await brother.see(/这个链接刚刚失效/)
    await wang.tap('返回')
    await step(wang, '去缴费取药了')
    await wang.see('已记下：缴费取药')
    await brother.page.reload()
    await brother.see('这个链接不能用了')
    expect(await brother.text()).not.toContain('缴费')
  })

  it('she finishes and reports; the family reads, confirms, and it is over', async () => {
    await chen.open(orderPage)
    await wang.see('服务已结束')
    await step(wang, '服务已结束')
    await writeReport(wang, {
      summary: '骨科复查，膝关节退变，走路比上次好。',
      doctorsWords: '少爬楼梯，一个月后复查。',
    })
    await chen.tap(/^服务报告/)
    await chen.see('少爬楼梯，一个月后复查。')
    await chen.see('硫酸氨基葡萄糖胶囊')
    await chen.see('本次没有检查')
    await chen.tap('返回')
    await chen.tap('确认服务已完成')
    await chen.tap('确认完成')
    await chen.see('服务已完成')
    // what the visit needed is no longer shown
    await wang.open('packages/companion/tasks/index')
    await wang.tap(/^已完成/, 'tab')
    await wang.tap(/瑞金/)
    await wang.see('服务结束后，姓名、电话和病情不再显示')
    expect(await wang.text()).not.toContain('李淑英')
  })

  it('the operator opens the order: timeline, money that sums up, messages', async () => {
    await desk.open('/orders?state=confirmed')
    await desk.page
      .getByRole('row', { name: /李\*英/ })
      .getByRole('link', { name: /\d/ })
      .first()
      .click()
    await desk.see('已与就诊人会合')
    await desk.see('不需要这一步')
    await desk.page.getByRole('tab', { name: '钱款' }).click()
    await desk.see('价格')
    await desk.page.getByRole('tab', { name: '聊天' }).click()
    await desk.page.getByRole('button', { name: '查看聊天' }).click()
    await desk.see('好的，辛苦您了')
    expect(await desk.page.locator('.chat img').count()).toBe(1)
  })

  it('binds her phone by a code that comes by SMS', async () => {
    await bindPhone(chen, stack, '13900000001')
    expect(await chen.text()).toContain('139****0001')
  })
})

it('no page said an error, threw, or asked a stranger', () => {
  for (const window of [chen, lin, wang, brother, desk]) expect(window.troubles).toEqual([])
})
