/** `npm start`: the whole product in one terminal. Ctrl-C stops it in order; a second one at once. */
import { bringUp } from './bring-up.ts'
import { LaunchError } from './launch-error.ts'
import { abandonStarts } from './node-program.ts'
import { handOver } from './ownership.ts'
import { killAllRunning } from './run-command.ts'
import { forgetRun, livingRun } from './run-files.ts'
import type { Service } from './service.ts'
import { printSummary } from './summary.ts'
import { dim, red, say, yellow } from './terminal.ts'

/** npm passes Ctrl-C on although the terminal has sent it to us already: the same wish, not a second one. */
const SAME_WISH_MS = 1500

const services: Service[] = []
let stopWished = 0
let isStopping = false

class Stopped extends Error {}

function report(error: unknown): void {
  if (error instanceof Stopped) return
  if (error instanceof LaunchError) say(`\n${red(error.message)}\n${yellow(error.advice)}\n`)
  else say(`\n${red(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`)
}

async function stopAll(exitCode: number): Promise<void> {
  if (isStopping) return
  isStopping = true
  abandonStarts()
  for (const service of services.toReversed()) await service.stop()
  handOver()
  // A start that was refused because another one runs must not take away that one's note.
  if (livingRun('start') === process.pid) forgetRun('start')
  process.exit(exitCode)
}

function wishToStop(): void {
  const now = Date.now()
  if (stopWished > 0) {
    if (now - stopWished < SAME_WISH_MS) return
    say(red('Stopping at once.'))
    for (const service of services) service.kill()
    abandonStarts()
    process.exit(130)
  }
  stopWished = now
  say(dim('\nStopping …'))
  if (isUp) void stopAll(0)
  else {
    // Whatever is under way fails now, and the start ends at its next step.
    killAllRunning()
    abandonStarts()
  }
}

let isUp = false
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, wishToStop)
// A terminal that was closed takes no more words; that is no reason to leave the database running.
process.stdout.on('error', () => {})

try {
  const ports = await bringUp({
    services,
    goOn() {
      if (stopWished > 0) throw new Stopped()
    },
    onGiveUp(error) {
      report(error)
      void stopAll(1)
    },
  })
  isUp = true
  if (stopWished > 0) await stopAll(0)
  else printSummary(ports)
} catch (error) {
  if (stopWished === 0) report(error)
  await stopAll(stopWished > 0 ? 0 : 1)
}
