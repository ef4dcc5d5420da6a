/**
 * node server/demo/main.ts: demo people for the embedded demo, before the server starts (see README.md).
 * The server's environment, and DEMO_FILE, SANDBOX_PAGES_URL; SANDBOX_CONTROL_URL and SANDBOX_DATA when they are elsewhere.
 */
import path from 'node:path'
import { readConfig, type Config } from '../config.ts'
import type { Log } from '../core/log.ts'
import { loadDemo } from './load-demo.ts'

const { env } = process

function refuse(message: string): never {
  console.error(message)
  process.exit(78)
}

function readOrRefuse(): Config {
  if (env['NODE_ENV'] === 'production') refuse('Demo data are never loaded in production.')
  try {
    return readConfig(env)
  } catch (error) {
    refuse(error instanceof Error ? error.message : String(error))
  }
}

const config = readOrRefuse()
const controlUrl = env['SANDBOX_CONTROL_URL'] ?? config.SANDBOX_PAGES_URL
if (!controlUrl) refuse('Demo data want the sandbox of the embedded demo: SANDBOX_PAGES_URL is not set.')
const demoFile = path.resolve(env['DEMO_FILE'] ?? '.data/demo.json')
const tellProblem = (fields: object, message: string): void => console.error(message, JSON.stringify(fields))
const log: Log = { info: () => {}, warn: tellProblem, error: tellProblem }

try {
  const outcome = await loadDemo({
    config,
    env,
    controlUrl,
    demoFile,
    authenticatorFolder: path.resolve(env['SANDBOX_DATA'] ?? path.join(path.dirname(demoFile), 'sandbox')),
    log,
    tell: (sentence) => console.log(`demo: ${sentence}`),
  })
  console.log(
    outcome === 'loaded'
      ? 'demo: ready'
      : outcome === 'foreign'
        ? 'demo: this database has people of its own, nothing was loaded'
        : 'demo: was loaded before, nothing to do',
  )
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : ''
  refuse(
    code === 'EADDRINUSE'
      ? `Port ${config.PORT} is in use: the demo is loaded while no server runs.`
      : `The demo could not be loaded: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  )
}
