import { useCallback, useEffect, useState } from 'react'
import type { LiveView } from '@banyi/contract/orders'
import { createClient } from '@banyi/contract/client'
import { api, codeOf, sayProblem } from '@/api'
import { sendWith } from '@/api/send'
import { LiveBody } from '@/parts/live-body'
import { useParam } from '@/parts/go'
import { openSocket } from '@/platform/socket'
import { Connection, useTopic } from '@/realtime'
import { sayTime } from '@/say/time'
import { Empty, ErrorState, Gap, Note, Screen, Skeleton, Title } from '@/ui'

/** The view token lives in memory only: closing the page forgets it, the link opens it again. */
let viewToken: string | null = null
const viewer = createClient((wire) => sendWith(wire, viewToken))
const connection = new Connection(
  (on) => openSocket('/realtime', on),
  () => viewToken,
)

const isOver = (error: unknown): boolean => ['GONE', 'EXPIRED', 'NOT_FOUND', 'FORBIDDEN'].includes(codeOf(error) ?? '')

/** A visit seen through a family link: no account, nothing but the progress. */
export default function LinkLive() {
  const secret = useParam('t')
  const [view, setView] = useState<LiveView | null>(null)
  const [error, setError] = useState<unknown>(null)

  const open = useCallback(() => {
    api.orders.openLink({ body: { token: secret } }).then((reply) => {
      viewToken = reply.viewToken
      setView(reply.view)
      setError(null)
    }, setError)
  }, [secret])
  useEffect(() => {
    if (secret) open()
  }, [secret, open])
  // the pass to look is short-lived: when it ends, the link opens a new one as long as it is valid
  const refresh = useCallback(() => {
    viewer.orders
      .getLiveView()
      .then(setView, (problem: unknown) => (codeOf(problem) === 'SIGN_IN_REQUIRED' ? open() : setError(problem)))
  }, [open])
  useTopic(view ? `order:${view.orderId}` : null, refresh, refresh, connection)

  if (!secret)
    return (
      <Screen title="就诊进度" back={false}>
        <Empty title="链接不完整" note="请家人重新发一次" />
      </Screen>
    )
  if (!view) {
    return (
      <Screen title="就诊进度" back={false}>
        {error === null ? (
          <Skeleton />
        ) : isOver(error) ? (
          <Empty title="这个链接不能用了" note={`${sayProblem(error)}\n请家人重新发一个。`} />
        ) : (
          <ErrorState message={sayProblem(error)} onRetry={open} />
        )}
      </Screen>
    )
  }
  return (
    <Screen title="就诊进度" back={false}>
      <Title>
        {view.patientName}在{view.hospitalName}
      </Title>
      <Gap size={2} />
      {error !== null && (
        <Note tone="danger">
          {isOver(error)
            ? '这个链接刚刚失效，下面是最后看到的情况。'
            : `没有读到最新情况，下面是上次看到的。${sayProblem(error)}`}
        </Note>
      )}
      <LiveBody view={view} />
      <Note>链接有效到{sayTime(view.linkExpiresAt)}。这里看不到病情、电话和费用。</Note>
    </Screen>
  )
}
