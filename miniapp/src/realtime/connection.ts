import type { ClientFrame, Push, ServerFrame } from '@banyi/contract/realtime'
import type { Socket } from '../platform/socket'

/**
 * One WebSocket for all topics. Remembers the last number seen of each topic, so that after a break the server sends
 * what was missed, in order, and nothing twice. Pauses grow 1, 2, 4 … 30 s with jitter; a network that comes back, or
 * a person who looks again, ends the pause.
 */
export interface Opener {
  (on: { opened: () => void; received: (frame: string) => void; closed: () => void }): Socket
}
export type Hear = (push: Push) => void

interface Followed {
  after: number | null
  hears: Set<Hear>
  /** called when the server could not continue from `after`: read everything again */
  gaps: Set<() => void>
}

const LONGEST_PAUSE = 30_000
const BEAT = 25_000

export class Connection {
  private readonly topics = new Map<string, Followed>()
  private socket: Socket | null = null
  private isSignedIn = false
  private failures = 0
  private retry: ReturnType<typeof setTimeout> | null = null
  private beat: ReturnType<typeof setInterval> | null = null
  private heardSince = true

  private readonly open: Opener
  private readonly token: () => string | null

  constructor(open: Opener, token: () => string | null) {
    this.open = open
    this.token = token
  }

  /** Returns the way to stop. The socket lives while somebody follows something. */
  follow(topic: string, hear: Hear, onGap: () => void = () => undefined): () => void {
    const followed = this.topics.get(topic) ?? { after: null, hears: new Set<Hear>(), gaps: new Set<() => void>() }
    followed.hears.add(hear)
    followed.gaps.add(onGap)
    if (!this.topics.has(topic)) {
      this.topics.set(topic, followed)
      if (this.isSignedIn) this.say({ type: 'follow', topic, after: followed.after })
    }
    this.connect()
    return () => {
      followed.hears.delete(hear)
      followed.gaps.delete(onGap)
      if (followed.hears.size > 0 || this.topics.get(topic) !== followed) return
      this.topics.delete(topic)
      if (this.isSignedIn) this.say({ type: 'unfollow', topic })
      if (this.topics.size === 0) this.drop()
    }
  }

  /** The network is back or the page is seen again: try now. */
  wake(): void {
    if (this.topics.size === 0) return
    this.failures = 0
    if (!this.socket) this.connect()
    else this.say({ type: 'ping' })
  }

  /** Signed out: nothing is followed any more. */
  forget(): void {
    this.topics.clear()
    this.drop()
  }

  private connect(): void {
    if (this.socket || !this.token()) return
    if (this.retry) clearTimeout(this.retry)
    this.retry = null
    const socket: Socket = this.open({
      opened: () => this.socket === socket && this.say({ type: 'sign-in', token: this.token() ?? '' }),
      received: (frame) => this.socket === socket && this.receive(frame),
      closed: () => this.socket === socket && this.lost(),
    })
    this.socket = socket
  }

  private receive(text: string): void {
    this.heardSince = true
    const frame = JSON.parse(text) as ServerFrame
    if (frame.type === 'signed-in') this.signedIn()
    else if (frame.type === 'following') this.following(frame.topic, frame.seq)
    else if (frame.type === 'push') this.pushed(frame)
    else if (frame.type === 'refused' && frame.topic) this.refused(frame.topic)
  }

  private signedIn(): void {
    this.isSignedIn = true
    this.failures = 0
    this.topics.forEach(({ after }, topic) => this.say({ type: 'follow', topic, after }))
    this.beat = setInterval(() => this.check(), BEAT)
  }

  private following(topic: string, seq: number): void {
    const followed = this.topics.get(topic)
    if (!followed) return
    // a number smaller than ours means another history: nothing can be continued
    if (followed.after !== null && seq < followed.after) followed.gaps.forEach((tell) => tell())
    if (followed.after === null || seq < followed.after) followed.after = seq
  }

  /** The right to follow has ended (a link taken back, a visit over): who followed reads once more and learns why. */
  private refused(topic: string): void {
    const followed = this.topics.get(topic)
    this.topics.delete(topic)
    followed?.gaps.forEach((tell) => tell())
  }

  private pushed(push: Push): void {
    const followed = this.topics.get(push.topic)
    if (!followed) return
    if (push.seq !== null) {
      if (followed.after !== null && push.seq <= followed.after) return
      const isGap = followed.after !== null && push.seq > followed.after + 1
      followed.after = push.seq
      if (isGap) followed.gaps.forEach((tell) => tell())
    }
    followed.hears.forEach((hear) => hear(push))
  }

  /** A dead connection often does not say so: silence over two beats ends it. */
  private check(): void {
    if (!this.heardSince) return this.socket?.close()
    this.heardSince = false
    this.say({ type: 'ping' })
  }

  private lost(): void {
    this.reset()
    if (this.topics.size === 0) return
    const pause = Math.min(LONGEST_PAUSE, 1000 * 2 ** this.failures++) * (0.75 + Math.random() / 2)
    this.retry = setTimeout(() => this.connect(), pause)
  }

  private drop(): void {
    const socket = this.socket
    this.reset()
    socket?.close()
  }

  private reset(): void {
    if (this.beat) clearInterval(this.beat)
    if (this.retry) clearTimeout(this.retry)
    this.beat = null
    this.retry = null
    this.socket = null
    this.isSignedIn = false
    this.heardSince = true
  }

  private say(frame: ClientFrame): void {
    this.socket?.send(JSON.stringify(frame))
  }
}
