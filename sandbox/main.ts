/** `node sandbox/main.ts`: the outside world as its own program. */
import path from 'node:path'
import { startSandbox } from './start-sandbox.ts'

function readNumber(name: string, fallback: number | undefined): number | undefined {
  const text = process.env[name]
  if (text === undefined || text === '') return fallback
  const value = Number(text)
  if (!Number.isFinite(value) || value < 0) throw new Error(`${name} must be a number, not ${text}`)
  return value
}

const dir = path.resolve(process.env.SANDBOX_DATA || '.data/sandbox')
const callbackTimeScale = readNumber('CALLBACK_TIME_SCALE', undefined)
const starting = startSandbox({
  dir,
  portBase: readNumber('SANDBOX_PORT_BASE', 9100) ?? 9100,
  host: process.env.SANDBOX_HOST || '127.0.0.1',
  serverUrl: process.env.SERVER_URL || 'http://127.0.0.1:3000',
  ...(callbackTimeScale === undefined ? {} : { callbackTimeScale }),
})

let isStopping = false
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  await starting.then((sandbox) => sandbox.stop())
  process.exit(0)
}
// Before anybody is told that we are ready: whoever hears it may stop us at once.
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
// A parent that is gone cannot stop us any more.
process.on('disconnect', () => void stop())

try {
  const { urls, ports } = await starting
  if (process.send) process.send({ ready: true, urls, ports, dir })
  else process.stdout.write(`sandbox: ${urls.people} (data in ${dir})\n`)
} catch (error) {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
