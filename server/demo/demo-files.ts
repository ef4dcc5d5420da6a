/** What a visitor needs to know, for the terminal and for the sandbox's authenticator page. Readable by the owner only. */
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { DemoOperator } from './operators.ts'

export interface DemoFile {
  isDemo: true
  isComplete: boolean
  families: { name: string; phone: string; note: string }[]
  companions: { name: string; phone: string; note: string }[]
  operators: DemoOperator[]
}

export function readDemoFile(file: string): DemoFile | null {
  if (!existsSync(file)) return null
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as DemoFile
  } catch {
    return null
  }
}

export const writeDemoFile = (file: string, demo: DemoFile): void => writePrivately(file, demo)

export const writeAuthenticator = (folder: string, operators: DemoOperator[]): void =>
  writePrivately(
    path.join(folder, 'authenticator.json'),
    operators.map(({ name, username, secret }) => ({ label: `${name} ${username}`, secret })),
  )

/** Whole or not at all: the sandbox reads it at any time. */
function writePrivately(file: string, content: unknown): void {
  mkdirSync(path.dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.new`
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  chmodSync(draft, 0o600)
  renameSync(draft, file)
}
