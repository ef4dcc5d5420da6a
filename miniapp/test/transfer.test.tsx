import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Transfer } from '@banyi/contract/payments/shapes'
import { forgetAll } from '../src/api/use-read'
import Withdrawal from '../src/packages/companion/withdrawal/index'
import { useOnline } from '../src/store/online'
import { useSay } from '../src/store/say'
import { useSession } from '../src/store/session'
import { route, server } from './taro'

const ID = '00000000-0000-4000-8000-000000000031'
const account = { id: 'a', nickname: '王秀兰', phoneMasked: '1', hasWechat: true, isElderMode: false, consents: [] }
const AT = '2026-11-24T01:00:00Z'
const CONFIRM = { mchId: '1', appId: 'wx', package: 'p' }

/** the server's side */
let transfer: Transfer
let checks = 0
/** what the next questions at WeChat bring, one after the other */
let news: Partial<Transfer>[] = []

beforeEach(() => {
  vi.useFakeTimers()
  forgetAll()
  checks = 0
  news = []
  transfer = {
    id: ID,
    version: 1,
    number: 'T1',
    kind: 'withdrawal',
    amountFen: 17_350,
    state: 'sending',
    stateName: '处理中',
    sentence: '正在提交微信',
    requestedAt: AT,
    changedAt: AT,
    paidAt: null,
    failReason: null,
    confirm: null,
    canCancel: false,
  }
  useSession.getState().begin({ token: 't', expiresAt: '2099-01-01T00:00:00Z', account, isNewAccount: false })
  useOnline.setState({ isOnline: true, waiting: 0 })
  route.params = { id: ID }
  server.answer = ({ url, data }) => {
    if (url.endsWith('/identity/me')) return { status: 200, body: account }
    if (url.endsWith('/companions/me'))
      return { status: 200, body: { id: 'c', status: 'active', weeklyHours: { hours: [1], worksOnHolidays: false } } }
    if (url.endsWith('/check')) {
      checks++
      transfer = { ...transfer, ...news.shift() }
    }
    if (url.endsWith('/cancel')) {
      if ((data as { version: number }).version !== transfer.version)
        return { status: 409, body: { status: 409, code: 'CONFLICT', message: '内容已经更新' } }
      transfer = { ...transfer, state: 'cancelled', stateName: '已撤回', confirm: null, canCancel: false }
    }
    return { status: 200, body: transfer }
  }
})
afterEach(() => vi.useRealTimers())
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms))
/** step by step: what a timer changes is drawn before the next one runs */
const wait = async (seconds: number) => {
  for (let second = 0; second < seconds; second++) await pass(1000)
}
const open = async () => {
  render(<Withdrawal />)
  await pass(50)
}

it('follows a withdrawal that is on its way until it waits for her, and then leaves her in peace', async () => {
  news = [{}, { state: 'awaiting-user', stateName: '待确认收款', confirm: CONFIRM, canCancel: true, version: 2 }]
  await open()
  expect(screen.getByText(/正在向微信核对/)).toBeTruthy()
  expect(screen.queryByText('去微信确认收款')).toBeNull()
  await wait(10)
  expect(screen.getByText('去微信确认收款')).toBeTruthy()
  const asked = checks
  await wait(120)
  expect(checks).toBe(asked)
})

it('stops asking by itself when WeChat says nothing new, and asks when she wants to know', async () => {
  await open()
  await wait(120)
  const asked = checks
  expect(asked).toBeLessThan(10)
  news = [{ state: 'paid', stateName: '已到账', paidAt: AT }]
  fireEvent.click(screen.getByText('向微信核对一次'))
  await pass(50)
  expect(checks).toBe(asked + 1)
  expect(screen.getByText('已到微信零钱')).toBeTruthy()
})

it('takes a withdrawal back only after a question, and shows what really happened', async () => {
  Object.assign(transfer, { state: 'awaiting-user', confirm: CONFIRM, canCancel: true, version: 4 })
  await open()
  fireEvent.click(screen.getByText('撤回提现'))
  await pass(50)
  expect(transfer.state).toBe('awaiting-user')
  await act(async () => useSay.getState().question?.answer(true))
  await pass(50)
  expect(screen.getByText('已撤回，钱已回到余额')).toBeTruthy()
  expect(screen.queryByText('去微信确认收款')).toBeNull()
})
