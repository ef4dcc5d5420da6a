import { beforeEach, expect, it } from 'vitest'
import type { ClientFrame, Push, ServerFrame } from '@banyi/contract/realtime'
import { createRealtime, type Realtime, type SocketEvents } from './realtime.ts'

interface Line {
  events: SocketEvents
  sent: ClientFrame[]
  isClosed: boolean
}
let lines: Line[]
let waits: { ms: number; run: () => void; isCancelled: boolean }[]
let token: string | null

const start = (): Realtime =>
  createRealtime({
    open: (events) => {
      const line: Line = { events, sent: [], isClosed: false }
      lines.push(line)
      return {
        send: (text) => void line.sent.push(JSON.parse(text) as ClientFrame),
        close: () => void (line.isClosed = true),
      }
    },
    token: () => token,
    wait: (ms, run) => {
      const entry = { ms, run, isCancelled: false }
      waits.push(entry)
      return () => void (entry.isCancelled = true)
    },
    random: () => 0.5,
  })
const last = (): Line => lines.at(-1) as Line
const say = (frame: ServerFrame): void => last().events.onText(JSON.stringify(frame))
const push = (seq: number): ServerFrame => ({
  type: 'push',
  topic: 'board',
  seq,
  kind: 'paid',
  at: '2026-11-25T00:00:00Z',
  body: {},
})
const pending = (): typeof waits => waits.filter((entry) => !entry.isCancelled)
const signIn = (): void => {
  last().events.onOpen()
  say({ type: 'signed-in' })
}
beforeEach(() => {
  lines = []
  waits = []
  token = 'secret'
})

it('signs in first, then follows, then delivers', () => {
  const got: (Push | 'gap')[] = []
  start().follow('board', (p) => got.push(p))
  signIn()
  say({ type: 'following', topic: 'board', seq: 7 })
  say(push(8))
  expect(last().sent).toEqual([
    { type: 'sign-in', token: 'secret' },
    { type: 'follow', topic: 'board', after: null },
  ])
  expect(got.map((p) => (p === 'gap' ? p : p.seq))).toEqual(['gap', 8])
})

it('after a broken line it asks for what it missed, and takes nothing twice', () => {
  const got: (Push | 'gap')[] = []
  const realtime = start()
  realtime.follow('board', (p) => got.push(p))
  signIn()
  say({ type: 'following', topic: 'board', seq: 7 })
  say(push(8))
  last().events.onClose()
  expect(realtime.status()).toBe('retrying')
  pending().at(-1)?.run()
  signIn()
  expect(last().sent.at(-1)).toEqual({ type: 'follow', topic: 'board', after: 8 })
  say({ type: 'following', topic: 'board', seq: 10 })
  say(push(8))
  say(push(9))
  say(push(10))
  expect(got.map((p) => (p === 'gap' ? p : p.seq))).toEqual(['gap', 8, 'gap', 9, 10])
  expect(realtime.status()).toBe('live')
})

it('a hole in the numbers means: read everything again', () => {
  const got: (Push | 'gap')[] = []
  start().follow('board', (p) => got.push(p))
  signIn()
  say({ type: 'following', topic: 'board', seq: 1 })
  got.length = 0
  say(push(5))
  expect(got[0]).toBe('gap')
})

it('numbers that began anew are taken over', () => {
  const got: (Push | 'gap')[] = []
  start().follow('board', (p) => got.push(p))
  signIn()
  say({ type: 'following', topic: 'board', seq: 900 })
  last().events.onClose()
  pending().at(-1)?.run()
  signIn()
  say({ type: 'following', topic: 'board', seq: 3 })
  say(push(4))
  expect(got.map((p) => (p === 'gap' ? p : p.seq))).toEqual(['gap', 'gap', 4])
})

it('passing pushes carry no number: after a broken line everything is read again', () => {
  const got: (Push | 'gap')[] = []
  start().follow('board', (p) => got.push(p))
  signIn()
  say({ type: 'following', topic: 'board', seq: 0 })
  say({ type: 'push', topic: 'board', seq: null, kind: 'order', at: '2026-11-25T00:00:00Z', body: {} })
  last().events.onClose()
  pending().at(-1)?.run()
  signIn()
  say({ type: 'following', topic: 'board', seq: 0 })
  expect(got.map((p) => (p === 'gap' ? p : p.kind))).toEqual(['gap', 'order', 'gap'])
})

it('backs off, at most fifteen seconds, and begins anew after a good line', () => {
  start().follow('board', () => undefined)
  const delays: number[] = []
  for (let i = 0; i < 7; i++) {
    last().events.onClose()
    delays.push(pending().at(-1)?.ms ?? 0)
    pending().at(-1)?.run()
  }
  expect(delays).toEqual([500, 1000, 2000, 4000, 8000, 15000, 15000])
  signIn()
  last().events.onClose()
  expect(pending().at(-1)?.ms).toBe(500)
})

it('a silent line is given up', () => {
  const realtime = start()
  realtime.follow('board', () => undefined)
  signIn()
  pending().at(-1)?.run() // time for a ping
  expect(last().sent.at(-1)).toEqual({ type: 'ping' })
  const dead = last()
  pending().at(-1)?.run() // no answer came
  expect(dead.isClosed).toBe(true)
  expect(realtime.status()).toBe('retrying')
})

it('an old line that speaks late is not heard', () => {
  const got: (Push | 'gap')[] = []
  start().follow('board', (p) => got.push(p))
  signIn()
  const old = last()
  old.events.onClose()
  pending().at(-1)?.run()
  old.events.onText(JSON.stringify(push(99)))
  old.events.onClose()
  expect(got).toEqual([])
  expect(lines).toHaveLength(2)
})

it('nobody signed in: no line', () => {
  token = null
  start().follow('board', () => undefined)
  expect(lines).toHaveLength(0)
})
