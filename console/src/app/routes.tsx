/** One line per page; every page is a chunk of its own and arrives when it is opened. */
import { createBrowserRouter, isRouteErrorResponse, Navigate, useRouteError } from 'react-router'
import type { ReactElement } from 'react'
import { CardSkeleton, EmptyBox, ErrorBox } from '../ui/states.tsx'
import { Shell } from './shell.tsx'

function RouteError(): ReactElement {
  const error = useRouteError()
  if (isRouteErrorResponse(error) && error.status === 404) return <NotHere />
  // a new version was deployed and the old chunk is gone: one reload fetches the new page
  return <ErrorBox error={error} onRetry={() => location.reload()} />
}
function NotHere(): ReactElement {
  return (
    <EmptyBox
      isPage
      title="没有这一页"
      hint="地址可能写错了，或页面已经移走。"
      action={<a href="/console/orders">回到订单看板</a>}
    />
  )
}

export const router = createBrowserRouter(
  [
    { path: '/sign-in', HydrateFallback: CardSkeleton, lazy: () => import('../sign-in/sign-in-page.tsx') },
    {
      Component: Shell,
      HydrateFallback: CardSkeleton,
      errorElement: <RouteError />,
      children: [
        {
          errorElement: <RouteError />,
          children: [
            { index: true, element: <Navigate to="/orders" replace /> },
            { path: '/orders', lazy: () => import('../board/board-page.tsx') },
            { path: '/orders/:id', lazy: () => import('../order/order-page.tsx') },
            { path: '/companions', lazy: () => import('../companions/roster-page.tsx') },
            { path: '/companions/new', lazy: () => import('../companions/add-companion-page.tsx') },
            { path: '/companions/:id', lazy: () => import('../companions/companion-page.tsx') },
            { path: '/companions/:id/edit', lazy: () => import('../companions/edit-companion-page.tsx') },
            { path: '/hospitals', lazy: () => import('../directory/directory-page.tsx') },
            { path: '/hospitals/import', lazy: () => import('../directory/import-page.tsx') },
            { path: '/hospitals/departments', lazy: () => import('../directory/departments-page.tsx') },
            { path: '/hospitals/:id', lazy: () => import('../directory/hospital-page.tsx') },
            { path: '/hospitals/:id/guide', lazy: () => import('../directory/guide-page.tsx') },
            { path: '/prices', lazy: () => import('../prices/prices-page.tsx') },
            { path: '/prices/new', lazy: () => import('../prices/new-prices-page.tsx') },
            { path: '/operators', lazy: () => import('../operators/operators-page.tsx') },
            { path: '/disputes', lazy: () => import('../disputes/disputes-page.tsx') },
            { path: '/policies', lazy: () => import('../insurance/policies-page.tsx') },
            { path: '/coupons', lazy: () => import('../coupons/coupons-page.tsx') },
            { path: '/finance', lazy: () => import('../finance/overview-page.tsx') },
            { path: '/finance/postings', lazy: () => import('../finance/postings-page.tsx') },
            { path: '/finance/postings/:id', lazy: () => import('../finance/posting-page.tsx') },
            { path: '/finance/orders', lazy: () => import('../finance/order-list-page.tsx') },
            { path: '/finance/orders/:id', lazy: () => import('../finance/order-money-page.tsx') },
            { path: '/finance/proposals', lazy: () => import('../finance/proposals-page.tsx') },
            { path: '/finance/withdrawals', lazy: () => import('../payouts/withdrawals-page.tsx') },
            { path: '/finance/withdrawals/:id', lazy: () => import('../payouts/withdrawal-page.tsx') },
            { path: '/finance/payout-rules', lazy: () => import('../payouts/payout-rules-page.tsx') },
            { path: '/finance/payees', lazy: () => import('../payouts/payees-page.tsx') },
            { path: '/finance/payees/:id', lazy: () => import('../payouts/statement-page.tsx') },
            { path: '/finance/refunds', lazy: () => import('../refunds/refunds-page.tsx') },
            { path: '/finance/refunds/:number', lazy: () => import('../refunds/refund-page.tsx') },
            { path: '/finance/reconciliation', lazy: () => import('../reconciliation/days-page.tsx') },
            { path: '/finance/reconciliation/:day', lazy: () => import('../reconciliation/day-page.tsx') },
            { path: '/finance/differences', lazy: () => import('../reconciliation/differences-page.tsx') },
            { path: '/finance/differences/:id', lazy: () => import('../reconciliation/difference-page.tsx') },
            { path: '/finance/fund', lazy: () => import('../fund/fund-page.tsx') },
            { path: '/finance/fund/rules', lazy: () => import('../fund/rules-page.tsx') },
            { path: '/finance/claims', lazy: () => import('../fund/claims-page.tsx') },
            { path: '/finance/claims/:id', lazy: () => import('../fund/claim-page.tsx') },
            // the address that it had before there was more to say about money
            { path: '/reconciliation', element: <Navigate to="/finance/reconciliation" replace /> },
            { path: '*', element: <NotHere /> },
          ],
        },
      ],
    },
  ],
  { basename: '/console' },
)
