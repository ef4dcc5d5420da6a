/** WeChat Pay v3 signatures, written from the vendor's description. Pure: no clock, no state. */
import { sign, verify, type KeyObject } from 'node:crypto'

type Key = KeyObject | string

export type Authorization = {
  mchid: string
  nonce_str: string
  timestamp: string
  serial_no: string
  signature: string
}

const SCHEME = 'WECHATPAY2-SHA256-RSA2048'
export const SIGNTEST_PREFIX = 'WECHATPAY/SIGNTEST/'

/** Every line ends with \n, the last one too; an empty body leaves an empty line. Bytes, because signatures cover bytes. */
function joinLines(...lines: (string | Buffer)[]): Buffer {
  return Buffer.concat(
    lines.flatMap((line) => [typeof line === 'string' ? Buffer.from(line) : line, Buffer.from('\n')]),
  )
}

export function signRsa(message: Buffer, privateKey: Key): string {
  return sign('RSA-SHA256', message, privateKey).toString('base64')
}

export function verifyRsa(message: Buffer, signature: string, publicKey: Key): boolean {
  return verify('RSA-SHA256', message, publicKey, Buffer.from(signature, 'base64'))
}

/** `target` is the path with the query exactly as sent, without the host. */
export function requestMessage(
  method: string,
  target: string,
  timestamp: string,
  nonce: string,
  body: string | Buffer,
): Buffer {
  return joinLines(method, target, timestamp, nonce, body)
}

/** What answers and callbacks sign. */
export function answerMessage(timestamp: string, nonce: string, body: string | Buffer): Buffer {
  return joinLines(timestamp, nonce, body)
}

/** What `wx.requestPayment` carries as paySign; `pack` is `prepay_id=...`. */
export function paySignMessage(appId: string, timeStamp: string, nonceStr: string, pack: string): Buffer {
  return joinLines(appId, timeStamp, nonceStr, pack)
}

export function writeAuthorization(fields: Authorization): string {
  const pairs = Object.entries(fields).map(([key, value]) => `${key}="${value}"`)
  return `${SCHEME} ${pairs.join(',')}`
}

/** The order of the fields is free: the vendor's own clients disagree about it. */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  if (!header?.startsWith(`${SCHEME} `)) return undefined
  const found = Object.fromEntries(
    [...header.matchAll(/([a-z_]+)="([^"]*)"/g)].map((match) => [match[1], match[2]]),
  ) as Partial<Authorization>
  const { mchid, nonce_str, timestamp, serial_no, signature } = found
  if (!mchid || !nonce_str || !timestamp || !serial_no || !signature) return undefined
  return { mchid, nonce_str, timestamp, serial_no, signature }
}
