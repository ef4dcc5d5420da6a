import { useEffect } from 'react'
import { useLatest } from '../api/use-latest'
import { openSocket } from '../platform/socket'
import { useSession } from '../store/session'
import { Connection, type Hear } from './connection'

export { Connection, type Hear } from './connection'

export const connection = new Connection(
  (on) => openSocket('/realtime', on),
  () => useSession.getState().token,
)

/** Follows a topic while the page lives; null: not yet. `onGap` is for reading everything again. */
export function useTopic(topic: string | null, hear: Hear, onGap?: () => void, by: Connection = connection): void {
  const latest = useLatest({ hear, onGap })
  useEffect(() => {
    if (topic === null) return
    return by.follow(
      topic,
      (push) => latest.current.hear(push),
      () => latest.current.onGap?.(),
    )
  }, [topic, by, latest])
}
