import { act, fireEvent, screen, waitFor } from '@testing-library/react'
import { expect, it } from 'vitest'
import type { Wire } from '@banyi/contract/client'
import type { Push } from '@banyi/contract/realtime'
import type { Realtime } from '../api/realtime.ts'
import { boardRow, id, ok, open, problem, signedIn, type Answer } from '../testing.tsx'
import { Component as BoardPage } from './board-page.tsx'

const around = (wire: Wire, board: () => Answer): Answer => {
  if (wire.path.startsWith('/orders/board/counts'))
    return ok({ byState: { accepted: 7, paid: 2 }, byFlag: { late: 1 } })
  if (wire.path.startsWith('/orders/board')) return board()
  if (wire.path.startsWith('/hospitals/districts')) return ok({ items: [{ name: '黄浦区', count: 12 }] })
  return ok({ items: [], nextCursor: null, total: 0 })
}
const fakeLine = (): Realtime & { push: () => void } => {
  const listeners = new Set<(push: Push | 'gap') => void>()
  return {
    status: () => 'live',
    watchStatus: () => () => undefined,
    follow: (_topic, listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    wake: () => undefined,
    stop: () => undefined,
    push: () => {
      for (const listener of listeners)
        listener({ topic: 'board', seq: 1, kind: 'departed', at: '2026-11-25T00:00:00Z', body: { orderId: id(1) } })
    },
  }
}

it('a push refreshes the row in place and lights it; many pushes are one read', async () => {
  signedIn('dispatcher')
  let row = boardRow(1)
  const line = fakeLine()
  const page = open(<BoardPage />, {
    line,
    answer: (wire) => around(wire, () => ok({ items: [row], nextCursor: null, total: 1 })),
  })
  expect(await screen.findByText('已接单')).toBeTruthy()
  const reads = (): number => page.sent.filter((wire) => wire.path.startsWith('/orders/board?')).length
  const before = reads()

  row = boardRow(1, { version: 4, state: 'departed', stateName: '已出发' })
  act(() => {
    for (let i = 0; i < 200; i++) line.push()
  })
  const cell = await screen.findByText('已出发')
  await waitFor(() => expect(cell.closest('tr')?.className).toContain('lit'))
  expect(reads()).toBe(before + 1)
})

it('the URL asks the server, and a tab is a link that keeps the other filters', async () => {
  signedIn('dispatcher')
  const page = open(<BoardPage />, {
    path: '/?district=黄浦区&state=paid',
    answer: (wire) => around(wire, () => ok({ items: [], nextCursor: null, total: 0 })),
  })
  expect(await screen.findByText('没有符合条件的订单')).toBeTruthy()
  const asked = page.sent.find((wire) => wire.path.startsWith('/orders/board?'))?.path ?? ''
  expect(asked).toContain('state=paid')
  expect(asked).toContain(`district=${encodeURIComponent('黄浦区')}`)

  fireEvent.click(screen.getByRole('link', { name: /^待出发/ }))
  await waitFor(() => expect(decodeURIComponent(page.address())).toBe('/?state=accepted&district=黄浦区'))
})

it('says why when the board is forbidden, without asking again', async () => {
  signedIn('audit')
  const page = open(<BoardPage />, {
    answer: (wire) => around(wire, () => problem(403, 'FORBIDDEN', '看板需要调度职责')),
  })
  expect(await screen.findByText('看板需要调度职责')).toBeTruthy()
  expect(screen.queryByRole('button', { name: '重试' })).toBeNull()
  expect(page.sent.filter((wire) => wire.path.startsWith('/orders/board?'))).toHaveLength(1)
})

it('keeps the rows when a refresh fails and says so', async () => {
  signedIn('dispatcher')
  const line = fakeLine()
  let isDown = false
  open(<BoardPage />, {
    line,
    answer: (wire) =>
      around(wire, () =>
        isDown
          ? problem(503, 'UNAVAILABLE', '服务暂时不可用')
          : ok({ items: [boardRow(1)], nextCursor: null, total: 1 }),
      ),
  })
  await screen.findByText('BY1001')
  isDown = true
  act(() => line.push())
  expect(await screen.findByText(/没有刷新成功/, undefined, { timeout: 4000 })).toBeTruthy()
  expect(screen.getByText('BY1001')).toBeTruthy()
})
