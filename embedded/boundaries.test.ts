import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { inRoot } from './paths.ts'

/** A small house that keeps all rules of .dependency-cruiser.cjs. */
const SOUND = {
  'contract/common.ts': `import 'zod'; export const one = 1`,
  'contract/client.ts': `import type { one } from './common.ts'; export type One = typeof one`,
  'contract/generate.ts': `import 'node:fs'; import './common.ts'`,
  'server/main.ts': `import './modules.ts'; import './config.ts'`,
  'server/config.ts': `import 'node:process'; import type {} from './config-words.ts'`,
  'server/config-words.ts': `import type {} from './config.ts'`,
  'server/modules.ts': `import './orders/module.ts'; import './identity/module.ts'; import './companions/module.ts'`,
  'server/core/db.ts': `import 'pg'`,
  'server/core/testing/world.ts': `import '../../modules.ts'; import '../../../sandbox/main.ts'`,
  'server/outside/sms/port.ts': `import '../../core/db.ts'`,
  'server/identity/module.ts': `import './index.ts'`,
  'server/identity/index.ts': `import './sign-in.ts'`,
  'server/identity/sign-in.ts': `import '../core/db.ts'; import '../outside/sms/port.ts'; import '../config.ts'`,
  'server/companions/module.ts': `import './index.ts'`,
  'server/companions/index.ts': `import '../identity/index.ts'`,
  'server/orders/module.ts': `import './book.ts'`,
  'server/orders/index.ts': `import './book.ts'`,
  'server/orders/book.ts': `import '../companions/index.ts'; import '../../contract/common.ts'`,
  'server/orders/book.test.ts': `import '../core/testing/world.ts'; import './index.ts'`,
  'sandbox/main.ts': `import './keys.ts'`,
  'sandbox/keys.ts': `import 'node:crypto'`,
  'sandbox/keys.test.ts': `import './keys.ts'`,
  'embedded/start.ts': `import '../sandbox/keys.ts'`,
  'miniapp/src/app.tsx': `import '../../contract/client.ts'; import type { one } from '../../contract/common.ts'; export const app = (x: typeof one) => <a>{x}</a>`,
  'console/src/main.tsx': `import '../../contract/client.ts'`,
}

/** What must not be: rule, a file that breaks it, and how. */
const BROKEN: [rule: string, path: string, text: string][] = [
  ['server-companions-edges', 'server/companions/a.ts', `import '../orders/index.ts'`],
  ['server-identity-edges', 'server/identity/a.ts', `import '../companions/index.ts'`],
  ['server-orders-edges', 'server/orders/a.ts', `import '../modules.ts'`],
  ['server-module-door', 'server/orders/b.ts', `import '../identity/sign-in.ts'`],
  ['server-module-door', 'server/orders/c.test.ts', `import '../identity/sign-in.ts'`],
  ['server-module-door', 'server/orders/d.ts', `import type {} from '../identity/sign-in.ts'`],
  ['server-module-door-from-outside', 'server/a.ts', `import './identity/sign-in.ts'`],
  ['server-unknown-module', 'server/magic/index.ts', `import '../core/db.ts'`],
  ['server-core-knows-no-business', 'server/core/a.ts', `import '../identity/index.ts'`],
  ['server-outside-knows-only-core', 'server/outside/sms/a.ts', `import '../../identity/index.ts'`],
  ['server-is-the-product', 'server/orders/e.ts', `import '../../sandbox/keys.ts'`],
  ['server-is-the-product', 'server/b.ts', `import '../embedded/start.ts'`],
  ['server-tests-know-no-client', 'server/orders/f.test.ts', `import '../../console/src/main.tsx'`],
  ['testing-is-for-tests', 'server/orders/j.ts', `import '../core/testing/world.ts'`],
  ['testing-is-for-tests', 'sandbox/b.ts', `import './keys.test.ts'`],
  ['sandbox-stands-alone', 'sandbox/a.ts', `import '../contract/common.ts'`],
  ['contract-is-only-shapes', 'contract/a.ts', `import 'node:fs'`],
  ['contract-is-only-shapes', 'contract/b.ts', `import 'pg'`],
  ['clients-know-only-the-contract', 'miniapp/src/a.tsx', `import '../../server/config.ts'`],
  ['clients-know-only-the-contract', 'console/src/a.tsx', `import '../../miniapp/src/app.tsx'`],
  ['clients-carry-no-zod', 'console/src/b.tsx', `import { one } from '../../contract/common.ts'; one`],
  ['embedded-starts-programs', 'embedded/a.ts', `import '../server/config.ts'`],
  ['no-circles', 'server/orders/g.ts', `import './h.ts'`],
  ['no-orphans', 'server/orders/alone.ts', `export const alone = 1`],
  ['nothing-unresolved', 'server/orders/i.ts', `import './nowhere.ts'`],
]

const FOLDERS = ['contract', 'server', 'sandbox', 'embedded', 'miniapp', 'console']
const made: string[] = []

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** "rule file" for each broken rule of a house. */
function brokenRules(files: Record<string, string>): string[] {
  const house = mkdtempSync(join(tmpdir(), 'banyi-house-'))
  made.push(house)
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), text)
  }
  symlinkSync(inRoot('node_modules'), join(house, 'node_modules'))
  const run = spawnSync(
    process.execPath,
    [
      '--import',
      inRoot('embedded/typescript-api.ts'),
      inRoot('node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      inRoot('.dependency-cruiser.cjs'),
      '--output-type=json',
      ...FOLDERS,
    ],
    { cwd: house, encoding: 'utf8' },
  )
  const report = JSON.parse(run.stdout) as { summary: { violations: { rule: { name: string }; from: string }[] } }
  return report.summary.violations.map(({ rule, from }) => `${rule.name} ${from}`)
}

test('a sound house breaks no rule', () => {
  expect(brokenRules(SOUND)).toEqual([])
})

test('each rule finds what it forbids, and nothing else', () => {
  const broken = Object.fromEntries(BROKEN.map(([, path, text]) => [path, text]))
  const circle = { 'server/orders/h.ts': `import './g.ts'` } // a circle is reported once, at its first file
  const expected = BROKEN.map(([rule, path]) => `${rule} ${path}`)
  expect(brokenRules({ ...SOUND, ...broken, ...circle }).toSorted()).toEqual(expected.toSorted())
})

test('each rule is tried', () => {
  const { forbidden } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as {
    forbidden: { name: string }[]
  }
  const untried = forbidden.map(({ name }) => name).filter((name) => !BROKEN.some(([rule]) => rule === name))
  // One module stands for the rest of the table.
  expect(untried.filter((name) => !/^server-\w+-edges$/.test(name))).toEqual([])
})
