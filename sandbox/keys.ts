/** The fictitious account: every key, secret and id both sides need, made once per data folder and never committed. */
import { createHash, generateKeyPair, randomBytes, randomInt, randomUUID, type KeyObject } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type { SandboxKeys } from './key-set.ts'
import { MARKS } from './sandbox-marks.ts'
import { selfSignedCertificate } from './wire/x509.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const YEAR_MS = 365 * 86_400_000

function randomText(length: number, alphabet = LETTERS): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('')
}
/** A mark filled up to the length the vendor's format wants. */
const marked = (mark: string, length: number, alphabet = LETTERS) => mark + randomText(length - mark.length, alphabet)
const hex = (length: number) =>
  MARKS.hex +
  randomBytes(length)
    .toString('hex')
    .slice(0, length - MARKS.hex.length)

const makePair = promisify(generateKeyPair)
const privatePem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()

async function makeInsurerKeys(): Promise<SandboxKeys['insurer']> {
  const { privateKey, publicKey } = await makePair('ed25519')
  return {
    appId: marked(MARKS.word, 24),
    appSecret: marked(MARKS.word, 40),
    keyId: `${MARKS.word}-${randomText(8)}`,
    privateKey: privatePem(privateKey),
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}

/** A fresh set, kept nowhere. */
export async function makeKeys(): Promise<SandboxKeys> {
  const rsa = () => makePair('rsa', { modulusLength: 2048 })
  const [merchant, platform, certified] = await Promise.all([rsa(), rsa(), rsa()])
  const certificateSerial = hex(40).toUpperCase()
  return {
    wechat: {
      appid: MARKS.appid + randomBytes(4).toString('hex'),
      secret: hex(32),
      originalId: `gh_${randomBytes(6).toString('hex')}`,
      pushToken: marked(MARKS.word, 32),
      pushAesKey: marked(MARKS.word, 43),
    },
    wxpay: {
      mchid: MARKS.mchid,
      merchantSerial: hex(40).toUpperCase(),
      merchantPrivateKey: privatePem(merchant.privateKey),
      merchantPublicKey: publicPem(merchant.publicKey),
      apiV3Key: marked(MARKS.word, 32),
      publicKeyId: `${MARKS.publicKeyId}${randomText(16, '0123456789')}`,
      platformPrivateKey: privatePem(platform.privateKey),
      platformPublicKey: publicPem(platform.publicKey),
      certificateSerial,
      certificate: selfSignedCertificate({
        ...certified,
        serialHex: certificateSerial,
        organisation: 'Banyi Sandbox',
        commonName: 'Sandbox pay platform',
        notBefore: new Date(Date.now() - 86_400_000),
        notAfter: new Date(Date.now() + 5 * YEAR_MS),
      }),
      certificatePrivateKey: privatePem(certified.privateKey),
    },
    tencentCloud: {
      secretId: marked(MARKS.secretId, 36),
      secretKey: marked(MARKS.word, 32),
      smsAppId: MARKS.smsAppId,
      smsSign: MARKS.smsSign,
      smsStatusSecret: marked(MARKS.word, 40),
    },
    maps: {
      key: MARKS.mapKey + Array.from({ length: 5 }, () => randomText(5, UPPER)).join('-'),
      secretKey: marked(MARKS.word, 32),
    },
    insurer: await makeInsurerKeys(),
  }
}

/** Reads `dir/name`, or makes it once (0600). Two programs may call this at the same moment: the first file wins. */
async function makeOnce<Value>(dir: string, name: string, make: () => Promise<Value>): Promise<Value> {
  const file = path.join(dir, name)
  if (!existsSync(file)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 })
    const draft = `${file}.${randomUUID()}`
    writeFileSync(draft, JSON.stringify(await make(), null, 2), { mode: 0o600, flush: true })
    try {
      linkSync(draft, file) // unlike rename, a link never replaces what another program has just made
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      unlinkSync(draft)
    }
  }
  return JSON.parse(readFileSync(file, 'utf8')) as Value
}

/** The set of `dir`. A folder of before there was an insurer gets its keys in a file of their own. */
export async function ensureKeys(dir: string): Promise<SandboxKeys> {
  const keys = await makeOnce<Omit<SandboxKeys, 'insurer'> & Partial<SandboxKeys>>(dir, 'keys.json', makeKeys)
  return { ...keys, insurer: keys.insurer ?? (await makeOnce(dir, 'insurer-keys.json', makeInsurerKeys)) }
}

/** A short public name of a key set, to see on two machines whether they talk about the same one. */
export function keysFingerprint(keys: SandboxKeys): string {
  return createHash('sha256').update(keys.wxpay.merchantPublicKey).digest('hex').slice(0, 12)
}

export type { SandboxKeys } from './key-set.ts'
export { serverEnv } from './server-env.ts'
