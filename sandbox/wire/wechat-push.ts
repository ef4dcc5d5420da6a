/** WeChat message push, safe mode: SHA-1 signature and AES-256-CBC with a 32-byte block padding. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const BLOCK = 32

/** URL check: (token, timestamp, nonce). Safe mode: (token, timestamp, nonce, Encrypt). */
export function pushSignature(...parts: string[]): string {
  return createHash('sha1').update(parts.toSorted().join('')).digest('hex')
}

function aesKey(encodingAesKey: string): Buffer {
  return Buffer.from(`${encodingAesKey}=`, 'base64')
}

export function encryptPush(
  encodingAesKey: string,
  appid: string,
  message: string,
  random = randomBytes(8).toString('hex'),
): string {
  const key = aesKey(encodingAesKey)
  const body = Buffer.from(message)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const plain = Buffer.concat([Buffer.from(random, 'latin1'), length, body, Buffer.from(appid)])
  const pad = BLOCK - (plain.length % BLOCK)
  const cipher = createCipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([plain, Buffer.alloc(pad, pad)])
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString('base64')
}

export function decryptPush(encodingAesKey: string, encrypted: string): { message: string; appid: string } {
  const key = aesKey(encodingAesKey)
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const padded = Buffer.concat([decipher.update(Buffer.from(encrypted, 'base64')), decipher.final()])
  const pad = padded.at(-1) ?? 0
  if (pad < 1 || pad > BLOCK) throw new Error('bad padding')
  const plain = padded.subarray(0, padded.length - pad)
  const end = 20 + plain.readUInt32BE(16)
  return { message: plain.subarray(20, end).toString('utf8'), appid: plain.subarray(end).toString('utf8') }
}
