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
const sandbox = await startSandbox({
  dir,
  portBase: readNumber('SANDBOX_PORT_BASE', 9100) ?? 9100,
  host: process.env.SANDBOX_HOST || '127.0.0.1',
  serverUrl: process.env.SERVER_URL || 'http://127.0.0.1:3000',
  ...(callbackTimeScale === undefined ? {} : { callbackTimeScale }),
})

const ready = { ready: true, urls: sandbox.urls, ports: sandbox.ports, dir }
if (process.send) process.send(ready)
else process.stdout.write(`sandbox: ${sandbox.urls.people} (data in ${dir})\n`)

let isStopping = false
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  await sandbox.stop()
  if (process.connected) process.disconnect()
  process.exit(0)
}
process.on('SIGTERM', () => void stop())
process.on('SIGINT', () => void stop())
// A parent that is gone cannot stop us any more.
process.on('disconnect', () => void stop())
