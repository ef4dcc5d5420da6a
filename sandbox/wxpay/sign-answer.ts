/** Signing what WeChat Pay says, answers and callbacks alike; and signing it badly on command. */
import { randomBytes, type KeyObject } from 'node:crypto'
import type { Scenario } from '../core/scenarios.ts'
import type { World } from '../core/world.ts'
import { answerMessage, signRsa, SIGNTEST_PREFIX } from '../wire/wxpay-sign.ts'
import type { PayKeys } from './pay-keys.ts'

const STRANGE_CERTIFICATE = 'FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF'

/** The key the client asked for in its Wechatpay-Serial header, else the one of the account's mode. */
function chooseKey(world: World, keys: PayKeys, asked: string | undefined): { serial: string; key: KeyObject } {
  const { publicKeyId, certificateSerial } = world.keys.wxpay
  const mode = world.settings.get().wxpaySigning
  const isCertificate = asked ? asked.toUpperCase() === certificateSerial : mode === 'certificate'
  return isCertificate
    ? { serial: certificateSerial, key: keys.certificatePrivate }
    : { serial: publicKeyId, key: keys.platformPrivate }
}

export function signAnswer(
  world: World,
  keys: PayKeys,
  body: string | Buffer,
  options: { askedSerial?: string | undefined; trick?: Scenario | undefined },
): Record<string, string> {
  const { trick } = options
  const chosen = chooseKey(world, keys, options.askedSerial)
  const skewMs = trick?.do === 'clock-skew' ? (trick.ms ?? -600_000) : 0
  const timestamp = String(Math.floor((world.clock.now() + skewMs) / 1000))
  const nonce = randomBytes(16).toString('hex')
  const isForged = trick?.do === 'wrong-signature' || trick?.do === 'forged'
  const signature = signRsa(answerMessage(timestamp, nonce, body), isForged ? keys.stranger() : chosen.key)
  const strangeSerial = chosen.serial.startsWith('PUB_KEY_ID_') ? 'PUB_KEY_ID_0000000000000000' : STRANGE_CERTIFICATE
  return {
    'Wechatpay-Timestamp': timestamp,
    'Wechatpay-Nonce': nonce,
    'Wechatpay-Signature': trick?.do === 'signtest' ? SIGNTEST_PREFIX + signature : signature,
    'Wechatpay-Signature-Type': 'WECHATPAY2-SHA256-RSA2048',
    'Wechatpay-Serial': trick?.do === 'wrong-serial' ? strangeSerial : chosen.serial,
  }
}
