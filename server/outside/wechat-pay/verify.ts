/** Is this really from WeChat Pay? The same question for answers and callbacks, over the exact bytes. Pure. */
import { verify, type KeyObject } from 'node:crypto'

export type Verdict = 'ok' | 'missing-header' | 'clock-skew' | 'signtest-probe' | 'unknown-serial' | 'bad-signature'

const MAX_SKEW_SECONDS = 300

export interface SignedMessage {
  timestamp: string
  nonce: string
  signature: string
  serial: string
  body: Buffer
}

/** Null when a header is missing: WeChat Pay signs every 2xx and every callback. */
export function signedMessage(header: (name: string) => string | undefined, body: Buffer): SignedMessage | null {
  const timestamp = header('wechatpay-timestamp')
  const nonce = header('wechatpay-nonce')
  const signature = header('wechatpay-signature')
  const serial = header('wechatpay-serial')
  return timestamp && nonce && signature && serial ? { timestamp, nonce, signature, serial, body } : null
}

/** What can be said without a key: 'ok' means go on and look the key up. */
export function checkFrame(message: SignedMessage | null, now: Date): Verdict {
  if (!message) return 'missing-header'
  const { timestamp, signature } = message
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now.getTime() / 1000 - Number(timestamp)) >= MAX_SKEW_SECONDS)
    return 'clock-skew'
  // a probe of WeChat Pay: whoever accepts it does not verify
  return signature.startsWith('WECHATPAY/SIGNTEST/') ? 'signtest-probe' : 'ok'
}

export function hasTrueSignature(message: SignedMessage, key: KeyObject): boolean {
  const head = Buffer.from(`${message.timestamp}\n${message.nonce}\n`)
  return verify(
    'RSA-SHA256',
    Buffer.concat([head, message.body, Buffer.from('\n')]),
    key,
    Buffer.from(message.signature, 'base64'),
  )
}
