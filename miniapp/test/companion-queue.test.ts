import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MilestoneKind } from '@banyi/contract/orders'
import { createVisitQueue, type Kept, type News, type Present, type VisitQueue } from '../src/api/visit-queue'

const STEPS: MilestoneKind[] = ['departed', 'met', 'registered', 'in-consultation', 'exams', 'medicine', 'finished']
class NoAnswer extends Error {}
class Stale extends Error {}
class Refused extends Error {}

/** The server in small: versions, command ids, compare-and-set; its answers may get lost. */
class Server {
  version = 1
  done = 0
  startsAt = 'monday'
  isCancelled = false
  isReachable = true
  losesAnswers = false
  conflicts = 0
  readonly applied: { commandId: string; step: string }[] = []

  present = (): Present => ({
    id: 'visit',
    version: this.version,
    startsAt: this.startsAt,
    nextStep: this.isCancelled ? null : (STEPS[this.done] ?? null),
    can: { writeReport: !this.isCancelled && this.done === STEPS.length },
  })
  async read(): Promise<Present> {
    await Promise.resolve()
    if (!this.isReachable) throw new NoAnswer()
    return this.present()
  }
  async send({ commandId, deed }: Kept, version: number): Promise<Present> {
    await Promise.resolve()
    if (!this.isReachable) throw new NoAnswer()
    if (!this.applied.some((one) => one.commandId === commandId)) this.apply(commandId, deed, version)
    if (this.losesAnswers) throw new NoAnswer()
    return this.present()
  }
  private apply(commandId: string, deed: Kept['deed'], version: number): void {
    if (this.isCancelled) throw new Refused()
    if (version !== this.version) {
      this.conflicts++
      throw new Stale()
    }
    const step = deed.kind === 'milestone' ? deed.step : 'report'
    if (step !== (STEPS[this.done] ?? 'report')) throw new Refused()
    this.applied.push({ commandId, step })
    this.done++
    this.version++
  }
}

class Phone {
  stored = '[]'
  clock = 0
  tapped = 0
  readonly taps: string[] = []
  readonly news: News<Present>[] = []
  private readonly server: Server
  queue: VisitQueue
  private seen: number

  constructor(server: Server) {
    this.server = server
    this.seen = server.version
    this.queue = this.open()
  }
  private open(): VisitQueue {
    return createVisitQueue<Present>({
      load: () => JSON.parse(this.stored) as Kept[],
      keep: (all) => (this.stored = JSON.stringify(all)),
      send: (kept, version) => this.server.send(kept, version),
      present: () => this.server.read(),
      meaningOf: (error) => (error instanceof NoAnswer ? 'no-answer' : error instanceof Stale ? 'stale' : 'refused'),
      now: () => this.clock,
      tell: (news) => {
        this.news.push(news)
        if (news.outcome !== 'refused') this.seen = news.task.version
      },
    })
  }
  restart(): void {
    this.queue = this.open()
  }
  tap(holdMs = 0): void {
    const step = STEPS[this.tapped]
    if (!step) return
    this.tapped++
    const commandId = `tap-${this.taps.length}`
    this.taps.push(commandId)
    const deed = {
      kind: 'milestone',
      step,
      isNotApplicable: false,
      reason: '',
      visitCode: null,
      location: null,
    } as const
    this.queue.add({ commandId, taskId: 'visit', deed, tappedAt: '', startsAt: 'monday' }, this.seen, holdMs)
  }
}

