/**
 * One order's money, by hand: coupon, insurance, contract, the sum that is shown and paid, a dispute, part of it back,
 * the rest to the companion line by line, a tip; and the paper that anybody can check.
 */
import type { Browser } from 'playwright-core'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startBrowser } from './people/browser.ts'
import { acceptOffer } from './people/companion.ts'
import { agreeToContract, choose, signInAsKnown, takePhone, type PhoneUser } from './people/family.ts'
import { addedUp } from './people/hands.ts'
import { decide, sitAtDesk, type DeskUser } from './people/operator.ts'
import { readyFamily, report, walk, WHOLE_VISIT, type ReadyFamily } from './people/setup-orders.ts'
import { operatorApi, readyCompanion, until, type ReadyCompanion } from './people/setup.ts'
import { startStack, type Stack } from './stack.ts'

const RUIJIN = { typed: 'rj', name: '上海交通大学医学院附属瑞金医院' }
const FUNDER = { code: 'xuhui-community', name: '徐汇社区服务中心' }
const REFUND = 5_000

let stack: Stack
let browser: Browser
let desk: DeskUser
let chen: PhoneUser
let wang: PhoneUser
let family: ReadyFamily
let companion: ReadyCompanion
let orderId = ''
let paidFen = 0

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), startBrowser()])
  const api = await operatorApi(stack)
  companion = await readyCompanion(stack, api, { name: '王秀兰', phone: '13900000011' })
  family = await readyFamily(stack, { name: '陈静', phone: '13900000001', mother: '李淑英' })
  const coupon = {
    code: 'SHEQU826',
    name: '社区助老券',
    funderCode: FUNDER.code,
    funderName: FUNDER.name,
    offFen: 3_000,
    offPercent: 0,
    maxOffFen: 3_000,
    minPriceFen: 10_000,
    validFrom: new Date(Date.now() - 60_000).toISOString(),
    validTo: new Date(Date.now() + 30 * 86_400_000).toISOString(),
    totalCount: 10,
    perAccount: 1,
  }
  await api.coupons.addCouponKind({ body: { commandId: randomUUID(), coupon } })
  desk = await sitAtDesk(browser, stack)
  ;[chen, wang] = await Promise.all([takePhone(browser, stack), takePhone(browser, stack)])
  await Promise.all([signInAsKnown(chen, family.name), signInAsKnown(wang, companion.name)])
  await Promise.all([chen.see('今天想办什么事'), wang.see('今天想办什么事')])
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

