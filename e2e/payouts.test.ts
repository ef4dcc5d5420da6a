/**
 * Money on its way out, by hand: to the companion's wallet, above the limit by two people, to a family out of the fund,
 * and the day against the bills. The server dies once between "transfer sent" and "answer stored".
 */
import type { Client } from '@banyi/contract/client'
import type { Browser } from 'playwright-core'
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startBrowser } from './people/browser.ts'
import { signInAsKnown, takePhone, type PhoneUser } from './people/family.ts'
import { decide, pick, sitAtDesk, type DeskUser } from './people/operator.ts'
import { readyFamily, settledOrder, shanghaiAt, type ReadyFamily } from './people/setup-orders.ts'
import { operatorApi, readyCompanion, until, type ReadyCompanion } from './people/setup.ts'
import { startStack, type Stack } from './stack.ts'

const BILLS = '/v3/fund-app/mch-transfer/transfer-bills'

let stack: Stack
let browser: Browser
let zhou: DeskUser
let he: DeskUser
let wang: PhoneUser
let chen: PhoneUser
let family: ReadyFamily
let companion: ReadyCompanion
let orderId = ''
let api: Client

beforeAll(async () => {
  ;[stack, browser] = await Promise.all([startStack(), startBrowser()])
  const second = await stack.addOperator({ username: 'he.jun', name: '何军', duties: 'finance' })
  api = await operatorApi(stack)
  const other = await operatorApi(stack, second)
  companion = await readyCompanion(stack, api, { name: '王秀兰', phone: '13900000011' })
  family = await readyFamily(stack, { name: '陈静', phone: '13900000001', mother: '李淑英' })
  ;({ id: orderId } = await settledOrder(stack, family, companion, shanghaiAt(2, '09:00')))
  const { version, rules } = await api.payments.getPayoutRules()
  // one visit brings less than ¥2000
  const body = { version, rules: { ...rules, approvalAboveFen: 10_000 }, reason: '试两人审批' }
  await api.payments.setPayoutRules({ body: { commandId: randomUUID(), ...body } })
  // a young fund is empty; two people fill it
  const reference = '测试-赔付金-01'
  const proposal = await api.payments.proposePosting({
    body: { commandId: randomUUID(), kind: 'fund-top-up', amountFen: 2_000, reference, reason: '补充赔付金' },
  })
  const decision = { commandId: randomUUID(), version: proposal.version, reason: '同意' }
  await other.payments.approveProposal({ params: { id: proposal.id }, body: decision })
  ;[zhou, he] = await Promise.all([sitAtDesk(browser, stack), sitAtDesk(browser, stack, second)])
  ;[wang, chen] = await Promise.all([takePhone(browser, stack), takePhone(browser, stack)])
  await Promise.all([signInAsKnown(wang, companion.name), signInAsKnown(chen, family.name)])
  await Promise.all([wang.see('今天想办什么事'), chen.see('今天想办什么事')])
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

const transfers = () => stack.sandbox.control.transfers().map(({ amount, state }) => [amount, state])

async function confirmInWechat(): Promise<void> {
  await wang.tap('去微信确认收款')
  await wang.tap('确认收款')
  await wang.see('已到账微信零钱')
}

it('she registers, withdraws, the server dies before it can store the answer; there is one bill, and it arrives', async () => {
  await wang.open('packages/companion/withdraw/index')
  await wang.tap('去登记')
  await wang.fill('真实姓名', companion.name)
  await wang.tap('登记收款人')
  await wang.fill('提现金额，元', '60')
  stack.sandbox.control.misbehave({ vendor: 'wxpay', do: 'hang-after-commit', action: BILLS })
  await wang.tap('提现 ¥60.00')
  await wang.see('走到哪里了')
  await until(() => stack.sandbox.control.transfers().length === 1)
  await stack.killServer()
  stack.sandbox.control.clearScenarios()
  await stack.startServer()
  await wang.page.reload()
  await wang.see('待确认收款')
  expect(transfers()).toEqual([[6_000, 'WAIT_USER_CONFIRM']])
  await confirmInWechat()
  expect(transfers()).toEqual([[6_000, 'SUCCESS']])
  const { balanceFen, inTransitFen, items } = await companion.api.payments.getMyEarnings({ query: {} })
  expect(inTransitFen).toBe(0)
  expect(balanceFen).toBe(items.reduce((sum, { amountFen }) => sum + amountFen, 0))
  expect(items.filter(({ kind }) => kind === 'withdrawal')).toHaveLength(1)
})

it('two people give her ¥10 more by hand', async () => {
  await zhou.open('/finance/proposals')
  await zhou.tap('提出记账')
  await pick(zhou, '记什么', '补给陪诊员')
  await pick(zhou, '陪诊员', companion.name)
  await zhou.page.getByLabel('金额（元）').fill('10')
  await zhou.page.locator('input[id$=-reference]').fill('补贴-2026-01')
  await decide(zhou, /^提出：/, '雨天补贴')
  await zhou.see('你提出的，要由另一位财务同意')
  await he.open('/finance/proposals?state=proposed')
  await he.tap(/^同意补给陪诊员/)
  await decide(he, '同意并入账', '已核对单据')
  const { items } = await companion.api.payments.getMyEarnings({ query: {} })
  expect(items[0]).toMatchObject({ kind: 'adjustment', amountFen: 1_000 })
})

it('above the limit it waits: the same operator counts once, two send it', async () => {
  await wang.open('packages/companion/withdraw/index')
  await wang.fill('提现金额，元', '120')
  await wang.tap('提现 ¥120.00')
  await wang.see('金额较大，需要两位财务批准')
  expect(transfers()).toHaveLength(1)
  for (const desk of [zhou, he]) {
    await desk.open('/finance/withdrawals')
    await desk.tap(/王秀兰提现 ¥120.00/, 'link')
    await desk.tap('批准')
    await decide(desk, /^批准提现/, '已核对收入明细')
    if (desk === he) continue
    await desk.see(/已有 1 位/)
    expect(await desk.page.getByRole('button', { name: '批准', exact: true }).count()).toBe(0)
    expect(transfers()).toHaveLength(1)
  }
  await until(() => stack.sandbox.control.transfers().length === 2)
  await wang.page.reload()
  await wang.see('待确认收款')
  await confirmInWechat()
  expect(transfers().map(([, state]) => state)).toEqual(['SUCCESS', 'SUCCESS'])
})

it('who asks for a compensation cannot approve it; another does, and the family sees it on the order', async () => {
  await zhou.open(`/orders/${orderId}`)
  await zhou.tap('提出赔付')
  await pick(zhou, '哪一种情况', '陪诊员迟到误号')
  await zhou.page.getByLabel('赔多少（元）').fill('15')
  await zhou.page.getByLabel('凭证：订单时间线').fill('见面晚了 20 分钟')
  await zhou.page.getByLabel('凭证：挂号或检查预约凭证').fill('家属的预约单')
  await decide(zhou, /^提出赔付/, '家属投诉，已核实')
  await zhou.open('/finance/claims')
  await zhou.page.locator('td a[href*="/finance/claims/"]').first().click()
  await zhou.see('你提出的，要由别的财务批准')
  expect(await zhou.page.getByRole('button', { name: '批准', exact: true }).count()).toBe(0)
  await he.page.goto(zhou.page.url())
  await he.tap('批准')
  await decide(he, /^批准 ¥15.00/, '凭证齐全，符合规则')
  await chen.open(`packages/visit/order/index?id=${orderId}`)
  await chen.see('赔付：陪诊员迟到误号')
  await chen.see('已到账')
  await chen.see('另收到先行赔付 ¥15.00')
})

it('the day agrees with the bills to the fen; a bent bill is one difference, which two people resolve', async () => {
  stack.sandbox.control.changeSettings({ billsReadyAtOnce: true })
  await stack.sandbox.control.idle()
  const day = shanghaiAt(0, '00:00').slice(0, 10)
  // the console offers finished days; this one has to end first
  await api.payments.reconcileDay({ body: { day } })
  await zhou.open(`/finance/reconciliation/${day}`)
  await zhou.see('全部一致')
  const { merchantFen } = stack.sandbox.control.books()
  expect(await zhou.text()).toContain(`¥${(merchantFen / 100).toFixed(2)}`)
  stack.sandbox.control.bendBill({ bill: 'fund', do: 'foreign', number: 'X20260101', fen: 700, day })
  await zhou.tap('再对一次')
  await zhou.see('1 处差异待处理')
  await zhou.page
    .getByRole('link', { name: /X20260101/ })
    .first()
    .click()
  await zhou.tap('由我处理')
  await zhou.tap('提出处理办法')
  await zhou.page
    .getByRole('dialog')
    .getByRole('radio', { name: /以微信为准|先挂账/ })
    .check()
  await decide(zhou, /^提出$/, '别的门店收的款')
  await zhou.see('你提出的办法，要由另一位财务同意')
  await he.page.goto(zhou.page.url())
  await he.tap('同意并入账')
  await decide(he, '同意并入账', '已核对账单和分录')
  await he.see('已经解决')
})

it('no page said an error, threw, or asked a stranger', () => {
  for (const window of [chen, wang, zhou, he]) expect(window.troubles).toEqual([])
})
