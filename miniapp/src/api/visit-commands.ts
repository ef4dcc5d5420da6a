import { ApiError, createClient } from '@banyi/contract/client'
import type { Task } from '@banyi/contract/orders'
import { useOnline } from '../store/online'
import { useSession } from '../store/session'
import { readStored, writeStored } from '../store/stored'
import { NoAnswer } from './problem'
import { sendWith } from './send'
import { createVisitQueue, type Kept, type News } from './visit-queue'

/** The one queue of this phone: kept across restarts, sent again by itself until an answer comes. */
const KEY = 'banyi.visit-queue'
const PAUSES = [4_000, 8_000, 15_000, 30_000, 60_000]

// one attempt each: the queue itself tries again, and a page must not wait for three time-outs
const client = createClient((wire) => sendWith(wire, useSession.getState().token, []))
const watchers = new Set<() => void>()
const listeners = new Set<(news: News<Task>) => void>()

const queue = createVisitQueue<Task>({
  load: () => readStored<Kept[]>(KEY) ?? [],
  keep(all) {
    writeStored(KEY, all.length > 0 ? all : null)
    useOnline.setState({ waiting: all.filter((kept) => kept.isDelayed).length })
    watchers.forEach((watch) => watch())
  },
  send: ({ commandId, taskId, deed, tappedAt }, version) => {
    const params = { id: taskId }
    if (deed.kind === 'report')
      return client.orders.submitReport({ params, body: { commandId, version, report: deed.report } })
    const { step, isNotApplicable, reason, visitCode, location } = deed
    return client.orders.recordMilestone({
      params,
      body: { commandId, version, kind: step, isNotApplicable, reason, visitCode, location, tappedAt },
    })
  },
  present: (taskId) => client.orders.getTask({ params: { id: taskId } }),
  meaningOf(error) {
    if (!(error instanceof ApiError)) return error instanceof NoAnswer ? 'no-answer' : 'refused'
    const { status, code } = error.problem
    if (code === 'SIGN_IN_REQUIRED') {
      useSession.getState().end()
      return 'no-answer'
    }
    if (status >= 500 || status === 429) return 'no-answer'
    return code === 'CONFLICT' ? 'stale' : 'refused'
  },
  now: () => Date.now(),
  tell: (news) => listeners.forEach((hear) => hear(news)),
})

let timer: ReturnType<typeof setTimeout> | null = null
let failures = 0

/** Sends what waits, and tries again later when no answer came. */
export async function sendWaiting(): Promise<void> {
  if (timer) clearTimeout(timer)
  timer = null
  if (queue.all().length === 0 || !useSession.getState().token) return
  const end = await queue.drain()
  if (end === 'no-answer') again(PAUSES[Math.min(failures++, PAUSES.length - 1)] ?? 60_000)
  else failures = 0
  if (end === 'held') again(Math.max(0, (queue.all()[0]?.holdUntil ?? 0) - Date.now()) + 20)
}

function again(ms: number): void {
  if (timer) clearTimeout(timer)
  timer = setTimeout(() => void sendWaiting(), ms)
}

/** the same array until something changes */
export const allWaiting = queue.all
export const locateCommand = queue.locate

/** Keeps the command and sends it; `holdMs`: so long it may be taken back. */
export function record(...input: Parameters<typeof queue.add>): void {
  queue.add(...input)
  void sendWaiting()
}

export function takeBack(commandId: string): boolean {
  const isBack = queue.undo(commandId)
  if (isBack) void sendWaiting()
  return isBack
}

export function watchWaiting(watch: () => void): () => void {
  watchers.add(watch)
  return () => watchers.delete(watch)
}

export function onNews(hear: (news: News<Task>) => void): () => void {
  listeners.add(hear)
  return () => listeners.delete(hear)
}

useOnline.setState({ waiting: queue.all().filter((kept) => kept.isDelayed).length })
useOnline.subscribe((now, before) => {
  if (now.isOnline && !before.isOnline) void sendWaiting()
})
void sendWaiting()

/** What became of a command; `waiting` when no answer came soon enough to make a person wait for it. */
export function outcomeOf(commandId: string, patienceMs: number): Promise<News<Task> | 'waiting'> {
  return new Promise((resolve) => {
    const finish = (outcome: News<Task> | 'waiting') => {
      clearTimeout(patience)
      stopHearing()
      stopWatching()
      resolve(outcome)
    }
    const patience = setTimeout(() => finish('waiting'), patienceMs)
    const stopHearing = onNews((news) => {
      if (
        news.kept.commandId === commandId ||
        (news.outcome !== 'done' && news.dropped.some((kept) => kept.commandId === commandId))
      )
        finish(news)
    })
    const stopWatching = watchWaiting(() => {
      if (queue.all().some((kept) => kept.commandId === commandId && kept.isDelayed)) finish('waiting')
    })
  })
}
