/** The order's chat, read-only. Opening it is written to the audit log, so it is fetched only when asked for. */
import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Message } from '@banyi/contract/messaging'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay } from '../app/use-session.ts'
import { Card, SessionPicture } from '../ui/bits.tsx'
import { CardSkeleton, EmptyBox, ErrorBox } from '../ui/states.tsx'
import { actorNames } from '../words/labels.ts'
import { sayTime } from '../words/time.ts'

export function Chat({ orderId }: { orderId: string }): ReactElement {
  const [isAsked, setAsked] = useState(false)
  const mayRead = useMay('readChat')
  return isAsked ? (
    <Messages orderId={orderId} />
  ) : (
    <Card title="聊天">
      <div className="state-box">
        <strong>家属与陪诊员的聊天</strong>
        <p className="muted">只能看，不能发言。查看会留下记录，请只在处理问题时打开。</p>
        {mayRead ? (
          <Button type="primary" onClick={() => setAsked(true)}>
            查看聊天
          </Button>
        ) : (
          <p>{whoMay('readChat')}</p>
        )}
      </div>
    </Card>
  )
}

function Messages({ orderId }: { orderId: string }): ReactElement {
  const client = useClient()
  const list = useInfiniteQuery({
    queryKey: ['chat', orderId],
    queryFn: ({ pageParam }) =>
      client.messaging.listBoardMessages({
        params: { id: orderId },
        query: { before: pageParam ?? undefined, limit: 50 },
      }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => (page.hasMore ? Math.min(...page.items.map((message) => message.seq)) : null),
    refetchOnWindowFocus: false,
    staleTime: Infinity,
  })
  if (list.isPending) return <CardSkeleton rows={8} label="正在读取聊天" />
  if (list.isError) return <ErrorBox error={list.error} onRetry={() => void list.refetch()} />
  const messages = list.data.pages.flatMap((page) => page.items).sort((a, b) => a.seq - b.seq)
  return (
    <Card
      title="聊天"
      extra={
        <Button size="small" loading={list.isRefetching} onClick={() => void list.refetch()}>
          读取新消息
        </Button>
      }
    >
      {messages.length === 0 && <EmptyBox title="还没有人说话" />}
      {list.hasNextPage && (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          更早的消息
        </Button>
      )}
      <ol className="chat">
        {messages.map((message) => (
          <Bubble key={message.id} message={message} />
        ))}
      </ol>
    </Card>
  )
}

function Bubble({ message }: { message: Message }): ReactElement {
  const time = <time dateTime={message.at}>{sayTime(message.at)}</time>
  if (message.kind === 'system') {
    return (
      <li className="system note">
        {message.text} · {time}
      </li>
    )
  }
  return (
    <li className={message.senderRole}>
      <span className="note">
        {message.senderName}（{actorNames[message.senderRole]}） {time}
      </span>
      <div className="bubble pre">
        {message.picture && (
          <SessionPicture
            path={`/messaging/pictures/${message.picture.id}`}
            alt={`${message.senderName}发的图片`}
            ratio={message.picture.width / message.picture.height}
          />
        )}
        {message.text}
      </div>
    </li>
  )
}