type Move = (server: Server, phone: Phone) => void | Promise<unknown>
const moves: Record<string, Move> = {
  tap: (_, phone) => phone.tap(),
  'tap with time to undo': (_, phone) => phone.tap(5),
  'time passes': (_, phone) => void (phone.clock += 10),
  drain: (_, phone) => phone.queue.drain(),
  'drain without waiting': (_, phone) => void phone.queue.drain(),
  'line gone': (server) => void (server.isReachable = false),
  'line back': (server) => void (server.isReachable = true),
  'answers get lost': (server) => void (server.losesAnswers = true),
  'answers arrive': (server) => void (server.losesAnswers = false),
  'app restarts': async (_, phone) => {
    // the old program is gone with whatever it had not written
    await new Promise((resolve) => setTimeout(resolve))
    phone.restart()
  },
  'family renews the code': (server) => void server.version++,
}
const play = async (names: readonly string[], server: Server, phone: Phone) => {
  for (const name of names) await moves[name]?.(server, phone)
}
const comeBack = async (server: Server, phone: Phone) => {
  server.isReachable = true
  server.losesAnswers = false
  phone.clock += 1000
  await phone.queue.drain()
  return phone.queue.drain()
}

describe('queue of a companion without a signal', () => {
  it('applies every tap once and in order, whatever the line did', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(moves)), { maxLength: 40 }), async (names) => {
        const server = new Server()
        const phone = new Phone(server)
        await play(names, server, phone)
        expect(await comeBack(server, phone)).toBe('empty')
        expect(server.applied.map(({ commandId }) => commandId)).toEqual(phone.taps)
        expect(server.applied.map(({ step }) => step)).toEqual(STEPS.slice(0, phone.taps.length))
        expect(phone.stored).toBe('[]')
      }),
      { numRuns: 400 },
    )
  })

  it('applies nothing after a cancellation and says what was dropped', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...Object.keys(moves)), { maxLength: 20 }), async (names) => {
        const server = new Server()
        const phone = new Phone(server)
        server.isReachable = false
        await play(
          names.filter((name) => name !== 'line back'),
          server,
          phone,
        )
        server.isCancelled = true
        expect(await comeBack(server, phone)).toBe('empty')
        expect(server.applied).toEqual([])
        const dropped = phone.news.flatMap((news) =>
          news.outcome === 'done' ? [] : news.dropped.map(({ commandId }) => commandId),
        )
        expect(dropped).toEqual(phone.taps)
      }),
    )
  })

  it('knows the version that the tap before brings about: a quiet offline hour meets no conflict', async () => {
    const server = new Server()
    const phone = new Phone(server)
    server.isReachable = false
    for (const _ of STEPS) phone.tap()
    await phone.queue.drain()
    await comeBack(server, phone)
    expect(server.applied).toHaveLength(STEPS.length)
    expect(server.conflicts).toBe(0)
  })

  it('drops a tap that was meant for another day', async () => {
    const server = new Server()
    const phone = new Phone(server)
    server.isReachable = false
    phone.tap()
    await phone.queue.drain()
    Object.assign(server, { startsAt: 'tuesday', version: 2 })
    await comeBack(server, phone)
    expect(server.applied).toEqual([])
    expect(phone.news.map(({ outcome }) => outcome)).toEqual(['stale'])
  })

  it('takes a tap back only before it was sent, and only the last one', async () => {
    const server = new Server()
    const phone = new Phone(server)
    phone.tap(5)
    expect(await phone.queue.drain()).toBe('held')
    expect(phone.queue.undo('tap-0')).toBe(true)
    phone.tapped = 0
    phone.tap(5)
    phone.tap(5)
    expect(phone.queue.undo('tap-1')).toBe(false)
    server.losesAnswers = true
    phone.clock = 10
    await phone.queue.drain()
    expect(phone.queue.undo('tap-1')).toBe(false)
    expect(server.applied).toHaveLength(1)
  })

  it('adds a late location, but never to what may have been sent', async () => {
    const server = new Server()
    const phone = new Phone(server)
    const here = { lat: 31.2, lng: 121.4, accuracyMeters: 20 }
    phone.tap(5)
    phone.queue.locate('tap-0', here)
    expect(phone.queue.all()[0]?.deed).toMatchObject({ location: here })
    server.losesAnswers = true
    phone.clock = 10
    await phone.queue.drain()
    phone.queue.locate('tap-0', { ...here, lat: 0 })
    expect(phone.queue.all()[0]?.deed).toMatchObject({ location: here })
  })
})
