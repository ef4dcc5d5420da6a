import { LaunchError } from './launch-error.ts'
import { lastWords } from './log-file.ts'
import { say, yellow } from './terminal.ts'

/** A process that is ready for work. */
export type Running = {
  pid: number
  /** Resolves with "how" when it has ended, wanted or not. */
  ended: Promise<string>
  /** Asks it to end, and makes it when it does not. */
  stop(): Promise<void>
  kill(): void
}

export type Service = {
  stop(): Promise<void>
  kill(): void
  /** Waits while the service is being started again. */
  ready(): Promise<void>
}

const WINDOW_MS = 60_000
const MOST_DEATHS = 5
/** Waits before each new try within the window; the first is short, so that people hardly notice. */
const PAUSES_MS = [100, 500, 1000, 2000]

/**
 * Starts a process and starts it again whenever it ends unasked. After five ends within a minute something is wrong that
 * another start will not mend: then `onGiveUp` is called with the reason.
 */
export async function keepRunning(
  name: string,
  launch: () => Promise<Running>,
  onGiveUp: (error: LaunchError) => void,
): Promise<Service> {
  let isStopping = false
  let current: Running | undefined = await launch()
  let reviving: Promise<void> | undefined
  const deaths: number[] = []

  const watch = (running: Running) => {
    void running.ended.then((how) => {
      if (isStopping || running !== current) return
      current = undefined
      reviving = revive(how)
    })
  }

  async function revive(firstHow: string): Promise<void> {
    for (let how = firstHow; ;) {
      if (isStopping) return
      deaths.push(Date.now())
      const recent = deaths.filter((at) => at > Date.now() - WINDOW_MS).length
      if (recent >= MOST_DEATHS) {
        const what = `The ${name} ended ${recent} times within a minute (${how}). Its last words:${lastWords(name, 10)}`
        onGiveUp(new LaunchError(what, `See .data/logs/${name}.log.`))
        return
      }
      say(yellow(`The ${name} has ended unexpectedly (${how}) and is being started again.`))
      await new Promise((resolve) => setTimeout(resolve, PAUSES_MS[recent - 1]))
      if (isStopping) return
      try {
        const started = await launch()
        current = started
        watch(started)
        if (isStopping) await started.stop()
        else say(`The ${name} is back.`)
        return
      } catch (error) {
        how = error instanceof Error ? error.message : String(error)
      }
    }
  }

  watch(current)
  return {
    async stop() {
      isStopping = true
      const before = current
      await before?.stop()
      await reviving
      if (current !== before) await current?.stop()
    },
    kill() {
      isStopping = true
      current?.kill()
    },
    async ready() {
      await reviving
    },
  }
}
