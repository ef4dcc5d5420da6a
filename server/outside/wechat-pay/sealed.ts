/** What WeChat Pay encrypts: whole resources (AES-256-GCM under the APIv3 key) and single fields (RSA-OAEP, SHA-1). Pure. */
import { constants, createDecipheriv, privateDecrypt, publicEncrypt, type KeyObject } from 'node:crypto'

export interface SealedResource {
  ciphertext: string
  nonce: string
  associated_data?: string
}
const TAG = 16

/** Throws when it was not sealed with this key. */
export function openResource(apiV3Key: string, sealed: SealedResource): string {
  if (Buffer.byteLength(apiV3Key) !== 32) throw new Error('the APIv3 key must be 32 bytes')
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  if (bytes.length < TAG) throw new Error('sealed resource too short')
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, sealed.nonce, { authTagLength: TAG })
  decipher.setAAD(Buffer.from(sealed.associated_data ?? ''))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG))
  return Buffer.concat([decipher.update(bytes.subarray(0, bytes.length - TAG)), decipher.final()]).toString('utf8')
}

const oaep = (key: KeyObject) => ({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' })
export const sealField = (publicKey: KeyObject, text: string): string =>
  publicEncrypt(oaep(publicKey), Buffer.from(text)).toString('base64')
export const openField = (privateKey: KeyObject, sealed: string): string =>
  privateDecrypt(oaep(privateKey), Buffer.from(sealed, 'base64')).toString('utf8')
