/**
 * One WebSocket for the whole console: topics are followed by number, so nothing is lost over a broken line.
 * Back-off doubles from half a second to fifteen and begins again after a good sign-in. The frames are described in
 * contract/realtime.ts.
 */
import type { ClientFrame, Push, ServerFrame } from '@banyi/contract/realtime'

export interface Socket {
  send: (text: string) => void
  close: () => void
}
export interface SocketEvents {
  onOpen: () => void
  onText: (text: string) => void
  onClose: () => void
}
export type LiveStatus = 'off' | 'connecting' | 'live' | 'retrying'
export interface RealtimeParts {
  open: (events: SocketEvents) => Socket
  token: () => string | null
  /** calls back after some milliseconds; returns how to cancel */
  wait: (ms: number, then: () => void) => () => void
  random?: () => number
}
interface Topic {
  after: number | null
  listeners: Set<(push: Push | 'gap') => void>
}
export interface Realtime {
  status: () => LiveStatus
  watchStatus: (listener: () => void) => () => void
  /** 'gap' says that something may have been missed: read everything again; it also comes when following begins */
  follow: (topic: string, listener: (push: Push | 'gap') => void) => () => void
  /** the line is back (browser's own event): do not wait for the back-off */
  wake: () => void
  stop: () => void
}

const SILENCE = 45_000
const PING = 20_000
const parse = (text: string): ServerFrame | null => {
  try {
    return JSON.parse(text) as ServerFrame
  } catch {
    return null
  }
}

export function createRealtime({ open, token, wait, random = Math.random }: RealtimeParts): Realtime {
  const topics = new Map<string, Topic>()
  const statusListeners = new Set<() => void>()
  let status: LiveStatus = 'off'
  let socket: Socket | null = null
  let round = 0 // frames of an older socket are ignored
  let failures = 0
  let cancels: (() => void)[] = []

  const setStatus = (next: LiveStatus): void => {
    if (next === status) return
    status = next
    for (const listener of statusListeners) listener()
  }
  const say = (frame: ClientFrame): void => socket?.send(JSON.stringify(frame))
  const later = (ms: number, then: () => void): void => void cancels.push(wait(ms, then))
  const quiet = (): void => {
    for (const cancel of cancels) cancel()
    cancels = []
  }
  const drop = (): void => {
    round++
    quiet()
    const old = socket
    socket = null
    old?.close()
  }
  const retry = (): void => {
    drop()
    if (topics.size === 0) return setStatus('off')
    setStatus('retrying')
    const delay = Math.min(500 * 2 ** failures++, 15_000)
    later(delay * (0.75 + random() / 2), connect)
  }
  const watchSilence = (): void => {
    quiet()
    later(PING, () => {
      say({ type: 'ping' })
      later(SILENCE - PING, retry)
    })
  }
  const receive = (frame: ServerFrame): void => {
    if (frame.type === 'signed-in') {
      failures = 0
      setStatus('live')
      for (const [name, topic] of topics) say({ type: 'follow', topic: name, after: topic.after })
    } else if (frame.type === 'following') {
      const topic = topics.get(frame.topic)
      if (!topic) return
      // numbers that began anew (restored data) are taken over
      if (topic.after === null || frame.seq < topic.after) topic.after = frame.seq
      // Passing pushes (the board's) are not stored and cannot be resumed, and something may have happened between the
      // page's first read and this moment: whoever follows reads once more.
      for (const listener of topic.listeners) listener('gap')
    } else if (frame.type === 'push') deliver(frame)
    else if (frame.type === 'refused' && frame.topic === undefined) retry()
  }
  const deliver = (push: Push): void => {
    const topic = topics.get(push.topic)
    if (!topic) return
    if (push.seq !== null && topic.after !== null) {
      if (push.seq <= topic.after) return // seen before the line broke
      if (push.seq > topic.after + 1) for (const listener of topic.listeners) listener('gap')
    }
    if (push.seq !== null) topic.after = push.seq
    for (const listener of topic.listeners) listener(push)
  }
  const connect = (): void => {
    const signedIn = token()
    if (signedIn === null || topics.size === 0) return setStatus('off')
    drop()
    const mine = round
    setStatus(failures === 0 ? 'connecting' : 'retrying')
    socket = open({
      onOpen: () => mine === round && say({ type: 'sign-in', token: signedIn }),
      onText: (text) => {
        const frame = mine === round ? parse(text) : null
        if (!frame) return
        watchSilence()
        receive(frame)
      },
      onClose: () => mine === round && retry(),
    })
    watchSilence()
  }

  return {
    status: () => status,
    watchStatus: (listener) => {
      statusListeners.add(listener)
      return () => statusListeners.delete(listener)
    },
    follow: (name, listener) => {
      const topic = topics.get(name) ?? { after: null, listeners: new Set() }
      topic.listeners.add(listener)
      if (!topics.has(name)) {
        topics.set(name, topic)
        if (socket === null) connect()
        else if (status === 'live') say({ type: 'follow', topic: name, after: null })
      }
      return () => {
        topic.listeners.delete(listener)
        if (topic.listeners.size > 0 || topics.get(name) !== topic) return
        topics.delete(name)
        if (status === 'live') say({ type: 'unfollow', topic: name })
      }
    },
    wake: () => {
      if (status !== 'retrying') return
      failures = 0
      connect()
    },
    stop: () => {
      drop()
      topics.clear()
      setStatus('off')
    },
  }
}
