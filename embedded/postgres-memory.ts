import { chmodSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { LaunchError, errorCode } from './launch-error.ts'
import { explainOutput, newPassword } from './postgres-home.ts'
import { startedAt } from './process-info.ts'

/** What the next start has to know. Kept in one file beside the data, readable by its owner alone. */
export type Memory = {
  password: string
  port?: number
  /** The program that started PostgreSQL last. */
  starter?: { pid: number; startedAt: string }
}

export function readMemory(file: string): { memory: Memory; isNew: boolean } {
  if (!existsSync(file)) return { memory: { password: newPassword() }, isNew: true }
  try {
    return { memory: JSON.parse(readFileSync(file, 'utf8')) as Memory, isNew: false }
  } catch (error) {
    if (errorCode(error) === 'EACCES')
      throw new LaunchError(
        `The file ${file} belongs to another user.`,
        'Start as the user who started before, or give the whole .data folder to you with "sudo chown -R".',
      )
    // Cut short by a power failure, for example. The password can be set anew; the rest is convenience.
    return { memory: { password: newPassword() }, isNew: true }
  }
}

export function writeMemory(file: string, memory: Memory): void {
  const half = `${file}.${process.pid}`
  try {
    writeFileSync(half, JSON.stringify(memory), { mode: 0o600 })
    chmodSync(half, 0o600)
    renameSync(half, file)
  } catch (error) {
    rmSync(half, { force: true })
    throw explainOutput(error instanceof Error ? error.message : String(error), `${file} could not be written`)
  }
}

/** The process number of the program that started PostgreSQL last, when it still lives and is not this one. */
export function otherStarter(memory: Memory): number | undefined {
  const { starter } = memory
  if (starter === undefined || starter.pid === process.pid) return undefined
  return startedAt(starter.pid) === starter.startedAt ? starter.pid : undefined
}
