/** WeChat's message push, safe mode: sorted SHA-1 signatures and AES-256-CBC with blocks of 32. Pure. */
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto'

const BLOCK = 32
const RANDOM = 16
const MAX_AGE_SECONDS = 300

export const pushSignature = (...parts: string[]): string =>
  createHash('sha1').update(parts.toSorted().join('')).digest('hex')

export function sameSignature(a: string, b: string): boolean {
  const x = Buffer.from(a)
  const y = Buffer.from(b)
  return x.length === y.length && timingSafeEqual(x, y)
}

/** An address that was seen once must not work for ever. WeChat signs each attempt anew. */
export const isFreshPush = (timestamp: string, now: Date): boolean =>
  /^\d{1,12}$/.test(timestamp) && Math.abs(now.getTime() / 1000 - Number(timestamp)) < MAX_AGE_SECONDS

/** 16 random bytes, length, message, appid; null when it was not sealed with this key. */
export function openSealed(encodingAesKey: string, sealed: string): { message: string; appid: string } | null {
  try {
    const key = Buffer.from(`${encodingAesKey}=`, 'base64')
    const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
    const padded = Buffer.concat([decipher.update(Buffer.from(sealed, 'base64')), decipher.final()])
    const pad = padded.at(-1) ?? 0
    if (pad < 1 || pad > BLOCK) return null
    const plain = padded.subarray(0, padded.length - pad)
    const length = plain.readUInt32BE(RANDOM)
    const start = RANDOM + 4
    if (start + length > plain.length) return null
    return {
      message: plain.subarray(start, start + length).toString('utf8'),
      appid: plain.subarray(start + length).toString('utf8'),
    }
  } catch {
    return null
  }
}
