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
            { path: '/reconciliation', lazy: () => import('../reconciliation/reconciliation-page.tsx') },
            { path: '*', element: <NotHere /> },
          ],
        },
      ],
    },
  ],
  { basename: '/console' },
)
