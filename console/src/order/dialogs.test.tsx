import { fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import type { OperatorOrder } from '@banyi/contract/orders'
import { useClient } from '../api/api.ts'
import { OfflineError } from '../api/send.ts'
import { id, ok, open, operatorOrder, orderMoney, problem } from '../testing.tsx'
import { CancelDialog, RefundDialog } from './dialogs.tsx'

/** the page's own way: the dialog always gets the order that the cache holds */
function Page({
  Dialog,
  onDone,
}: {
  Dialog: typeof CancelDialog
  onDone: (sentence: string) => void
}): ReactElement | null {
  const client = useClient()
  const { data } = useQuery({
    queryKey: ['order', id(1)],
    queryFn: () => client.orders.getBoardOrder({ params: { id: id(1) } }),
  })
  return data ? <Dialog order={data} onDone={onDone} onClose={() => undefined} /> : null
}
interface Body {
  commandId: string
  version: number
  refundFen: number
  amountFen: number
  reason: string
}
/** a button that is still sending takes no second press */
const press = async (name: RegExp): Promise<void> => {
  await waitFor(() => expect(screen.getByRole('button', { name }).className).not.toContain('loading'))
  fireEvent.click(screen.getByRole('button', { name }))
}
const reason = async (text: string): Promise<void> => {
  fireEvent.change(await screen.findByLabelText('原因'), { target: { value: text } })
}

it('cancelling needs a reason, shows the refund first and sends what was shown', async () => {
  const said: string[] = []
  const page = open(<Page Dialog={CancelDialog} onDone={(sentence) => said.push(sentence)} />, {
    answer: (wire) => ok(operatorOrder(wire.method === 'POST' ? { state: 'cancelled', version: 4 } : {})),
  })
  const button = await screen.findByRole('button', { name: '取消并退 ¥214.40' })
  expect((button as HTMLButtonElement).disabled).toBe(true)
  expect(screen.getByText('退 ¥214.40 到家属的微信，留下 ¥53.60。')).toBeTruthy()
  await reason('家属来电取消')
  fireEvent.click(button)
  await waitFor(() => expect(said).toHaveLength(1))
  const post = page.sent.find((wire) => wire.method === 'POST')
  expect(post?.path).toBe(`/orders/board/${id(1)}/cancel`)
  expect(post?.body).toMatchObject({ version: 3, refundFen: 21440, reason: '家属来电取消' })
})

it('a command that came too late executes nothing, and says what has changed', async () => {
  let order: OperatorOrder = operatorOrder()
  const page = open(<Page Dialog={RefundDialog} onDone={() => undefined} />, {
    answer: (wire) => {
      if (wire.method === 'GET') return ok(order)
      const body = wire.body as Body
      if (body.version !== order.version) return problem(409, 'CONFLICT', '订单刚刚有变化')
      return ok(operatorOrder({ version: order.version + 1 }))
    },
  })
  fireEvent.change(await screen.findByLabelText('退多少（元）'), { target: { value: '50' } })
  await reason('迟到补偿')
  // somebody else refunds 200 yuan meanwhile
  order = operatorOrder({
    version: 5,
    money: orderMoney({ refundedFen: 20000 }),
  })
  await press(/退 ¥50.00$/)

  expect(await screen.findByText('已退：¥0.00 → ¥200.00')).toBeTruthy()
  expect(screen.getByText(/最多 ¥68.00/)).toBeTruthy()
  await press(/退 ¥50.00$/)
  await waitFor(() => expect(page.sent.filter((wire) => wire.method === 'POST')).toHaveLength(2))
  const [first, second] = page.sent.filter((wire) => wire.method === 'POST').map((wire) => wire.body as Body)
  expect(second?.version).toBe(5)
  expect(second?.commandId).not.toBe(first?.commandId)
})

it('a retry after a lost answer is the same command', async () => {
  let isDown = true
  const said: string[] = []
  const page = open(<Page Dialog={RefundDialog} onDone={(sentence) => said.push(sentence)} />, {
    answer: (wire) => {
      if (wire.method === 'GET') return ok(operatorOrder())
      if (isDown) throw new OfflineError()
      return ok(operatorOrder({ version: 4 }))
    },
  })
  fireEvent.change(await screen.findByLabelText('退多少（元）'), { target: { value: '0.1' } })
  await reason('多收了附加项')
  await press(/退 ¥0.10$/)
  expect(await screen.findByText(/同一个操作只会执行一次/)).toBeTruthy()
  isDown = false
  await press(/退 ¥0.10$/)
  await waitFor(() => expect(said).toEqual(['¥0.10 正在退回家属的微信。']))
  const [first, second] = page.sent.filter((wire) => wire.method === 'POST').map((wire) => wire.body as Body)
  expect(second).toEqual(first)
  expect(second?.amountFen).toBe(10)
})

it('no more can be given back than was paid', async () => {
  open(<Page Dialog={RefundDialog} onDone={() => undefined} />, { answer: () => ok(operatorOrder()) })
  fireEvent.change(await screen.findByLabelText('退多少（元）'), { target: { value: '268.01' } })
  await reason('服务质量补偿')
  expect(screen.getByRole<HTMLButtonElement>('button', { name: '退款' }).disabled).toBe(true)
})
