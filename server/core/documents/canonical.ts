/** One way to write a value down, so that its hash says whether it is the same: keys in order, no spaces. */
import { createHash } from 'node:crypto'

export type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain }

export function canonical(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const keys = Object.keys(value).toSorted()
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`
}
export const sha256 = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex')
