/** The console's single live line, opened while somebody is signed in. */
import { createContext, useContext, useEffect, useRef, useSyncExternalStore, type ReactElement } from 'react'
import type { Push } from '@banyi/contract/realtime'
import { sessionStore } from '../app/session.ts'
import { createRealtime, type LiveStatus, type Realtime } from './realtime.ts'

export const openBrowserLine = (): Realtime =>
  createRealtime({
    open: ({ onOpen, onText, onClose }) => {
      const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/realtime`)
      socket.onopen = onOpen
      socket.onmessage = (event: MessageEvent<unknown>) => onText(String(event.data))
      socket.onclose = onClose
      return { send: (text) => socket.send(text), close: () => socket.close() }
    },
    token: () => sessionStore.get().session?.token ?? null,
    wait: (ms, then) => {
      const timer = setTimeout(then, ms)
      return () => clearTimeout(timer)
    },
  })

export const LiveContext = createContext<Realtime | null>(null)

export const useTopic = (topic: string | null, onPush: (push: Push | 'gap') => void): void => {
  const line = useContext(LiveContext)
  const latest = useRef(onPush)
  latest.current = onPush
  useEffect(() => {
    if (!line || topic === null) return undefined
    return line.follow(topic, (push) => latest.current(push))
  }, [line, topic])
}

const never = (): (() => void) => () => undefined
const words: Record<LiveStatus, string> = { off: '未连接', connecting: '连接中', live: '实时', retrying: '重连中' }

/** 实时 / 重连中: calm, and said to a screen reader when it changes */
export function LiveSign(): ReactElement {
  const line = useContext(LiveContext)
  const status = useSyncExternalStore(line?.watchStatus ?? never, line?.status ?? ((): LiveStatus => 'off'))
  return (
    <span className={`live-sign ${status}`} role="status">
      <i aria-hidden />
      {words[status]}
    </span>
  )
}
