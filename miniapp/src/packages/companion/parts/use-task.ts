import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { Task } from '@banyi/contract/orders'
import { api, sayProblem, useRead } from '@/api'
import { allWaiting, onNews, sendWaiting, watchWaiting } from '@/api/visit-commands'
import type { Kept } from '@/api/visit-queue'
import { useTopic } from '@/realtime'
import { useSession } from '@/store/session'
import { readStored, writeStored } from '@/store/stored'
import { type SeenTask, seenTask } from '../seen-task'

/** the task on the phone, for a place without signal; who the patient is never lies there */
const keyOf = (id: string) => `banyi.task.${id}`
const shell = (task: Task): Task => ({
  ...task,
  patient: null,
  familyPhone: null,
  need: null,
  report: null,
  timeline: [],
})

export interface Trouble {
  words: string
  dropped: readonly Kept[]
}

const isCode = ({ deed }: Kept) => deed.kind === 'milestone' && deed.step === 'met'

/** One task with what was tapped and not yet sent, kept up to date. */
export function useTask(id: string) {
  const token = useSession((s) => s.token)
  const read = useRead(token && id ? `task.${id}` : null, () => api.orders.getTask({ params: { id } }))
  const all = useSyncExternalStore(watchWaiting, allWaiting, allWaiting)
  const waiting = useMemo(() => all.filter((kept) => kept.taskId === id), [all, id])
  const [trouble, setTrouble] = useState<Trouble | null>(null)
  const kept = useMemo(() => (id ? readStored<Task>(keyOf(id)) : null), [id])
  const task = read.data ?? (read.error ? kept : null)
  const { set, reload } = read

  useEffect(() => {
    if (read.data) writeStored(keyOf(id), read.data.phase === 'visit' ? shell(read.data) : null)
  }, [id, read.data])
  useEffect(() => {
    void sendWaiting()
    return onNews((news) => {
      if (news.kept.taskId !== id) return
      if (news.outcome !== 'refused') set(news.task)
      else reload()
      if (news.outcome === 'done') return
      // the sheet with the code is still open and says it beside the field
      if (news.outcome === 'refused' && isCode(news.kept) && !news.kept.isDelayed) return
      const words = news.outcome === 'stale' ? '任务有了新情况，已经换成最新的。' : sayProblem(news.error)
      setTrouble({ words, dropped: news.dropped })
    })
  }, [id, set, reload])
  // a push about what we just did ourselves would only read the same again
  useTopic(task ? `order:${id}` : null, (push) => push.seq !== null && reload(), reload)

  const seen: SeenTask | null = useMemo(() => (task ? seenTask(task, waiting) : null), [task, waiting])
  return {
    task,
    seen,
    error: read.error,
    isLoading: read.isLoading,
    isKept: task !== null && !read.data,
    reload,
    set,
    trouble,
    forgetTrouble: () => setTrouble(null),
  }
}
