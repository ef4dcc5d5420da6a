/** 2,000 open pages and 500 pushes a second: delay from the commit to the page, memory of the server per page. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { WebSocket } from 'ws'
import { compose } from '../server/compose.ts'
import { readConfig } from '../server/config.ts'
import { systemClock } from '../server/core/clock.ts'
import { silentLog } from '../server/core/log.ts'
import { pushTo } from '../server/core/realtime/pushes.ts'
import { modules } from '../server/modules.ts'
import type { Stack } from '../e2e/stack.ts'
import { quantile, round, type Figure } from './numbers.ts'

const SOCKETS = 2000
const ORDERS = 500
const PER_SECOND = 500
const SECONDS = 10

export async function benchSockets(stack: Stack, token: string): Promise<Figure[]> {
  // a program that has served nobody yet has a small heap: let it grow first, so that only the sockets count
  const guests = await Promise.all(
    Array.from({ length: SOCKETS / 2 }, () => follow(stack.url, token, `order:${randomUUID()}`, () => {})),
  )
  for (const guest of guests) guest.terminate()
  await new Promise((resolve) => setTimeout(resolve, 1000))
  const before = residentKb(stack.server.pid ?? 0)
  const topics = Array.from({ length: ORDERS }, () => `order:${randomUUID()}`)
  const delays: number[] = []
  let received = 0
  const sockets = await Promise.all(
    Array.from({ length: SOCKETS }, (_, i) =>
      follow(stack.url, token, topics[i % ORDERS] ?? '', (sentAt) => {
        received++
        delays.push(performance.now() - sentAt)
      }),
    ),
  )
  const perSocketKb = (residentKb(stack.server.pid ?? 0) - before) / SOCKETS

  // a second process in all but name: it writes, announces after the commit, and the server's own process delivers
  const writer = await compose({
    config: readConfig({ ...stack.env, PORT: '0' }),
    clock: systemClock,
    log: silentLog,
    all: modules,
    chosen: [],
    roles: [],
  })
  const begin = performance.now()
  let sent = 0
  while (performance.now() - begin < SECONDS * 1000) {
    const due = Math.floor(((performance.now() - begin) / 1000) * PER_SECOND)
    const batch: Promise<number>[] = []
    for (; sent < due; sent++) {
      const topic = topics[sent % ORDERS] ?? ''
      batch.push(
        writer.system.db.tx(async (tx) => {
          return pushTo(tx, {
            topic,
            kind: 'progress',
            body: { orderId: topic.slice(6), version: sent, state: 'met', sentAt: performance.now() },
            now: systemClock.now(),
          })
        }),
      )
    }
    await Promise.all(batch)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  const expected = sent * (SOCKETS / ORDERS)
  for (let i = 0; i < 100 && received < expected; i++) await new Promise((resolve) => setTimeout(resolve, 50))
  for (const socket of sockets) socket.terminate()
  await writer.stop()
  return [
    {
      what: `pushes delivered (${SOCKETS} sockets, ${PER_SECOND} pushes/s for ${SECONDS} s)`,
      value: `${received} of ${expected}`,
      aim: 'all',
    },
    {
      what: 'delay from writing to the page, p50 / p99',
      value: `${round(quantile(delays, 0.5))} / ${round(quantile(delays, 0.99))} ms`,
      aim: 'printed',
    },
    { what: 'memory of the server per socket', value: `${round(perSocketKb)} kB`, aim: 'about 10' },
  ]
}

async function follow(url: string, token: string, topic: string, onPush: (sentAt: number) => void): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/realtime`)
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  await new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const frame = JSON.parse(data.toString('utf8')) as { type: string; body?: { sentAt: number } }
      if (frame.type === 'following') resolve()
      else if (frame.type === 'push' && frame.body) onPush(frame.body.sentAt)
    })
    socket.send(JSON.stringify({ type: 'sign-in', token }))
    socket.send(JSON.stringify({ type: 'follow', topic, after: null }))
  })
  return socket
}

const residentKb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
