/** Carries out due tasks: reactions, timers, jobs. Any number of processes may run one. */
import { sayError } from './core/errors.ts'
import { claimTasks, failTask, finishTask, wake, type TaskRow } from './core/tasks.ts'
import { sql } from './core/sql.ts'
import type { Module } from './module.ts'
import type { System } from './system.ts'

type Handler = (system: System, payload: never) => Promise<void>
const BATCH = 20
const POLL_MS = 400

export class Worker {
  readonly #system: System
  readonly #handlers = new Map<string, Handler>()
  readonly #recurring: { name: string; everySeconds: number }[] = []
  #isRunning = false
  #isStopped = false
  #timer: NodeJS.Timeout | null = null
  #current: Promise<void> = Promise.resolve()

  constructor(system: System, modules: Module[]) {
    this.#system = system
    for (const module of modules) {
      for (const reaction of module.reactions ?? []) this.#handlers.set(reaction.name, reaction.handle)
      for (const job of module.jobs ?? []) {
        this.#handlers.set(job.name, job.handle)
        if (job.everySeconds) this.#recurring.push({ name: job.name, everySeconds: job.everySeconds })
      }
    }
  }

  async start(): Promise<void> {
    await this.#plantRecurring()
    wake.listener = () => this.#kick()
    this.#timer = setInterval(() => this.#kick(), POLL_MS)
    this.#kick()
  }

  /** lets what runs finish; the leases of what did not are taken over by the next process */
  async stop(): Promise<void> {
    this.#isStopped = true
    if (this.#timer) clearInterval(this.#timer)
    wake.listener = null
    await this.#current
  }

  /** Runs everything that is due, and what follows from it, until nothing is. For tests and for a clean end. */
  async drain(): Promise<void> {
    await this.#plantRecurring()
    while ((await this.#runBatch()) > 0);
  }

  #kick(): void {
    if (this.#isRunning || this.#isStopped) return
    this.#isRunning = true
    this.#current = (async () => {
      try {
        while (!this.#isStopped && (await this.#runBatch()) > 0);
      } catch (error) {
        this.#system.log.error({ error: String(error) }, 'tasks could not be read')
      } finally {
        this.#isRunning = false
      }
    })()
  }

  async #runBatch(): Promise<number> {
    const tasks = await claimTasks(this.#system.db, [...this.#handlers.keys()], this.#system.clock.now(), BATCH)
    await Promise.all(tasks.map((task) => this.#run(task)))
    return tasks.length
  }

  async #run(task: TaskRow): Promise<void> {
    const { db, log, clock } = this.#system
    try {
      await this.#handlers.get(task.kind)?.(this.#system, task.payload as never)
      const recurring = this.#recurring.find((each) => each.name === task.kind)
      if (recurring) await this.#again(task, recurring.everySeconds)
      else await finishTask(db, task.id)
    } catch (error) {
      const outcome = await failTask(db, task, error, clock.now())
      log[outcome === 'dead' ? 'error' : 'warn'](
        {
          task: task.kind,
          id: task.id,
          attempts: task.attempts,
          error: sayError(error),
        },
        `task failed, ${outcome}`,
      )
    }
  }

  async #again(task: TaskRow, seconds: number): Promise<void> {
    const runAt = new Date(this.#system.clock.now().getTime() + seconds * 1000)
    await this.#system.db.run(
      sql`update core.tasks set run_at = ${runAt}, locked_until = null, attempts = 0, last_error = null where id = ${task.id}`,
    )
  }

  async #plantRecurring(): Promise<void> {
    const now = this.#system.clock.now()
    for (const { name } of this.#recurring) {
      await this.#system.db.run(sql`
        insert into core.tasks (kind, key, payload, run_at, created_at) values (${name}, ${`every:${name}`}, '{}', ${now}, ${now}) on conflict (key) do nothing`)
    }
  }
}
