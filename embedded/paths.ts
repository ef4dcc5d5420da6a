import { dirname, join } from 'node:path'

/** The checkout. */
export const ROOT = dirname(import.meta.dirname)
/** Everything that the programs write: git-ignored, removed by `npm run reset`. */
export const DATA = join(ROOT, '.data')
export const LOGS = join(DATA, 'logs')

export const inRoot = (...parts: string[]) => join(ROOT, ...parts)
export const inData = (...parts: string[]) => join(DATA, ...parts)
/** Output of this run of checks or tests. Runs at the same time do not disturb each other. */
export const RUN_LOGS = join(DATA, 'test', String(process.pid))