const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`
const orderPage = () => `packages/visit/order/index?id=${orderId}`

it('nothing is ticked when the page opens; she types a code, ticks an insurance and the contract, and pays what is shown', async () => {
  await chen.open('packages/booking/who/index')
  await chen.tap(/^李淑英/, 'radio')
  await choose(chen, { need: '', hospital: RUIJIN, day: '后天', clock: '09:00', companion: companion.name })
  const insurance = chen.page.getByRole('radiogroup', { name: '保险' }).filter({ visible: true })
  await insurance.waitFor()
  expect(await insurance.locator('[aria-checked=true]').allInnerTexts()).toEqual([
    expect.stringContaining('不需要保险'),
  ])
  expect(await chen.page.locator('[role=checkbox][aria-checked=true]').filter({ visible: true }).count()).toBe(0)
  const bareFen = await addedUp(chen)
  await chen.tap(/^优惠券/)
  await chen.fill('券码', 'shequ826')
  await chen.tap('领取并使用')
  await chen.see(`由${FUNDER.name}出资`)
  await expect.poll(() => addedUp(chen)).toBe(bareFen - 3_000)
  await insurance.getByRole('radio').nth(1).click()
  await expect.poll(() => addedUp(chen)).toBeGreaterThan(bareFen - 3_000)
  paidFen = await addedUp(chen)
  await chen.tap('微信支付')
  await chen.see('请先读一读《陪诊服务合同》')
  await agreeToContract(chen, '提交')
  await chen.tap('微信支付')
  await chen.see(yuan(paidFen))
  await chen.tap('确认支付')
  await chen.see('已付款')
  expect(stack.sandbox.control.books().orders.paidFen).toBe(paidFen)
  const { items } = await family.api.orders.listMyOrders({ query: { tab: 'all' } })
  orderId = items[0]?.id ?? ''
})

it('the books name who funds the coupon; the policy number stands on the order', async () => {
  const policy = () => family.api.insurance.getPolicyOfOrder({ params: { id: orderId } })
  await expect.poll(async () => (await policy()).policyNumber, { timeout: 20_000 }).toMatch(/\S/)
  await chen.open(orderPage())
  await chen.see(/保单号 \S+/)
  await desk.open(`/finance/orders/${orderId}`)
  await desk.see('进来的都有去处')
  await desk.see(`优惠券出资方 ${FUNDER.code}`)
})

it('she sees her estimate before accepting; the family is not content and the money waits', async () => {
  await wang.open(`packages/companion/offer/index?id=${orderId}`)
  await wang.see('预计到手')
  const estimate = await addedUp(wang)
  await acceptOffer(wang, RUIJIN.name)
  await walk(family, companion, orderId, [...WHOLE_VISIT])
  await report(companion, orderId)
  await chen.open(orderPage())
  await chen.tap('对服务有异议')
  await chen.tap('来晚了', 'radio')
  await chen.fill('发生了什么', '约 9 点，9 点 40 才到，已经过号了')
  await chen.tap('提交异议')
  await chen.see('平台正在处理您的异议')
  await desk.open(`/orders/${orderId}`)
  await desk.tap('处理异议')
  await desk.page.getByRole('radio', { name: /^退款/ }).check()
  await desk.page.getByLabel('退多少（元）').fill(String(REFUND / 100))
  await decide(desk, /^退 ¥50.00/, '经核实，陪诊员确实迟到，对不起，为您退还一部分费用。', '答复')
  await until(
    async () => (await family.api.orders.getMyOrder({ params: { id: orderId } })).money.refundedFen === REFUND,
  )
  await chen.open(orderPage())
  await chen.see('异议已处理')
  expect(await addedUp(chen)).toBe(paidFen - REFUND)
  await until(async () => (await companion.api.payments.getMyEarnings({ query: {} })).balanceFen > 0)
  await wang.open('packages/companion/earnings/index')
  await wang.tap(/^看明细/)
  const fact = await addedUp(wang)
  expect(fact).toBeLessThan(estimate)
  expect((await companion.api.payments.getMyEarnings({ query: {} })).balanceFen).toBe(fact)
})

it('a tip goes to her whole', async () => {
  const { balanceFen } = await companion.api.payments.getMyEarnings({ query: {} })
  await chen.open(orderPage())
  await chen.tap('给陪诊员一个感谢红包')
  await chen.tap('¥10', 'radio')
  await chen.tap('微信支付 ¥10.00')
  await chen.tap('确认支付')
  await chen.see('另付感谢红包 ¥10.00')
  await expect
    .poll(async () => (await companion.api.payments.getMyEarnings({ query: {} })).balanceFen, { timeout: 20_000 })
    .toBe(balanceFen + 1_000)
  await desk.open(`/finance/orders/${orderId}`)
  await desk.see('进来的都有去处')
})

it('anybody can check the paper: as it is, with one byte changed, by its code', async () => {
  await chen.open(`packages/visit/contract/index?id=${orderId}`)
  await chen.see('怎么查真假')
  const [download] = await Promise.all([chen.page.waitForEvent('download'), chen.tap('下载 PDF')])
  const bytes = readFileSync(await download.path())
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  const { verifyCode } = await family.api.contracts.getContractOfOrder({ params: { id: orderId } })
  const stranger = await takePhone(browser, stack)
  const check = async (buffer: Buffer, words: string) => {
    const [chooser] = await Promise.all([stranger.page.waitForEvent('filechooser'), stranger.tap('选 PDF 文件')])
    await chooser.setFiles({ name: '合同.pdf', mimeType: 'application/pdf', buffer })
    await stranger.see(words)
  }
  await stranger.open('packages/trust/verify/index')
  await check(bytes, '真的，没有改动')
  const bent = Buffer.from(bytes)
  const at = Math.floor(bent.length / 2)
  bent[at] = (bent[at] ?? 0) ^ 1
  await check(bent, '被改动过')
  await stranger.open(`packages/trust/verify/index?code=${verifyCode}`)
  await stranger.see('真的，没有改动')
  expect(await stranger.text()).not.toMatch(/李淑英|陈静|膝盖/)
  await stranger.open('packages/trust/report/index')
  await stranger.see('先行赔付规则')
  expect(stranger.troubles).toEqual([])
})

it('no page said an error, threw, or asked a stranger', () => {
  for (const window of [chen, wang, desk]) expect(window.troubles).toEqual([])
})
