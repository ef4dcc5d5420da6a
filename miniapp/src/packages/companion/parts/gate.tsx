import { type PropsWithChildren } from 'react'
import type { MyCompanion } from '@banyi/contract/companions'
import { go, PAGE, replace } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { useMyCompanion } from '@/store/my-companion'
import { useOnline } from '@/store/online'
import { Button, Card, Empty, ErrorState, Gap, Note, Skeleton } from '@/ui'
import { WORK } from './addresses'

/**
 * Who may work here: signed in, and a companion. Without a network the page stays open: what was kept on the phone
 * is hers, and the server refuses everybody else anyway.
 */
export function Gate({ children }: PropsWithChildren) {
  return (
    <SignedIn why="登录后进入陪诊员工作台">
      <Companion>{children}</Companion>
    </SignedIn>
  )
}

function Companion({ children }: PropsWithChildren) {
  const { data, error, reload } = useMyCompanion()
  const isOnline = useOnline((s) => s.isOnline)
  if (!data && !isOnline) return <>{children}</>
  if (!data && !error) return <Skeleton />
  if (!data && /网络/.test(error ?? '')) return <ErrorState message={error ?? ''} onRetry={reload} />
  if (!data)
    return <Empty title="这里是陪诊员的工作台" note={error ?? ''} action="回到我的" onTap={() => replace(PAGE.mine)} />
  return (
    <>
      {data.status !== 'active' && <Paused status={data.status} />}
      {data.status === 'active' && data.weeklyHours.hours.length === 0 && <NoHours />}
      {children}
    </>
  )
}

/** Without hours nobody can choose her, and she can accept nothing. */
const NoHours = () => (
  <Card tone="warm" title="先设好每周服务时间">
    <Note>还没有写哪几天有空，家属选不到您，也接不了任务。</Note>
    <Gap size={2} />
    <Button icon="clock" onTap={() => go(WORK.hours)}>
      去设服务时间
    </Button>
  </Card>
)

const Paused = ({ status }: { status: MyCompanion['status'] }) => (
  <Card tone="warm" title={status === 'left' ? '您已停止服务' : '接单已暂停'}>
    <Note>现在看不到新的任务。已接的任务照常进行；有疑问请打电话给平台。</Note>
  </Card>
)
