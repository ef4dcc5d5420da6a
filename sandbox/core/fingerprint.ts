/** Is this the same request as before? */
import { createHash } from 'node:crypto'

/** The same for the same content, whatever the order of the keys. */
export function fingerprint(value: unknown): string {
  const sorted = (_key: string, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part
  return createHash('sha256').update(JSON.stringify(value, sorted)).digest('hex')
}
