import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.ts'
import { LOGS, inRoot } from './paths.ts'
import { precompress } from './precompress.ts'
import { type Command, type Outcome, run } from './run-command.ts'

export type Build = { name: string; title: string; workspace: string; script: string; output: string; proof: string }

export const BUILDS: Build[] = [
  {
    name: 'h5',
    title: 'the mini-program for the browser',
    workspace: 'miniapp',
    script: 'build:h5',
    output: 'miniapp/dist/h5',
    proof: 'index.html',
  },
  {
    name: 'weapp',
    title: 'the mini-program for WeChat',
    workspace: 'miniapp',
    script: 'build:weapp',
    output: 'miniapp/dist/weapp',
    proof: 'app.json',
  },
  {
    name: 'console',
    title: 'the console',
    workspace: 'console',
    script: 'build',
    output: 'console/dist',
    proof: 'index.html',
  },
]

/** Lies in the output, so that a tool that empties the output takes the claim away with it. */
const MARK = '.built-from'

/** Runs a build and notes from which sources it was made. */
export async function build(target: Build): Promise<Outcome> {
  const inputs = inputsOf(target)
  const outcome = await run(command(target))
  const isThere = existsSync(inRoot(target.output, target.proof))
  // WeChat packs its own; a browser wants small files
  if (outcome.isOk && isThere && target.name !== 'weapp') precompress(inRoot(target.output))
  if (outcome.isOk && isThere) writeFileSync(inRoot(target.output, MARK), inputs)
  if (isThere) return outcome
  return { ...outcome, isOk: false, output: `${outcome.output}\n${target.output}/${target.proof} was not made\n` }
}

export function isCurrent(target: Build): boolean {
  const mark = inRoot(target.output, MARK)
  return (
    existsSync(inRoot(target.output, target.proof)) &&
    existsSync(mark) &&
    readFileSync(mark, 'utf8') === inputsOf(target)
  )
}

/** An output made by root cannot be written by an ordinary user afterwards. */
export function requireWritable(target: Build): void {
  for (const folder of [inRoot(target.workspace), inRoot(target.workspace, 'dist'), inRoot(target.output)])
    try {
      if (existsSync(folder)) accessSync(folder, constants.W_OK)
    } catch {
      throw new LaunchError(
        `The folder ${folder} belongs to another user, and ${target.title} has to be built there.`,
        'Start as the owner of the checkout, or take it over: sudo chown -R "$(id -un)" .',
      )
    }
}

function command({ name, workspace, script }: Build): Command {
  return {
    command: 'npm',
    args: ['run', script, '--workspace', workspace],
    env: { npm_config_update_notifier: 'false', NO_COLOR: '1' },
    logFile: join(LOGS, `build-${name}.log`),
    limitSeconds: 900,
  }
}

/** A hash over all that goes into a build: its sources, the contract, and the versions of all packages. */
function inputsOf({ workspace, name }: Build): string {
  const hash = createHash('sha256').update(name)
  const exclude = [`${workspace}/dist/**`, '**/node_modules/**', '**/*.test.*', '**/test/**', '**/.*/**']
  const files = globSync([`${workspace}/**/*`, 'contract/**/*.ts'], { cwd: inRoot(), exclude, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of [...files, inRoot('package-lock.json')].sort())
    if (existsSync(file)) hash.update(file.slice(inRoot().length)).update('\0').update(readFileSync(file)).update('\0')
  return hash.digest('hex')
}
