/** First time, loading, error, forbidden, gone: the same words and the same place on every page. */
import type { ReactElement, ReactNode } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
import { Button, Empty, Skeleton } from 'antd'
import { Link } from 'react-router'
import { explain } from '../api/problems.ts'

export function ErrorBox({ error, onRetry }: { error: unknown; onRetry?: () => void }): ReactElement {
  const { kind, title, detail, requestId } = explain(error)
  return (
    <div className="state-box" role="alert">
      <strong>{title}</strong>
      <p>{detail}</p>
      {kind === 'forbidden' && <p className="muted">需要时请联系安全管理员调整你的职责。</p>}
      <div className="row">
        {onRetry && kind !== 'forbidden' && kind !== 'gone' && (
          <Button type="primary" onClick={onRetry}>
            重试
          </Button>
        )}
        {kind === 'gone' && <Link to="/orders">回到订单看板</Link>}
      </div>
      {requestId && <p className="note">编号 {requestId}</p>}
    </div>
  )
}

interface EmptyProps {
  title: string
  hint?: string
  action?: ReactNode
  /** the box is the whole page, so its title is the page's */
  isPage?: boolean
}
export function EmptyBox({ title, hint, action, isPage = false }: EmptyProps): ReactElement {
  return (
    <div className="state-box">
      <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={null} aria-hidden />
      {isPage ? <h1>{title}</h1> : <strong>{title}</strong>}
      {hint && <p className="muted">{hint}</p>}
      {action}
    </div>
  )
}

/** a card's worth of grey lines with the height of what comes */
export function CardSkeleton({ rows = 4, label = '正在读取' }: { rows?: number; label?: string }): ReactElement {
  return (
    <div className="card" role="status" aria-label={label}>
      <Skeleton active paragraph={{ rows }} />
    </div>
  )
}

interface LoadedProps<T> {
  query: UseQueryResult<T>
  skeleton?: ReactNode
  /** the page's heading while there is nothing else to head it */
  title?: string
  children: (data: T) => ReactNode
}
/** old data stays on the page while new data is fetched; a failed refresh is said above it */
export function Loaded<T>({ query, skeleton, title, children }: LoadedProps<T>): ReactElement {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && (
          <div className="strip warn" role="status">
            没有刷新成功，下面是之前的内容。
            <Button size="small" onClick={() => void query.refetch()}>
              重试
            </Button>
          </div>
        )}
        {children(query.data)}
      </>
    )
  }
  return (
    <>
      {title && <h1 className="hidden">{title}</h1>}
      {query.isError ? (
        <ErrorBox error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        (skeleton ?? <CardSkeleton />)
      )}
    </>
  )
}
