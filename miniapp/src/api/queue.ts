import { createClient, type Client } from '@banyi/contract/client'
import type { Contract } from '@banyi/contract'
import { useOnline } from '../store/online'
import { readStored, writeStored } from '../store/stored'
import { NoAnswer } from './problem'
import { send } from './send'

/**
 * Commands that wait on the phone for a network: kept across restarts, sent in order, each until an answer comes.
 * Each carries its commandId, so a command whose answer was lost is harmless when it is sent again.
 */
type ModuleName = keyof Contract
export interface Waiting {
  /** what it belongs to, e.g. an order's id */
  about: string
  module: ModuleName
  operation: string
  input: unknown
  /** the phone's time at the tap */
  at: string
}
type Settled = (command: Waiting, outcome: { reply: unknown } | { error: unknown }) => void

const KEY = 'banyi.queue'
const client: Client = createClient(send)
const listeners = new Set<Settled>()
let queue: Waiting[] = readStored<Waiting[]>(KEY) ?? []
let isDraining = false
useOnline.setState({ waiting: queue.length })

function keep(next: Waiting[]): void {
  queue = next
  writeStored(KEY, queue.length > 0 ? queue : null)
  useOnline.setState({ waiting: queue.length })
}

export const waitingFor = (about: string): readonly Waiting[] => queue.filter((command) => command.about === about)

/** Tells what became of each command; returns the way to stop listening. */
export function onSettled(listener: Settled): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function enqueue<M extends ModuleName, O extends keyof Contract[M] & string>(
  module: M,
  operation: O,
  input: Parameters<Client[M][O] extends (input: infer I) => unknown ? (input: I) => void : never>[0],
  about: string,
): void {
  keep([...queue, { about, module, operation, input, at: new Date().toISOString() }])
  void drain()
}

/** Sends what waits. Stops at the first command that gets no answer; a refused one is handed to the listeners and leaves. */
export async function drain(): Promise<void> {
  if (isDraining) return
  isDraining = true
  try {
    for (let next = queue[0]; next; next = queue[0]) {
      const calls = client[next.module] as unknown as Record<string, (input: unknown) => Promise<unknown>>
      const call = calls[next.operation]
      if (!call) {
        keep(queue.slice(1))
        continue
      }
      try {
        const reply = await call(next.input)
        settle(next, { reply })
      } catch (error) {
        if (error instanceof NoAnswer) return
        settle(next, { error })
      }
    }
  } finally {
    isDraining = false
  }
}

function settle(command: Waiting, outcome: { reply: unknown } | { error: unknown }): void {
  keep(queue.slice(1))
  listeners.forEach((tell) => tell(command, outcome))
}
