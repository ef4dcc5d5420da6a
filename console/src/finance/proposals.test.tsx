import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Proposal } from '@banyi/contract/payments/finance'
import { id, ok, open, signedIn } from '../testing.tsx'
import { Component as PostingsPage } from './postings-page.tsx'
import { Component as ProposalsPage } from './proposals-page.tsx'

const proposal = (createdBy: string, decide: boolean): Proposal => ({
  id: id(60),
  version: 2,
  kind: 'bank-withdrawal',
  kindName: '从微信支付转到银行',
  amountFen: 100_000,
  party: null,
  partyName: null,
  reference: 'TX-1',
  reason: '月末归集',
  state: 'proposed',
  createdAt: '2026-11-23T02:00:00.000Z',
  createdBy,
  decidedAt: null,
  decidedBy: null,
  postingId: null,
  can: { decide },
})
const page = (items: Proposal[]): ReturnType<typeof ok> => ok({ items, nextCursor: null })

it('who proposed cannot agree, is told why, and may take it back', async () => {
  signedIn('finance')
  open(<ProposalsPage />, { answer: () => page([proposal('演示运营', false)]) })
  expect(await screen.findByText('你提出的，要由另一位财务同意')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /^同意/ })).toBeNull()
  expect(screen.getByRole('button', { name: '撤回从微信支付转到银行 ¥1,000.00' })).toBeTruthy()
})

it('another person agrees after seeing what it does', async () => {
  signedIn('finance')
  const list = open(<ProposalsPage />, {
    answer: (wire) =>
      wire.method === 'GET' ? page([proposal('李会计', true)]) : ok({ ...proposal('李会计', false), state: 'posted' }),
  })
  fireEvent.click(await screen.findByRole('button', { name: '同意从微信支付转到银行 ¥1,000.00' }))
  expect(screen.getByText('微信支付账户减少，银行往来增加。')).toBeTruthy()
  fireEvent.change(screen.getByLabelText('原因'), { target: { value: '与银行流水一致' } })
  fireEvent.click(screen.getByRole('button', { name: '同意并入账' }))
  await waitFor(() => expect(list.sent.some((wire) => wire.method === 'POST')).toBe(true))
  const post = list.sent.find((wire) => wire.method === 'POST')
  expect(post?.path).toBe(`/payments/finance/proposals/${id(60)}/approve`)
  expect(post?.body).toMatchObject({ version: 2, reason: '与银行流水一致' })
})

it('a duty without the books sees no buttons', async () => {
  signedIn('audit')
  open(<ProposalsPage />, { answer: () => page([proposal('李会计', true)]) })
  expect(await screen.findByText('月末归集')).toBeTruthy()
  expect(screen.queryByRole('button', { name: /同意|驳回|提出/ })).toBeNull()
})

it('a proposal says that nothing moves yet, and sends whole fen', async () => {
  signedIn('finance')
  const list = open(<ProposalsPage />, {
    answer: (wire) => (wire.method === 'GET' ? page([]) : ok(proposal('演示运营', false))),
  })
  fireEvent.click(await screen.findByRole('button', { name: '提出记账' }))
  fireEvent.change(screen.getByLabelText('金额（元）'), { target: { value: '1000.1' } })
  fireEvent.change(screen.getByLabelText('微信提现单号'), { target: { value: 'TX-9' } })
  fireEvent.change(screen.getByLabelText('原因'), { target: { value: '月末归集' } })
  expect(screen.getByText(/账还没有动/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '提出：从微信支付转到银行 ¥1,000.10' }))
  await waitFor(() => expect(list.sent.some((wire) => wire.method === 'POST')).toBe(true))
  expect(list.sent.find((wire) => wire.method === 'POST')?.body).toMatchObject({
    kind: 'bank-withdrawal',
    amountFen: 100_010,
    party: null,
    reference: 'TX-9',
  })
})

it('the URL is the filter of the postings; words that are no day are left out', async () => {
  signedIn('finance')
  const list = open(<PostingsPage />, {
    path: '/?query=BY1001&account=held&from=2026-11-01&to=gestern',
    answer: () => ok({ items: [], nextCursor: null }),
  })
  expect(await screen.findByText('没有符合条件的分录')).toBeTruthy()
  expect(list.sent[0]?.path).toBe('/payments/finance/postings?query=BY1001&account=held&from=2026-11-01&limit=20')
})
