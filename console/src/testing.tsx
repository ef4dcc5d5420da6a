/** Test set-up that reads like speech: a page on a fake wire. Nothing else is faked. */
import type { ReactElement } from 'react'
import { App, ConfigProvider } from 'antd'
import { render, type RenderResult } from '@testing-library/react'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryRouter, RouterProvider } from 'react-router'
import type { Wire } from '@banyi/contract/client'
import type { Operator } from '@banyi/contract/identity'
import type { BoardRow, OperatorOrder } from '@banyi/contract/orders'
import { ApiContext, createApi } from './api/api.ts'
import { LiveContext } from './api/live.tsx'
import { createQueries } from './api/queries.ts'
import type { Realtime } from './api/realtime.ts'
import { sessionStore } from './app/session.ts'

export interface Answer {
  status: number
  body: unknown
}
export const ok = (body: unknown): Answer => ({ status: 200, body })
export const problem = (status: number, code: string, message: string, extra: object = {}): Answer => ({
  status,
  body: { type: 'about:blank', title: code, status, code, message, requestId: 'req-1', ...extra },
})

export interface Setting {
  answer: (wire: Wire) => Answer | Promise<Answer>
  path?: string
  route?: string
  line?: Realtime
}
/** renders a page at an address; `sent` lists what went over the wire */
export function open(
  page: ReactElement,
  { answer, path = '/', route = '/', line }: Setting,
): RenderResult & { sent: Wire[]; address: () => string } {
  const sent: Wire[] = []
  const api = createApi(
    async (wire) => {
      sent.push(wire)
      return answer(wire)
    },
    async () => new Blob(),
  )
  const router = createMemoryRouter(
    [
      { path: route, element: page },
      { path: '*', element: null },
    ],
    { initialEntries: [path] },
  )
  const result = render(
    <ConfigProvider button={{ autoInsertSpace: false }}>
      <App>
        <ApiContext.Provider value={api}>
          <LiveContext.Provider value={line ?? null}>
            <QueryClientProvider client={createQueries(0)}>
              <RouterProvider router={router} />
            </QueryClientProvider>
          </LiveContext.Provider>
        </ApiContext.Provider>
      </App>
    </ConfigProvider>,
  )
  return { ...result, sent, address: () => router.state.location.pathname + router.state.location.search }
}

export const signedIn = (...duties: Operator['duties']): void =>
  sessionStore.begin({
    token: 'token',
    expiresAt: '2030-01-01T00:00:00Z',
    operator: { id: id(900), username: 'demo', name: '演示运营', duties, isActive: true },
  })

export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`

export const boardRow = (n: number, change: Partial<BoardRow> = {}): BoardRow => ({
  id: id(n),
  number: `BY${1000 + n}`,
  version: 3,
  state: 'accepted',
  stateName: '已接单',
  packageKind: 'half-day',
  packageName: '半日陪诊',
  segment: 'general',
  addOns: [],
  isErrand: false,
  startsAt: '2026-11-25T00:30:00.000Z',
  endsAt: '2026-11-25T04:30:00.000Z',
  hospital: { id: 'H1', name: '瑞金医院', district: '黄浦区', address: '瑞金二路 197 号', location: null },
  meetingPoint: '门诊大厅',
  createdAt: '2026-11-20T02:00:00.000Z',
  patientName: '王*兰',
  companionId: id(500),
  companionName: '张桂英',
  totalFen: 26800,
  flags: [],
  ...change,
})

export const orderMoney = (change: Partial<OperatorOrder['money']> = {}): OperatorOrder['money'] => ({
  totalFen: 26800,
  paidFen: 26800,
  refundedFen: 0,
  refundPendingFen: 0,
  couponFen: 0,
  premiumFen: 0,
  tipFen: 0,
  compensatedFen: 0,
  ...change,
})

export const operatorOrder = (change: Partial<OperatorOrder> = {}): OperatorOrder => ({
  ...boardRow(1),
  patient: { name: '王*兰', ageYears: 74, sex: 'female', phoneMasked: null },
  familyPhoneMasked: '139****8842',
  departmentName: '心血管内科',
  need: '',
  lines: [{ code: 'half-day', name: '半日陪诊', amountFen: 26800 }],
  money: orderMoney(),
  postings: [],
  timeline: [],
  steps: [],
  refundPreview: {
    refundFen: 21440,
    keptFen: 5360,
    refundPercent: 80,
    premiumFen: 0,
    sentence: '开始前 24 小时内取消，退 80%',
    rules: [],
    version: 3,
  },
  log: [],
  insurance: null,
  dispute: null,
  income: null,
  can: {
    assign: true,
    cancel: true,
    refund: true,
    renewCode: true,
    confirm: false,
    decideDispute: false,
    compensate: false,
  },
  ...change,
})
