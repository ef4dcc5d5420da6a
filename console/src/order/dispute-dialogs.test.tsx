import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { OperatorOrder } from '@banyi/contract/orders'
import { id, ok, open, operatorOrder } from '../testing.tsx'
import { DecideDialog } from './dispute-dialogs.tsx'
import { refundableFen } from './what-changed.ts'

const disputed = (change: Partial<OperatorOrder> = {}): OperatorOrder =>
  operatorOrder({
    dispute: {
      id: id(80),
      orderId: id(1),
      state: 'open',
      category: 'late',
      what: '迟到了四十分钟，错过了号',
      openedAt: '2026-11-23T02:00:00.000Z',
      answerBefore: '2026-11-25T02:00:00.000Z',
      decision: null,
      refundFen: null,
      answer: null,
      decidedAt: null,
    },
    income: {
      isEstimate: true,
      lines: [
        { code: 'price', name: '服务价格', amountFen: 26_800, why: '' },
        { code: 'commission', name: '平台服务费', amountFen: -8_040, why: '' },
      ],
      totalFen: 18_760,
      settledAt: null,
    },
    ...change,
  })

it('what both sides get is said before it is decided, and the answer needs five characters', async () => {
  const said: string[] = []
  const page = open(
    <DecideDialog order={disputed()} onDone={(sentence) => said.push(sentence)} onClose={() => undefined} />,
    { answer: () => ok(disputed({ version: 4 })) },
  )
  fireEvent.click(screen.getByRole('radio', { name: /^退款/ }))
  fireEvent.change(screen.getByLabelText('退多少（元）'), { target: { value: '100' } })
  expect(screen.getByText('家属得 ¥100.00，原路退回微信。')).toBeTruthy()
  expect(screen.getByText('张桂英得约 ¥117.60（不退款时 ¥187.60）。')).toBeTruthy()
  fireEvent.click(screen.getByRole('radio', { name: /平台承担/ }))
  expect(screen.getByText('张桂英得约 ¥168.00（不退款时 ¥187.60）。')).toBeTruthy()

  const button = screen.getByRole<HTMLButtonElement>('button', { name: '退 ¥100.00 并答复' })
  fireEvent.change(screen.getByLabelText('答复'), { target: { value: '对不起' } })
  expect(button.disabled).toBe(true)
  fireEvent.change(screen.getByLabelText('答复'), { target: { value: '对不起，确实迟到' } })
  fireEvent.click(button)
  await waitFor(() => expect(said).toHaveLength(1))
  const post = page.sent.find((wire) => wire.method === 'POST')
  expect(post?.path).toBe(`/orders/board/${id(1)}/dispute/decide`)
  expect(post?.body).toMatchObject({
    version: 3,
    decision: 'refund',
    refundFen: 10_000,
    bornBy: 'platform',
    answer: '对不起，确实迟到',
  })
  expect(post?.body).not.toHaveProperty('reason')
})

it('the premium is not there to be given back while the insurer has it', () => {
  const insured = (state: 'bound' | 'bind-failed'): OperatorOrder =>
    operatorOrder({
      money: { ...operatorOrder().money, paidFen: 27_300, premiumFen: 500, refundedFen: 1_000 },
      insurance: { state, stateName: '', planName: '', policyNumber: null, sentence: '' },
    })
  expect(refundableFen(insured('bound'))).toBe(25_800)
  expect(refundableFen(insured('bind-failed'))).toBe(26_300)
})
