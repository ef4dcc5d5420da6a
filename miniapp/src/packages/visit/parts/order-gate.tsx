import type { ReactNode } from 'react'
import type { FamilyOrder } from '@banyi/contract/orders'
import type { Read } from '@/api'
import { SignedIn } from '@/parts/signed-in'
import { ErrorState, Note, Skeleton } from '@/ui'

/** Signed in, read, or the reason why not; an older answer stays visible under a failed refresh. */
export function OrderGate({
  read,
  children,
}: {
  read: Read<FamilyOrder>
  children: (order: FamilyOrder) => ReactNode
}) {
  return (
    <SignedIn why="登录后可以看到这个订单">
      {read.data ? (
        <>
          {read.error && <Note tone="danger">没有读到最新情况（{read.error}），下面是上次看到的。</Note>}
          {children(read.data)}
        </>
      ) : read.error ? (
        <ErrorState message={read.error} onRetry={read.reload} />
      ) : (
        <Skeleton />
      )}
    </SignedIn>
  )
}
