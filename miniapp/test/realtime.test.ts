import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClientFrame, Push } from '@banyi/contract/realtime'
import { Connection, type Opener } from '../src/realtime/connection'

const TOPIC = 'order:00000000-0000-4000-8000-000000000001'

/** One end of a wire: what was said, and hands to answer with. */
class Line {
  said: ClientFrame[] = []
  isClosed = false
  private readonly on: Parameters<Opener>[0]
  constructor(on: Parameters<Opener>[0]) {
    this.on = on
  }
  open = () => this.on.opened()
  answer = (frame: object) => this.on.received(JSON.stringify(frame))
  push = (seq: number | null) =>
    this.answer({ type: 'push', topic: TOPIC, seq, kind: 'milestone', at: '2026-11-24T01:00:00Z', body: {} })
  breakOff = () => this.on.closed()
}

let lines: Line[] = []
const current = () => lines.at(-1) as Line
const open: Opener = (on) => {
  const line = new Line(on)
  lines.push(line)
  return {
    send: (frame) => void line.said.push(JSON.parse(frame) as ClientFrame),
    close: () => {
      line.isClosed = true
      line.breakOff()
    },
  }
}
function connected(seq = 7) {
  const heard: (number | null)[] = []
  const gaps = vi.fn<() => void>()
  const connection = new Connection(open, () => 'token')
  const stop = connection.follow(TOPIC, (push: Push) => heard.push(push.seq), gaps)
  current().open()
  current().answer({ type: 'signed-in' })
  current().answer({ type: 'following', topic: TOPIC, seq })
  return { connection, heard, gaps, stop }
}

describe('the realtime connection', () => {
  beforeEach(() => {
    lines = []
    vi.useFakeTimers()
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
  })
  afterEach(() => {
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  it('signs in first, then follows from now on', () => {
    const { heard } = connected()
    expect(current().said).toEqual([
      { type: 'sign-in', token: 'token' },
      { type: 'follow', topic: TOPIC, after: null },
    ])
    current().push(8)
    expect(heard).toEqual([8])
  })
  it('resumes after the last number it saw, and takes nothing twice', () => {
    const { heard } = connected()
    current().push(8)
    current().breakOff()
    vi.advanceTimersByTime(1000)
    current().open()
    current().answer({ type: 'signed-in' })
    expect(current().said.at(-1)).toEqual({ type: 'follow', topic: TOPIC, after: 8 })
    current().answer({ type: 'following', topic: TOPIC, seq: 10 })
    for (const seq of [8, 9, 10]) current().push(seq)
    expect(heard).toEqual([8, 9, 10])
  })
  it('asks to read everything again when numbers are missing', () => {
    const { heard, gaps } = connected()
    current().push(11)
    expect(gaps).toHaveBeenCalledTimes(1)
    expect(heard).toEqual([11])
  })
  it('lets passing things through without counting them', () => {
    const { heard, gaps } = connected()
    current().push(null)
    current().push(8)
    expect(heard).toEqual([null, 8])
    expect(gaps).not.toHaveBeenCalled()
  })
  it('waits longer after each failure, at most half a minute, and not at all when the network is back', () => {
    const { connection } = connected()
    current().breakOff()
    for (const pause of [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]) {
      const before = lines.length
      vi.advanceTimersByTime(pause - 1)
      expect(lines.length).toBe(before)
      vi.advanceTimersByTime(1)
      expect(lines.length).toBe(before + 1)
      current().breakOff()
    }
    const before = lines.length
    connection.wake()
    expect(lines.length).toBe(before + 1)
  })
  it('tells who followed when the right to follow has ended, once', () => {
    const { heard, gaps } = connected()
    current().answer({ type: 'refused', code: 'FORBIDDEN', message: '没有权限查看', topic: TOPIC })
    expect(gaps).toHaveBeenCalledTimes(1)
    current().push(8)
    current().breakOff()
    vi.advanceTimersByTime(60_000)
    expect(heard).toEqual([])
    expect(lines).toHaveLength(1)
  })
  it('ends a connection that has gone silent', () => {
    connected()
    const line = current()
    vi.advanceTimersByTime(50_000)
    expect(line.said.some((frame) => frame.type === 'ping')).toBe(true)
    vi.advanceTimersByTime(25_000)
    expect(line.isClosed).toBe(true)
  })
  it('closes when nobody follows any more', () => {
    const { stop } = connected()
    stop()
    expect(current().isClosed).toBe(true)
    vi.advanceTimersByTime(60_000)
    expect(lines).toHaveLength(1)
  })
})
