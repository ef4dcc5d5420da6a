import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { callPay, openTestWorld, paidOrder, refundBody, type PayAnswer, type TestWorld } from '../testing.ts'

let world: TestWorld
let paid: string[]
const DAY_MS = 86_400_000
const dayOf = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)
/** 09:30 in Shanghai, tomorrow: the orders are made then, so that midnight is far. */
const nineThirty = Date.parse(`${dayOf(Date.now() + DAY_MS)}T09:30:00+08:00`) - Date.now()
const day = dayOf(Date.now() + nineThirty)

const ask = (query: string, kind = 'tradebill') => callPay(world, 'GET', `/v3/bill/${kind}?${query}`)
const download = (answer: PayAnswer) => {
  const url = new URL(String(answer.body.download_url))
  expect(url.origin).toBe(world.urls.wxpay)
  return callPay(world, 'GET', url.pathname + url.search)
}
/** Values may hold commas, so rows are split at the backticks; header lines have none. */
const cells = (line = '') => (line.startsWith('`') ? line.slice(1).split(',`') : line.split(','))

beforeAll(async () => {
  world = await openTestWorld()
  world.control.moveClock(nineThirty)
  const { openid } = world.control.createUser()
  paid = [await paidOrder(world, openid), await paidOrder(world, openid, { amount: { total: 26_800 }, attach: 'A,1' })]
  await callPay(world, 'POST', '/v3/refund/domestic/refunds', refundBody(world, paid[0] ?? '', 10_000))
  await world.control.callback(({ event, state }) => event === 'REFUND.SUCCESS' && state === 'done')
})
afterAll(() => world.end())

it('is ready after ten o’clock on the next day', async () => {
  expect((await ask(`bill_date=${day}`)).code).toBe('STATEMENT_CREATING')
  world.control.moveClock(nineThirty + DAY_MS)
  expect((await ask(`bill_date=${day}`)).code).toBe('STATEMENT_CREATING')
  world.control.moveClock(nineThirty + DAY_MS + 3_600_000)
  expect((await ask(`bill_date=${day}`)).status).toBe(200)
  expect((await ask('bill_date=2020-01-01')).code).toBe('PARAM_ERROR')
  expect((await ask('bill_date=yesterday')).code).toBe('PARAM_ERROR')
  expect((await ask(`bill_date=${dayOf(Date.now() - 5 * DAY_MS)}`)).code).toBe('NO_STATEMENT_EXIST')
})

it('lists payments and refunds with sums that agree', async () => {
  const answer = await ask(`bill_date=${day}&bill_type=ALL`)
  const file = await download(answer)
  expect(createHash('sha1').update(file.text).digest('hex')).toBe(answer.body.hash_value)
  expect(file.headers.has('wechatpay-signature')).toBe(false)
  const lines = file.text.trimEnd().split('\r\n')
  expect(lines).toHaveLength(6)
  const header = cells(lines[0])
  const column = (name: string) => lines.slice(1, 4).map((line) => cells(line)[header.indexOf(name)])
  expect(column('商户订单号')).toEqual([paid[0], paid[1], paid[0]])
  expect(column('交易状态')).toEqual(['SUCCESS', 'SUCCESS', 'REFUND'])
  expect(column('订单金额')).toEqual(['268.00', '268.00', '0.00'])
  expect(column('申请退款金额')).toEqual(['0.00', '0.00', '100.00'])
  expect(column('手续费')).toEqual(['1.61000', '1.61000', '-0.60000'])
  expect(cells(lines[5])).toEqual(['3', '536.00', '100.00', '0.00', '2.62000', '536.00', '100.00'])
})

it('has parts, and a fund-flow bill whose balance is the sum', async () => {
  const rows = async (query: string, kind?: string) =>
    (await download(await ask(`bill_date=${day}&${query}`, kind))).text.trimEnd().split('\r\n')
  expect(await rows('bill_type=SUCCESS')).toHaveLength(5)
  expect(await rows('bill_type=REFUND')).toHaveLength(4)
  const flow = await rows('account_type=BASIC', 'fundflowbill')
  expect(cells(flow.at(-1))).toEqual(['6', '3', '536.60', '3', '103.22'])
  expect(cells(flow.at(-3))[7]).toBe('433.38')
  expect((await ask(`bill_date=${day}&account_type=FEES`, 'fundflowbill')).code).toBe('PARAM_ERROR')
})

it('comes compressed when asked, from an address that lives five minutes', async () => {
  const answer = await ask(`bill_date=${day}&tar_type=GZIP`)
  const url = new URL(String(answer.body.download_url))
  const target = url.pathname + url.search
  const raw = await fetch(world.urls.wxpay + target)
  expect(raw.status).toBe(401) // the address alone is not enough: the request is signed like any other
  expect((await callPay(world, 'GET', target)).headers.get('content-type')).toBe('application/x-gzip')
  world.control.moveClock(world.control.settings().clockOffsetMs + 6 * 60_000)
  expect((await callPay(world, 'GET', target)).code).toBe('INVALID_REQUEST')
  expect((await callPay(world, 'GET', '/v3/billdownload/file?token=guess')).code).toBe('INVALID_REQUEST')
  expect((await ask(`bill_date=${day}&tar_type=ZIP`)).code).toBe('PARAM_ERROR')
})

