import type { MilestoneKind, ReportInput, Task } from '@banyi/contract/orders'

/**
 * What a companion records where there is no signal. Kept on the phone, sent in the order of the taps, each with its
 * command id until an answer comes: a lost answer is harmless. A command says which version it was tapped on; the one
 * behind a waiting command cannot know it and takes the version that the one before it brings about.
 */
export type Deed =
  | {
      kind: 'milestone'
      step: MilestoneKind
      isNotApplicable: boolean
      reason: string
      visitCode: string | null
      location: { lat: number; lng: number; accuracyMeters: number | null } | null
    }
  | { kind: 'report'; report: ReportInput }

export interface Kept {
  commandId: string
  taskId: string
  deed: Deed
  /** the phone's time at the tap */
  tappedAt: string
  /** null: the version that the command before it brings about */
  version: number | null
  /** when the visit was to begin, as she saw it: a visit that was moved since is another plan */
  startsAt: string
  /** until then it may be taken back; ms */
  holdUntil: number
  /** it may have reached the server: neither changed nor taken back any more */
  isSent: boolean
  /** at least one attempt got no answer */
  isDelayed: boolean
}

/** what the queue must know of a task */
export type Present = Pick<Task, 'id' | 'version' | 'startsAt' | 'nextStep'> & { can: { writeReport: boolean } }
export type News<T extends Present> =
  | { outcome: 'done'; kept: Kept; task: T }
  /** refused for good; what was tapped after it on the same task is dropped as well */
  | { outcome: 'refused'; kept: Kept; dropped: readonly Kept[]; error: unknown }
  /** the task has changed so much that the taps no longer fit */
  | { outcome: 'stale'; kept: Kept; dropped: readonly Kept[]; task: T }
export type DrainEnd = 'empty' | 'held' | 'no-answer'

export interface Wiring<T extends Present> {
  load: () => readonly Kept[]
  keep: (queue: readonly Kept[]) => void
  send: (kept: Kept, version: number) => Promise<T>
  present: (taskId: string) => Promise<T>
  meaningOf: (error: unknown) => 'no-answer' | 'stale' | 'refused'
  now: () => number
  tell: (news: News<T>) => void
}

export interface VisitQueue {
  all: () => readonly Kept[]
  add: (
    kept: Pick<Kept, 'commandId' | 'taskId' | 'deed' | 'tappedAt' | 'startsAt'>,
    version: number,
    holdMs?: number,
  ) => void
  /** a location that was found after the tap; ignored when it is too late */
  locate: (commandId: string, location: { lat: number; lng: number; accuracyMeters: number | null }) => void
  /** false: it is on its way already */
  undo: (commandId: string) => boolean
  drain: () => Promise<DrainEnd>
}

export function createVisitQueue<T extends Present>(wiring: Wiring<T>): VisitQueue {
  let queue = wiring.load()
  let running: Promise<DrainEnd> | null = null
  let isAskedAgain = false

  const put = (next: readonly Kept[]): void => {
    queue = next
    wiring.keep(queue)
  }
  const change = (commandId: string, part: Partial<Kept>): void =>
    put(queue.map((k) => (k.commandId === commandId ? { ...k, ...part } : k)))

  function dropAll(taskId: string): readonly Kept[] {
    const dropped = queue.filter((k) => k.taskId === taskId)
    put(queue.filter((k) => k.taskId !== taskId))
    return dropped
  }

  function settle(head: Kept, task: T): void {
    const rest = queue.filter((k) => k.commandId !== head.commandId)
    const next = rest.find((k) => k.taskId === head.taskId)
    put(rest.map((k) => (k === next && k.version === null ? { ...k, version: task.version } : k)))
    wiring.tell({ outcome: 'done', kept: head, task })
  }

  async function meetChange(head: Kept, version: number): Promise<void> {
    const task = await wiring.present(head.taskId)
    if (task.version !== version && stillFits(head, task)) change(head.commandId, { version: task.version })
    else wiring.tell({ outcome: 'stale', kept: head, dropped: dropAll(head.taskId), task })
  }

  async function attempt(head: Kept): Promise<void> {
    const version = head.version ?? (await wiring.present(head.taskId)).version
    change(head.commandId, { version, isSent: true })
    try {
      settle(head, await wiring.send({ ...head, version }, version))
    } catch (error) {
      if (wiring.meaningOf(error) !== 'stale') throw error
      await meetChange(head, version)
    }
  }

  async function pass(): Promise<DrainEnd> {
    for (let head = queue[0]; head; head = queue[0]) {
      if (!head.isSent && head.holdUntil > wiring.now()) return 'held'
      try {
        await attempt(head)
      } catch (error) {
        if (wiring.meaningOf(error) === 'refused') {
          wiring.tell({ outcome: 'refused', kept: head, dropped: dropAll(head.taskId), error })
          continue
        }
        put(queue.map((k) => (k.isDelayed ? k : { ...k, isDelayed: true })))
        return 'no-answer'
      }
    }
    return 'empty'
  }

  async function run(): Promise<DrainEnd> {
    let end: DrainEnd
    do {
      isAskedAgain = false
      end = await pass()
    } while (isAskedAgain)
    running = null
    return end
  }

  return {
    all: () => queue,
    add(kept, version, holdMs = 0) {
      const isBehind = queue.some((k) => k.taskId === kept.taskId)
      const isDelayed = queue.some((k) => k.isDelayed)
      const added: Kept = {
        ...kept,
        version: isBehind ? null : version,
        holdUntil: holdMs > 0 ? wiring.now() + holdMs : 0,
        isSent: false,
        isDelayed,
      }
      // she has gone on: what came before is meant
      put([...queue.map((k) => (k.holdUntil > 0 ? { ...k, holdUntil: 0 } : k)), added])
    },
    locate(commandId, location) {
      const kept = queue.find((k) => k.commandId === commandId)
      if (kept && !kept.isSent && kept.deed.kind === 'milestone')
        change(commandId, { deed: { ...kept.deed, location } })
    },
    undo(commandId) {
      const at = queue.findIndex((k) => k.commandId === commandId)
      const kept = queue[at]
      // only the last tap of a task: what follows was built on it
      if (!kept || kept.isSent || queue.slice(at + 1).some((k) => k.taskId === kept.taskId)) return false
      put(queue.filter((k) => k.commandId !== commandId))
      return true
    },
    drain() {
      if (running) isAskedAgain = true
      return (running ??= run())
    },
  }
}

/** After a change by somebody else: is the tap still what the visit waits for? */
function stillFits(kept: Kept, task: Present): boolean {
  if (task.startsAt !== kept.startsAt) return false
  return kept.deed.kind === 'milestone' ? task.nextStep === kept.deed.step : task.can.writeReport
}
