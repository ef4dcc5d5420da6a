/** Signatures of the insurer's protocol (insurer/README.md). Pure: no clock, no state. */
import { createHash, createHmac, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto'

const bodyHash = (body: string | Buffer) => createHash('sha256').update(body).digest('hex')
const lines = (...parts: string[]) => parts.map((part) => `${part}\n`).join('')

export type SignedRequest = { method: string; target: string; timestamp: string; nonce: string; body: string | Buffer }

/** What an app signs: HMAC-SHA256 with its secret. */
export function requestSignature(secret: string, request: SignedRequest): string {
  const { method, target, timestamp, nonce, body } = request
  return createHmac('sha256', secret)
    .update(lines(method, target, timestamp, nonce, bodyHash(body)))
    .digest('base64')
}

export function hasRequestSignature(secret: string, request: SignedRequest, signature: string): boolean {
  const wanted = Buffer.from(requestSignature(secret, request), 'base64')
  const given = Buffer.from(signature, 'base64')
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

/** An answer names the request that it answers, so it cannot be given to another one. */
export function answerText(
  status: number,
  requestNonce: string,
  timestamp: string,
  nonce: string,
  body: string | Buffer,
) {
  return lines('ANSWER', String(status), requestNonce, timestamp, nonce, bodyHash(body))
}

export function callbackText(timestamp: string, nonce: string, body: string | Buffer) {
  return lines('CALLBACK', timestamp, nonce, bodyHash(body))
}

/** What the insurer signs: Ed25519. */
export const signText = (text: string, key: KeyObject) => sign(null, Buffer.from(text), key).toString('base64')
export const hasTextSignature = (text: string, signature: string, key: KeyObject) =>
  verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
