import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { FinanceTransfer, PayoutRules } from '@banyi/contract/payments/payouts'
import { id, ok, open, problem, signedIn } from '../testing.tsx'
import { whyNot } from './approval.ts'
import { changesOf, faultsOf, rulesOf, typedOf } from './rule-fields.ts'
import { Component as WithdrawalPage } from './withdrawal-page.tsx'
import { Component as WithdrawalsPage } from './withdrawals-page.tsx'

const at = '2026-11-23T02:00:00.000Z'
const approval = (who: string): FinanceTransfer['approvals'][number] => ({ at, who, what: '批准', reason: '已核对' })
const transfer = (change: Partial<FinanceTransfer> = {}): FinanceTransfer => ({
  id: id(70),
  version: 1,
  number: 'WD20261123',
  kind: 'withdrawal',
  amountFen: 300_000,
  state: 'awaiting-approval',
  stateName: '等待审批',
  sentence: '金额较大，需要两位财务批准',
  requestedAt: at,
  changedAt: at,
  paidAt: null,
  failReason: null,
  confirm: null,
  canCancel: false,
  payeeId: id(500),
  payeeName: '张桂英',
  approvalsNeeded: 2,
  approvals: [],
  can: { approve: true, reject: true, check: false },
  ...change,
})
const detail = (change: Partial<FinanceTransfer> = {}): object => ({
  ...transfer(change),
  payeeBalanceFen: 12_000,
  history: [],
  postings: [],
})
const setting = { path: `/finance/withdrawals/${id(70)}`, route: '/finance/withdrawals/:id' }
const approve = async (reason: string): Promise<void> => {
  fireEvent.click(await screen.findByRole('button', { name: '批准' }))
  fireEvent.change(await screen.findByLabelText('原因'), { target: { value: reason } })
}

it('the list opens on what waits for approval, and a search looks everywhere', async () => {
  signedIn('finance')
  const answer = (): ReturnType<typeof ok> =>
    ok({ items: [transfer()], nextCursor: null, total: 1, awaitingApproval: 1 })
  const list = open(<WithdrawalsPage />, { answer })
  expect(await screen.findByRole('link', { name: '张桂英提现 ¥3,000.00' })).toBeTruthy()
  expect(list.sent[0]?.path).toContain('state=awaiting-approval')
  fireEvent.change(screen.getByLabelText('搜索提现'), { target: { value: '张' } })
  fireEvent.click(screen.getByRole('button', { name: '搜索' }))
  await waitFor(() => expect(list.sent.at(-1)?.path).toContain(`query=${encodeURIComponent('张')}`))
  expect(list.sent.at(-1)?.path).not.toContain('state=')
})

it('the first approval says that no money moves yet; the command carries the version that was seen', async () => {
  signedIn('finance')
  const page = open(<WithdrawalPage />, {
    ...setting,
    answer: (wire) => ok(wire.method === 'POST' ? transfer({ approvals: [approval('演示运营')] }) : detail()),
  })
  await approve('已核对收入明细')
  expect(screen.getByText('你是第 1 位批准的，共需要 2 位。')).toBeTruthy()
  expect(screen.getByText(/钱还不会动/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '批准提现 ¥3,000.00' }))
  expect(await screen.findByText('已记下你的批准，等另一位财务。')).toBeTruthy()
  expect(page.sent.find((wire) => wire.method === 'POST')?.body).toMatchObject({ version: 1, reason: '已核对收入明细' })
})

it('the second approval says that the money leaves; somebody who was faster is said kindly and the page is fresh', async () => {
  signedIn('finance')
  let state: Partial<FinanceTransfer> = { approvals: [approval('李会计')] }
  open(<WithdrawalPage />, {
    ...setting,
    answer: (wire) => {
      if (wire.method === 'GET') return ok(detail(state))
      state = { state: 'sending', stateName: '处理中', can: { approve: false, reject: false, check: true }, version: 2 }
      return problem(409, 'CONFLICT', '内容已被更新，请看过最新内容后再操作')
    },
  })
  await approve('已核对')
  expect(screen.getByText(/马上发给微信支付/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '批准提现 ¥3,000.00' }))
  expect(await screen.findByText(/页面已换成最新内容/)).toBeTruthy()
  expect((await screen.findAllByText('处理中')).length).toBeGreaterThan(0)
})

it('who has approved sees that another person must, and has no button', async () => {
  signedIn('finance')
  open(<WithdrawalPage />, {
    ...setting,
    answer: () =>
      ok(detail({ approvals: [approval('演示运营')], can: { approve: false, reject: true, check: false } })),
  })
  expect(await screen.findByText('你已经批准过，要由另一位财务批准。')).toBeTruthy()
  expect(screen.queryByRole('button', { name: '批准' })).toBeNull()
  expect(screen.getByRole('button', { name: '驳回' })).toBeTruthy()
})

it('no reason is given where there is nothing to decide', () => {
  expect(whyNot(transfer({ state: 'paid', can: { approve: false, reject: false, check: false } }), '王')).toBe('')
  expect(whyNot(transfer(), '王')).toBe('')
})

it('rules: what a person types becomes whole fen; faults and changes are sentences', () => {
  const rules: PayoutRules = {
    minFen: 100,
    maxFen: 2_000_000,
    dailyFen: 2_000_000,
    dailyCount: 3,
    approvalAboveFen: 200_000,
    coolDownHours: 72,
  }
  expect(rulesOf(typedOf(rules))).toEqual(rules)
  expect(rulesOf({ ...typedOf(rules), minFen: null })).toBeNull()
  const after = { ...rules, minFen: 29, dailyFen: 100 }
  expect(faultsOf(after)).toEqual(['每笔最少不能低于 ¥0.30。', '每天最多不能小于每笔最多。'])
  expect(changesOf(rules, { ...rules, coolDownHours: 24 })).toEqual(['换收款人后等多久：72 小时 → 24 小时'])
})
