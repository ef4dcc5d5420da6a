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
