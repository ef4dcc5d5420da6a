/** The sandbox's own time, which a test can move; and alarms that ring in that time. */
import type { SettingsStore } from './settings.ts'

export type Clock = {
  now: () => number
  nowSec: () => number
  move: (offsetMs: number) => void
  onMove: (listener: () => void) => void
  /** Something was given a time from outside its vendor: every alarm looks again. */
  wake: () => void
}

export function createClock(settings: SettingsStore): Clock {
  const listeners: (() => void)[] = []
  const now = () => Date.now() + settings.get().clockOffsetMs
  const wake = () => {
    for (const listener of listeners) listener()
  }
  return {
    now,
    nowSec: () => Math.floor(now() / 1000),
    move: (offsetMs) => {
      settings.change({ clockOffsetMs: offsetMs })
      wake()
    },
    onMove: (listener) => listeners.push(listener),
    wake,
  }
}

/** Longest wait of setTimeout; longer ones would fire at once. */
const MAX_WAIT_MS = 2 ** 31 - 1

export type Alarm = { wake: () => void; stop: () => void }

/** Rings whenever `nextDueAt` has come. `wake` makes it look again; a ring must move what was due into the future or away. */
export function createAlarm(clock: Clock, nextDueAt: () => number | undefined, ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  const wake = () => {
    clearTimeout(timer)
    if (isStopped) return
    const dueAt = nextDueAt()
    if (dueAt === undefined) return
    timer = setTimeout(
      () => {
        const due = nextDueAt()
        if (due !== undefined && due <= clock.now()) ring()
        wake()
      },
      Math.min(Math.max(0, dueAt - clock.now()), MAX_WAIT_MS),
    )
  }
  clock.onMove(wake)
  return {
    wake,
    stop: () => {
      isStopped = true
      clearTimeout(timer)
    },
  }
}

/** 2026-11-23T15:30:00+08:00, as WeChat Pay writes times. */
export function shanghaiIso(ms: number): string {
  return `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`
}

/** 2026-11-23 15:30:00, as bills and SMS reports write times. */
export function shanghaiText(ms: number): string {
  return shanghaiIso(ms).slice(0, 19).replace('T', ' ')
}
