import { useEffect, useState, type ReactElement } from 'react'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import type { FinanceRefund } from '@banyi/contract/payments/refunds'
import { OfflineError } from '../api/send.ts'
import { id, ok, open, type Answer } from '../testing.tsx'
import { AbnormalDialog, whatIsMissing } from './abnormal-dialog.tsx'

const CARD = '6222021234567890123'
const refund: FinanceRefund = {
  number: 'RF20261123',
  orderId: id(1),
  orderNumber: 'BY1001',
  paymentNumber: 'PY1',
  amountFen: 26_800,
  reason: '订单取消',
  state: 'abnormal',
  stateName: '异常',
  sentence: '',
  createdAt: '2026-11-23T02:00:00.000Z',
  changedAt: '2026-11-23T02:00:00.000Z',
  lastError: null,
  can: { handleAbnormal: true, again: false, recordBankPayment: false },
}
const seen: { queries?: QueryClient } = {}
function Page(): ReactElement {
  const queries = useQueryClient()
  useEffect(() => void (seen.queries = queries), [queries])
  const [isOpen, setOpen] = useState(true)
  return isOpen ? (
    <AbnormalDialog refund={refund} onClose={() => setOpen(false)} />
  ) : (
    <button type="button" onClick={() => setOpen(true)}>
      再打开
    </button>
  )
}
const fill = async (): Promise<void> => {
  fireEvent.mouseDown(screen.getByRole('combobox', { name: '开户银行' }))
  fireEvent.click(await screen.findByTitle('工商银行'))
  fireEvent.change(screen.getByLabelText('户名'), { target: { value: '李晓雯' } })
  fireEvent.change(screen.getByLabelText('卡号'), { target: { value: '6222 0212 3456 7890 123' } })
  fireEvent.change(screen.getByLabelText('原因'), { target: { value: '原卡已注销' } })
}

it('the card goes to the server once and is kept nowhere', async () => {
  const page = open(<Page />, { answer: () => ok(refund) })
  expect(screen.getByLabelText('卡号').getAttribute('autocomplete')).toBe('off')
  await fill()
  expect(screen.getByText(/工商银行尾号 0123 的卡，户名 李晓雯/)).toBeTruthy()
  fireEvent.click(screen.getByRole('button', { name: '把 ¥268.00 退到这张卡' }))
  fireEvent.click(await screen.findByRole('button', { name: '再打开' }))
  expect(page.sent[0]?.body).toMatchObject({
    to: 'user-card',
    bankType: 'ICBC_DEBIT',
    cardNumber: CARD,
    realName: '李晓雯',
  })
  expect(screen.getByLabelText<HTMLInputElement>('卡号').value).toBe('')
  expect(
    JSON.stringify(
      seen.queries
        ?.getMutationCache()
        .getAll()
        .map(({ state }) => state) ?? [],
    ),
  ).not.toContain(CARD)
  expect(
    JSON.stringify(
      seen.queries
        ?.getQueryCache()
        .getAll()
        .map(({ state }) => state) ?? [],
    ),
  ).not.toContain(CARD)
  expect(JSON.stringify({ ...localStorage, ...sessionStorage })).not.toContain(CARD)
})

it('to our own bank no card is sent, also when one was typed before', async () => {
  const page = open(<Page />, { answer: () => ok(refund) })
  await fill()
  fireEvent.click(screen.getByRole('radio', { name: /平台的银行户/ }))
  expect(screen.queryByLabelText('卡号')).toBeNull()
  fireEvent.click(screen.getByRole('button', { name: '把 ¥268.00 退到平台银行户' }))
  await waitFor(() => expect(page.sent).toHaveLength(1))
  expect(JSON.stringify(page.sent[0]?.body)).not.toContain('6222')
  fireEvent.click(await screen.findByRole('button', { name: '再打开' }))
  expect(screen.getByLabelText<HTMLInputElement>('卡号').value).toBe('')
})

it('a lost answer may be sent again and is the same command', async () => {
  let isDown = true
  const page = open(<Page />, {
    answer: (): Answer => {
      if (isDown) throw new OfflineError()
      return ok(refund)
    },
  })
  await fill()
  fireEvent.click(screen.getByRole('button', { name: '把 ¥268.00 退到这张卡' }))
  const alert = await screen.findByRole('alert')
  expect(within(alert).getByText(/同一个操作只会执行一次/)).toBeTruthy()
  isDown = false
  await waitFor(() => expect(screen.getByRole('button', { name: /退到这张卡/ }).className).not.toContain('loading'))
  fireEvent.click(screen.getByRole('button', { name: /退到这张卡/ }))
  await screen.findByRole('button', { name: '再打开' })
  expect(page.sent[1]?.body).toEqual(page.sent[0]?.body)
})

it('what is missing is named', () => {
  expect(whatIsMissing(null, CARD, '李')).toBe('先选开户银行。')
  expect(whatIsMissing('ICBC_DEBIT', '1234', '李')).toBe('卡号应为 12 到 19 位数字。')
  expect(whatIsMissing('ICBC_DEBIT', `${CARD}x`, '李')).toBe('卡号应为 12 到 19 位数字。')
  expect(whatIsMissing('ICBC_DEBIT', CARD, '')).toBe('请填户名。')
  expect(whatIsMissing('ICBC_DEBIT', CARD, '李')).toBe('')
})
