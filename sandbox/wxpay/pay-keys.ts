/** The key set as key objects, parsed once: signing is on the way of every request. */
import { createPrivateKey, createPublicKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto'
import type { SandboxKeys } from '../keys.ts'

export type PayKeys = {
  merchantPublic: KeyObject
  platformPrivate: KeyObject
  certificatePrivate: KeyObject
  certificate: X509Certificate
  /** Made when first needed: only forged signatures use it. */
  stranger: () => KeyObject
}

export function loadPayKeys({ wxpay }: SandboxKeys): PayKeys {
  let stranger: KeyObject | undefined
  return {
    merchantPublic: createPublicKey(wxpay.merchantPublicKey),
    platformPrivate: createPrivateKey(wxpay.platformPrivateKey),
    certificatePrivate: createPrivateKey(wxpay.certificatePrivateKey),
    certificate: new X509Certificate(wxpay.certificate),
    stranger: () => (stranger ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey),
  }
}
