/** Looking up what is stored encrypted: HMAC-SHA256 over the normalised value, with a key of the server. */
import { createHash, createHmac, createSecretKey, randomBytes, timingSafeEqual, type KeyObject } from 'node:crypto'

export class KeyedHash {
  // KeyObject, not Buffer: 5-10x faster on Node 24
  readonly #key: KeyObject
  constructor(key: Buffer) {
    this.#key = createSecretKey(key)
  }
  /** `purpose` keeps the hash of a phone apart from the hash of the same digits elsewhere */
  of(purpose: string, value: string): Buffer {
    return createHmac('sha256', this.#key).update(purpose).update('\0').update(value).digest()
  }
}

/** `prefix_` + 256 random bits. Only its SHA-256 is stored. */
export const newToken = (prefix: string): string => `${prefix}_${randomBytes(32).toString('base64url')}`
export const hashToken = (token: string): Buffer => createHash('sha256').update(token).digest()
export function isSameSecret(a: string | Buffer, b: string | Buffer): boolean {
  const x = createHash('sha256').update(a).digest()
  const y = createHash('sha256').update(b).digest()
  return timingSafeEqual(x, y)
}
