/**
 * How to recognise what the sandbox made. Every identity and secret whose format has room carries a mark, so that a
 * production server can refuse to start with one of them. README.md lists the same rules for other programs.
 */
export const MARKS = {
  appid: 'wx5a4db0c0',
  hex: '5a4db0c0',
  mchid: '1900000109',
  publicKeyId: 'PUB_KEY_ID_SANDBOX',
  secretId: 'AKIDsandbox',
  word: 'sandbox',
  mapKey: 'SANDB-',
  smsAppId: '1400000109',
  smsSign: '伴医沙盒',
  smsTemplate: '990010',
  openid: 'oSBX',
} as const

/** True for any identity, key, token or template id made by a sandbox. RSA keys have no room for a mark: look at their serial or key id. */
export function isSandboxMark(value: string): boolean {
  const lower = value.toLowerCase()
  return (
    value === MARKS.mchid ||
    value === MARKS.smsAppId ||
    value === MARKS.smsSign ||
    lower.startsWith(MARKS.appid) ||
    lower.startsWith(MARKS.hex) ||
    value.startsWith(MARKS.publicKeyId) ||
    value.startsWith(MARKS.secretId) ||
    lower.startsWith(MARKS.word) ||
    value.startsWith(MARKS.mapKey) ||
    value.startsWith(MARKS.openid) ||
    (value.startsWith(MARKS.smsTemplate) && value.length === 7)
  )
}