const tomorrow = dayOf(Date.now() + nineThirty + DAY_MS)
const linesOf = async (query: string, kind?: string) => {
  const all = (await download(await ask(query, kind))).text.trimEnd().split('\r\n')
  return { header: cells(all[0]), rows: all.slice(1, -2).map(cells), summary: cells(all.at(-1)) }
}
const flowsOf = async (of: string) => {
  const { header, rows } = await linesOf(`bill_date=${of}&account_type=BASIC`, 'fundflowbill')
  const at = (name: string) => header.indexOf(name)
  return rows.map((row) => ({
    what: row[at('业务名称')],
    fen: (row[at('收支类型')] === '收入' ? 1 : -1) * Math.round(Number(row[at('收支金额（元）')]) * 100),
    balance: Math.round(Number(row[at('账户结余（元）')]) * 100),
    voucher: row[at('业务凭证号')],
    no: row[at('资金流水单号')],
    time: row[at('记账时间')] ?? '',
  }))
}

it('the account goes on from day to day: transfers and what came back, to and from the bank, refunds when they leave', async () => {
  world.control.moveClock(nineThirty + DAY_MS)
  const { openid } = world.control.createUser()
  world.control.depositFromBank(100_000)
  const transfer = (no: string) =>
    callPay(world, 'POST', '/v3/fund-app/mch-transfer/transfer-bills', {
      appid: world.keys.wechat.appid,
      out_bill_no: no,
      openid,
      transfer_amount: 30_000,
      transfer_remark: '提现',
      transfer_scene_id: '1011',
      transfer_scene_report_infos: [{ info_type: '赔付原因', info_content: '服务未履行' }],
    })
  const { body } = await transfer('WDONE')
  const { mchid } = world.keys.wxpay
  world.control.confirmTransfer({ mchId: mchid, appId: world.keys.wechat.appid, package: String(body.package_info) })
  await transfer('WBACK')
  await callPay(world, 'POST', '/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/WBACK/cancel')
  await expect.poll(() => world.control.books().transfers).toMatchObject({ paidFen: 30_000, returnedFen: 30_000 })
  world.control.withdrawToBank(20_000)
  world.control.moveClock(nineThirty + 3 * DAY_MS)
  const flows = await flowsOf(tomorrow)
  expect(flows.map(({ what, fen }) => [what, fen])).toEqual([
    ['充值', 100_000],
    ['商家转账', -30_000],
    ['商家转账', -30_000],
    ['商家转账退回', 30_000],
    ['提现', -20_000],
  ])
  const yesterday = (await flowsOf(day)).at(-1)?.balance ?? 0
  let running = yesterday
  for (const flow of flows) expect(flow.balance).toBe((running += flow.fen))
  expect(running).toBe(world.control.books().merchantFen)
  expect(new Set([...flows, ...(await flowsOf(day))].map(({ no }) => no)).size).toBe(flows.length + 6)
})

it('can be bent: a line missing, another amount, a stranger’s line, a day later; the sums follow, and it ends', async () => {
  const { control } = world
  const [first = '', second = ''] = paid
  const trade = async (of: string) => {
    const { header, rows, summary } = await linesOf(`bill_date=${of}&bill_type=ALL`)
    const at = (name: string) => header.indexOf(name)
    return {
      rows: rows.map((row) => [row[at('交易状态')], row[at('商户订单号')], row[at('订单金额')]]),
      dates: rows.map((row) => row[0]?.slice(0, 10)),
      total: summary[1],
    }
  }
  const straight = await trade(day)
  control.bendBill({ bill: 'trade', do: 'drop', number: first })
  control.bendBill({ bill: 'trade', do: 'amount', number: second, fen: 26_900 })
  control.bendBill({ bill: 'trade', do: 'foreign', number: 'X1', fen: 1000, day })
  expect(await trade(day)).toEqual({
    rows: [
      ['SUCCESS', second, '269.00'],
      ['REFUND', first, '0.00'],
      ['SUCCESS', 'X1', '10.00'],
    ],
    dates: [day, day, day],
    total: '279.00',
  })
  expect(control.straightenBills()).toBe(3)
  control.bendBill({ bill: 'trade', do: 'next-day', number: second })
  expect((await trade(day)).rows.map(([, no]) => no)).toEqual([first, first])
  expect(await trade(tomorrow)).toEqual({ rows: [['SUCCESS', second, '268.00']], dates: [tomorrow], total: '268.00' })
  control.bendBill({ bill: 'fund', do: 'amount', number: first, fen: 26_700 })
  control.bendBill({ bill: 'fund', do: 'foreign', number: 'X2', fen: -500, day })
  const flows = await flowsOf(day)
  expect(flows.find(({ voucher, what }) => voucher === first && what === '交易')?.fen).toBe(26_700)
  expect(flows.at(-1)).toMatchObject({ what: '退款', fen: -500, voucher: 'X2' })
  control.straightenBills()
  expect(await trade(day)).toEqual(straight)
  for (const wrong of [{ bill: 'x' }, { bill: 'trade', do: 'x' }, { bill: 'trade', do: 'drop' }, { do: 'drop' }]) {
    expect(() => control.bendBill(wrong as object)).toThrow(/bill|do|number/)
  }
  expect(() => control.bendBill({ bill: 'fund', do: 'amount', number: 'a' })).toThrow('fen')
  expect(() => control.bendBill({ bill: 'fund', do: 'foreign', number: 'a', fen: 1 })).toThrow('day')
})

it('a hundred thousand lines', async () => {
  const seeded = world.control.seedPaidOrders(100_000, tomorrow)
  expect(seeded[99_999]).toMatchObject({ outTradeNo: expect.stringMatching(/^SEED\d{8}0099999$/) })
  const { rows, summary } = await linesOf(`bill_date=${tomorrow}&bill_type=ALL`)
  expect(rows).toHaveLength(100_000)
  const total = seeded.reduce((sum, { totalFen }) => sum + totalFen, 0)
  expect(Number(summary[1])).toBe(total / 100)
  expect((await flowsOf(tomorrow)).length).toBe(200_005)
  expect(() => world.control.seedPaidOrders(1, tomorrow)).toThrow('UNIQUE')
}, 60_000)
