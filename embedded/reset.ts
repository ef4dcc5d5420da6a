/** `npm run reset`: back to the first day. Stops what runs from this folder and deletes all data of the demo. */
import { existsSync, lstatSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { LaunchError, errorCode } from './launch-error.ts'
import { requireOwnFiles } from './ownership.ts'
import { DATA, inData } from './paths.ts'
import { clearEarlierRun } from './postgres-lock.ts'
import { waitUntilGone } from './process-info.ts'
import { endLeftovers, livingRun } from './run-files.ts'
import { during, red, say, yellow } from './terminal.ts'

async function stopRunning(): Promise<void> {
  const pid = livingRun('start')
  if (pid !== undefined)
    await during(`stopping the running Banyi (process ${pid})`, async () => {
      try {
        process.kill(pid, 'SIGTERM')
      } catch (error) {
        if (errorCode(error) !== 'EPERM') return
        throw new LaunchError(
          `Banyi runs from this folder as another user (process ${pid}).`,
          `Stop it first: sudo kill ${pid}`,
        )
      }
      if (!(await waitUntilGone(pid, 60_000)))
        throw new LaunchError(`Process ${pid} does not stop.`, `Stop it first: kill -9 ${pid}`)
    })
  await endLeftovers()
  if (existsSync(inData('postgres'))) await clearEarlierRun(realpathSync(inData('postgres')), undefined)
}

function removeData(): string[] {
  const removed: string[] = []
  for (const name of existsSync(DATA) ? readdirSync(DATA) : []) {
    const path = inData(name)
    // Root in a private folder keeps the database elsewhere, behind a link.
    if (lstatSync(path).isSymbolicLink() && existsSync(path)) {
      rmSync(realpathSync(path), { recursive: true, force: true })
      removed.push(`${name} (and what the link led to)`)
    } else removed.push(name)
    rmSync(path, { recursive: true, force: true })
  }
  return removed
}

try {
  requireOwnFiles()
  await stopRunning()
  const removed = removeData()
  say(removed.length === 0 ? 'There was nothing to remove.' : `Removed from .data: ${removed.join(', ')}`)
  say('The next "npm start" begins with new demo data. The built pages were kept.')
} catch (error) {
  if (error instanceof LaunchError) say(`\n${red(error.message)}\n${yellow(error.advice)}\n`)
  else say(red(String(error)))
  process.exitCode = 1
}
