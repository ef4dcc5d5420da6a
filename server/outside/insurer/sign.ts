/** What is signed between us and the insurer. Pure. */
import { createHash, createHmac, createPublicKey, verify, type KeyObject } from 'node:crypto'

const lines = (...parts: string[]): string => parts.map((part) => `${part}\n`).join('')
const hashOf = (body: string | Buffer): string => createHash('sha256').update(body).digest('hex')

export function signRequest(
  secret: string,
  request: { method: string; target: string; timestamp: string; nonce: string; body: string },
): string {
  const { method, target, timestamp, nonce, body } = request
  return createHmac('sha256', secret)
    .update(lines(method, target, timestamp, nonce, hashOf(body)))
    .digest('base64')
}

export interface InsurerKey {
  id: string
  key: KeyObject
}
/** `id:base64` of the insurer's Ed25519 key. Throws when it is none. */
export function readInsurerKey(text: string): InsurerKey {
  const at = text.indexOf(':')
  const der = Buffer.from(text.slice(at + 1), 'base64')
  return { id: text.slice(0, at), key: createPublicKey({ key: der, format: 'der', type: 'spki' }) }
}

export type Verdict = 'ok' | 'missing-header' | 'clock-skew' | 'unknown-key' | 'bad-signature'
const MAX_SKEW_SECONDS = 300

/** `first` says what is signed: an answer to one request, or a callback. */
export function verifySigned(
  key: InsurerKey,
  signed: { header: (name: string) => string | undefined; first: string[]; body: Buffer; now: Date },
): Verdict {
  const { header, first, body, now } = signed
  const timestamp = header('x-insurer-timestamp')
  const nonce = header('x-insurer-nonce')
  const keyId = header('x-insurer-key')
  const signature = header('x-insurer-signature')
  if (!timestamp || !nonce || !keyId || !signature) return 'missing-header'
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) >= MAX_SKEW_SECONDS)
    return 'clock-skew'
  if (keyId !== key.id) return 'unknown-key'
  const text = lines(...first, timestamp, nonce, hashOf(body))
  return verify(null, Buffer.from(text), key.key, Buffer.from(signature, 'base64')) ? 'ok' : 'bad-signature'
}
