/** What production must not run with. Each fault names the variable and what to do; values are never printed. */
import type { Environment } from './environment.ts'

const VENDOR_URLS = ['WECHAT_API_URL', 'WXPAY_API_URL', 'TENCENT_SMS_URL', 'TENCENT_MAP_URL'] as const
const OWN_URLS = ['PUBLIC_URL', 'WXPAY_NOTIFY_URL_BASE'] as const
const SECRETS = [
  'MASTER_KEY',
  'HASH_KEY',
  'QUOTE_SECRET',
  'WECHAT_SECRET',
  'SMS_STATUS_SECRET',
  'TENCENT_SECRET_KEY',
  'WXPAY_APIV3_KEY',
] as const
const MARKED = [
  ...SECRETS,
  'WECHAT_APPID',
  'WXPAY_MCHID',
  'WXPAY_MCH_SERIAL',
  'WXPAY_PUBLIC_KEY_ID',
  'TENCENT_SECRET_ID',
  'TENCENT_MAP_KEY',
  'TENCENT_MAP_SK',
  'TENCENT_SMS_APP_ID',
  'TENCENT_SMS_SIGN',
  'WECHAT_PUSH_AES_KEY',
  'SMS_TEMPLATES',
  'WECHAT_PUSH_TOKEN',
] as const
const DEFAULT_PASSWORDS = new Set([
  '',
  'postgres',
  'password',
  'banyi',
  'admin',
  '123456',
  'changeme',
  'secret',
  'root',
])

/** marks that the sandbox puts into everything it makes up (sandbox/README.md) */
const SANDBOX_MARK = /sandbox|wx5a4db0c0|^1900000109$|^1400000109$|^SANDB|5A4DB0C0|沙盒|990010\d/i
const LOOPBACK =
  /^(localhost|127\.|0\.0\.0\.0|\[?::1\]?|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|\.(local|localhost|internal|test)$/i

export function productionFaults(env: Environment): string[] {
  const faults: string[] = []
  for (const name of [...VENDOR_URLS, ...OWN_URLS]) {
    const url = new URL(env[name])
    if (url.protocol !== 'https:') faults.push(`${name}: must be https`)
    if (LOOPBACK.test(url.hostname)) faults.push(`${name}: points at this machine or a private network`)
  }
  for (const name of MARKED) if (SANDBOX_MARK.test(env[name])) faults.push(`${name}: is a value of the sandbox`)
  faults.push(...insurerFaults(env))
  for (const name of SECRETS)
    if (new Set(env[name]).size < 8) faults.push(`${name}: is not random (use: openssl rand -base64 32)`)
  if (new Set(SECRETS.map((name) => env[name])).size < SECRETS.length) faults.push('secrets: two of them are the same')
  if (env.SANDBOX_PAGES_URL) faults.push('SANDBOX_PAGES_URL: must not be set, it offers sign-in as anybody')
  faults.push(...databaseFaults('DATABASE_URL', env.DATABASE_URL))
  return faults
}

/** optional as a whole */
function insurerFaults(env: Environment): string[] {
  const faults: string[] = []
  for (const name of ['INSURER_APP_ID', 'INSURER_APP_SECRET', 'INSURER_PUBLIC_KEY'] as const)
    if (SANDBOX_MARK.test(env[name] ?? '')) faults.push(`${name}: is a value of the sandbox`)
  if (!env.INSURER_URL) return faults
  const url = new URL(env.INSURER_URL)
  if (url.protocol !== 'https:') faults.push('INSURER_URL: must be https')
  if (LOOPBACK.test(url.hostname)) faults.push('INSURER_URL: points at this machine or a private network')
  return faults
}

function databaseFaults(name: string, text: string): string[] {
  let url: URL
  try {
    url = new URL(text)
  } catch {
    return [`${name}: is not a URL`]
  }
  const faults: string[] = []
  if (url.username === 'postgres') faults.push(`${name}: uses the superuser, use the role banyi_app`)
  if (DEFAULT_PASSWORDS.has(decodeURIComponent(url.password).toLowerCase()))
    faults.push(`${name}: has a default or empty password`)
  return faults
}
