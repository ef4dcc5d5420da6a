/**
 * Paper -> PDF. On a thread of its own: a statement of 200 lines takes a quarter of a second, in which the server would
 * answer nobody. The thread starts with the first document and ends when there was nothing to print for a minute.
 */
import { Worker } from 'node:worker_threads'
import { Turns } from '../turns.ts'
import type { Paper } from './paper.ts'
import type { Printed, PrintOrder } from './print-worker.ts'

const IDLE_MS = 60_000
/** a hung font or endless table must not hold up everybody behind it */
const LONGEST_MS = 30_000
const turns = new Turns({ atOnce: 1, maxWaiting: 40 })

let thread: Worker | null = null
let idle: NodeJS.Timeout | null = null
let lastId = 0

/** Same paper, same bytes. Throws TOO_MANY when too many wait. */
export const printPdf = (paper: Paper): Promise<Buffer> => turns.run(() => print(paper))

async function print(paper: Paper): Promise<Buffer> {
  const worker = ready()
  const order: PrintOrder = { id: ++lastId, paper }
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
  const onMessage = (printed: Printed): void => {
    if (printed.id !== order.id) return
    if (printed.bytes) resolve(Buffer.from(printed.bytes))
    else reject(new Error(`a document could not be printed: ${printed.error ?? ''}`))
  }
  const onEnd = (why: unknown): void => reject(new Error('the printing thread ended', { cause: why }))
  const limit = setTimeout(() => void worker.terminate(), LONGEST_MS)
  worker.on('message', onMessage).once('error', onEnd).once('exit', onEnd)
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  worker.postMessage(order)
  try {
    return await promise
  } finally {
    clearTimeout(limit)
    worker.off('message', onMessage).off('error', onEnd).off('exit', onEnd)
    idle = setTimeout(() => void stop(), IDLE_MS)
    idle.unref()
  }
}

function ready(): Worker {
  if (idle) clearTimeout(idle)
  if (thread) return thread
  const started = new Worker(new URL('./print-worker.ts', import.meta.url))
  // it does not keep the program alive; whoever waits for a document does
  started.unref()
  started.once('exit', () => {
    if (thread === started) thread = null
  })
  // without a listener a fault of the thread would end the program
  started.on('error', () => {})
  thread = started
  return started
}

async function stop(): Promise<void> {
  await thread?.terminate()
}
