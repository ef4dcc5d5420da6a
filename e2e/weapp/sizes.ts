/** Package sizes as WeChat counts them: files of a sub-package under its root, everything else is the main package. */
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { filesOf } from './compile.ts'

interface AppJson {
  subPackages?: { root: string }[]
}

/** bytes by package; '' is the main package */
export function packageSizes(dist: string): Map<string, number> {
  const app = JSON.parse(readFileSync(path.join(dist, 'app.json'), 'utf8')) as AppJson
  const roots = (app.subPackages ?? []).map(({ root }) => root.replace(/\/$/, ''))
  const sizes = new Map<string, number>([['', 0], ...roots.map((root): [string, number] => [root, 0])])
  for (const file of filesOf(dist)) {
    const home = roots.find((root) => file.startsWith(`${root}/`)) ?? ''
    sizes.set(home, (sizes.get(home) ?? 0) + statSync(path.join(dist, file)).size)
  }
  return sizes
}
