import { useCallback, useEffect, useState } from 'react'
import type { Message, Thread } from '@banyi/contract/messaging'
import { api, newId, sayProblem } from '@/api'
import { useTopic } from '@/realtime'

/** A message on its way; the same id is used again when it is sent again, so it arrives once. */
export interface Outgoing {
  commandId: string
  text: string
  picture: string | null
  problem: string | null
}
export interface Chat {
  thread: Thread | null
  messages: readonly Message[]
  outgoing: readonly Outgoing[]
  hasOlder: boolean
  isLoading: boolean
  error: string | null
  older: () => void
  reload: () => void
  say: (text: string) => void
  show: (picture: string) => void
  again: (message: Outgoing) => void
  drop: (message: Outgoing) => void
}

/** Joins lists by number: pushes, history and own answers may bring the same message. */
export function joined(known: readonly Message[], more: readonly Message[]): Message[] {
  const bySeq = new Map([...known, ...more].map((message) => [message.seq, message]))
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

export function useChat(id: string): Chat {
  const [thread, setThread] = useState<Thread | null>(null)
  const [messages, setMessages] = useState<Message[]>([])
  const [outgoing, setOutgoing] = useState<Outgoing[]>([])
  const [hasOlder, setHasOlder] = useState(false)
  const [isLoading, setLoading] = useState(true)
  const [error, setError] = useState<string | null>(null)

  const reload = useCallback(() => {
    if (!id) return
    Promise.all([
      api.messaging.getThread({ params: { id } }),
      api.messaging.listMessages({ params: { id }, query: {} }),
    ]).then(
      ([newest, page]) => {
        setThread(newest)
        setMessages((known) => joined(known, page.items))
        setHasOlder(page.hasMore)
        setError(null)
        setLoading(false)
      },
      (problem: unknown) => {
        setError(sayProblem(problem))
        setLoading(false)
      },
    )
  }, [id])
  useEffect(reload, [reload])

  const catchUp = () => {
    const after = messages.at(-1)?.seq
    if (after === undefined) return reload()
    void Promise.all([
      api.messaging.getThread({ params: { id } }),
      api.messaging.listMessages({ params: { id }, query: { after, limit: 100 } }),
    ]).then(
      ([newest, page]) => {
        setThread(newest)
        setMessages((known) => joined(known, page.items))
      },
      // the next push or the next look tries again
      () => undefined,
    )
  }
  useTopic(id ? `thread:${id}` : null, catchUp, reload)

  // read as soon as it is on the screen
  const lastSeq = messages.at(-1)?.seq ?? 0
  const readSeq = thread?.readSeq ?? 0
  useEffect(() => {
    if (lastSeq <= readSeq || !thread) return
    api.messaging.markRead({ params: { id }, body: { seq: lastSeq } }).then(
      () => setThread((t) => (t ? { ...t, readSeq: Math.max(t.readSeq, lastSeq), unread: 0 } : t)),
      () => undefined,
    )
  }, [id, lastSeq, readSeq, thread])

  const older = () => {
    const before = messages[0]?.seq
    if (before === undefined || isLoading) return
    setLoading(true)
    api.messaging.listMessages({ params: { id }, query: { before } }).then(
      (page) => {
        setMessages((known) => joined(known, page.items))
        setHasOlder(page.hasMore)
        setLoading(false)
      },
      (problem: unknown) => {
        setError(sayProblem(problem))
        setLoading(false)
      },
    )
  }

  const mark = (commandId: string, problem: string | null) =>
    setOutgoing((all) => all.map((m) => (m.commandId === commandId ? { ...m, problem } : m)))
  const drop = ({ commandId }: Outgoing) => setOutgoing((all) => all.filter((m) => m.commandId !== commandId))
  const deliver = async (message: Outgoing) => {
    try {
      const pictureId = message.picture
        ? (await api.messaging.addPicture({ params: { id }, body: { imageBase64: message.picture } })).pictureId
        : null
      const sent = await api.messaging.sendMessage({
        params: { id },
        body: { commandId: message.commandId, text: message.text, pictureId },
      })
      setMessages((known) => joined(known, [sent]))
      drop(message)
    } catch (problem) {
      mark(message.commandId, sayProblem(problem))
    }
  }
  const begin = (text: string, picture: string | null) => {
    const message: Outgoing = { commandId: newId(), text, picture, problem: null }
    setOutgoing((all) => [...all, message])
    void deliver(message)
  }
  const again = (message: Outgoing) => {
    mark(message.commandId, null)
    void deliver(message)
  }
  return {
    thread,
    messages,
    outgoing,
    hasOlder,
    isLoading,
    error,
    older,
    reload,
    say: (text) => begin(text, null),
    show: (picture) => begin('', picture),
    again,
    drop,
  }
}
