/** From `npm start` to the first page: in a fresh copy of the checkout (with its building), and the next time. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { round, type Figure } from './numbers.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PORT = '18080'
const LEFT_OUT = new Set(['node_modules', '.git', '.data', 'dist', '.taro-cache'])

export async function benchStartUp(): Promise<Figure[]> {
  // beside the checkout's own data, so that the packages can be linked instead of copied
  mkdirSync(path.join(ROOT, '.data'), { recursive: true })
  const copy = mkdtempSync(path.join(ROOT, '.data', 'bench-start-'))
  try {
    for (const name of readdirSync(ROOT)) {
      if (LEFT_OUT.has(name)) continue
      cpSync(path.join(ROOT, name), path.join(copy, name), {
        recursive: true,
        filter: (source) => !LEFT_OUT.has(path.basename(source)),
      })
    }
    // hard links: a bundler follows symbolic links out of the copy, into the sources of the checkout
    for (const workspace of ['', 'miniapp', 'console', 'server', 'embedded', 'sandbox', 'e2e']) {
      const modules = path.join(ROOT, workspace, 'node_modules')
      if (!existsSync(modules)) continue
      const { status } = spawnSync('cp', ['-al', modules, path.join(copy, workspace, 'node_modules')])
      if (status !== 0) throw new Error('the packages could not be linked')
    }
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
