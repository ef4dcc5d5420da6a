/** From `npm start` to the first page: in a fresh copy of the checkout (with its building), and the next time. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { round, type Figure } from './numbers.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PORT = '18080'
const LEFT_OUT = new Set(['node_modules', '.git', '.data', 'dist', '.taro-cache'])

export async function benchStartUp(): Promise<Figure[]> {
  const copy = mkdtempSync(path.join(tmpdir(), 'banyi-start-'))
  try {
    cpSync(ROOT, copy, { recursive: true, filter: (source) => !LEFT_OUT.has(path.basename(source)) })
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'))
    for (const workspace of ['miniapp', 'console', 'server', 'embedded'])
      if (existsSync(path.join(ROOT, workspace, 'node_modules')))
        symlinkSync(path.join(ROOT, workspace, 'node_modules'), path.join(copy, workspace, 'node_modules'))
    const first = await secondsToFirstPage(copy)
    const second = await secondsToFirstPage(copy)
    return [
      {
        what: 'npm start to the first page, first time (with building)',
        value: `${round(first)} s`,
        aim: 'progress shown',
      },
      { what: 'npm start to the first page, later', value: `${round(second)} s`, aim: 'seconds' },
    ]
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

async function secondsToFirstPage(cwd: string): Promise<number> {
  const begin = performance.now()
  const child = spawn('npm', ['start'], {
    cwd,
    env: { ...process.env, PORT, SANDBOX_PORT_BASE: '19100' },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  try {
    for (;;) {
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`)
      const isThere = await fetch(`http://127.0.0.1:${PORT}/`).then(
        (answer) => answer.ok,
        () => false,
      )
      if (isThere) return (performance.now() - begin) / 1000
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}
