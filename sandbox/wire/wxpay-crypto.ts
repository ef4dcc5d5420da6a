/** WeChat Pay v3 encryption: AES-256-GCM for whole resources, RSA-OAEP (SHA-1) for single fields. */
import {
  constants,
  createCipheriv,
  createDecipheriv,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  type KeyObject,
} from 'node:crypto'

export type SealedResource = {
  algorithm: 'AEAD_AES_256_GCM'
  ciphertext: string
  nonce: string
  associated_data: string
}

const TAG_BYTES = 16

export function sealResource(
  apiV3Key: string,
  plaintext: string,
  associatedData: string,
  nonce = randomBytes(6).toString('hex'),
): SealedResource {
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce)
  cipher.setAAD(Buffer.from(associatedData))
  const sealed = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()])
  return {
    algorithm: 'AEAD_AES_256_GCM',
    ciphertext: sealed.toString('base64'),
    nonce,
    associated_data: associatedData,
  }
}

export function openResource(
  apiV3Key: string,
  sealed: { ciphertext: string; nonce: string; associated_data?: string },
): string {
  if (Buffer.byteLength(apiV3Key) !== 32) throw new Error('the APIv3 key must be 32 bytes')
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, sealed.nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.from(sealed.associated_data ?? ''))
  decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES))
  const plain = [decipher.update(bytes.subarray(0, bytes.length - TAG_BYTES)), decipher.final()]
  return Buffer.concat(plain).toString('utf8')
}

const oaep = (key: KeyObject | string) => ({
  key,
  padding: constants.RSA_PKCS1_OAEP_PADDING,
  oaepHash: 'sha1',
})

export function encryptField(publicKey: KeyObject | string, text: string): string {
  return publicEncrypt(oaep(publicKey), Buffer.from(text)).toString('base64')
}

export function decryptField(privateKey: KeyObject | string, ciphertext: string): string {
  return privateDecrypt(oaep(privateKey), Buffer.from(ciphertext, 'base64')).toString('utf8')
}
