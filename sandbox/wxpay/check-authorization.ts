/** The door: who asks, when, never twice, and signed over exactly these bytes. */
import type { SimRequest } from '../core/http.ts'
import type { World } from '../core/world.ts'
import { parseAuthorization, requestMessage, verifyRsa } from '../wire/wxpay-sign.ts'
import { parameterError, signError } from './errors.ts'
import type { PayKeys } from './pay-keys.ts'

const MAX_SKEW_SEC = 300

export type NonceMemory = Map<string, number>

export function checkAuthorization(world: World, keys: PayKeys, nonces: NonceMemory, request: SimRequest): void {
  const { headers } = request
  if (!headers.accept || !headers['user-agent']) throw parameterError('Http头缺少Accept或User-Agent')
  if (request.method === 'POST' && !headers['content-type']?.startsWith('application/json')) {
    throw parameterError('Http头Content-Type必须为application/json')
  }
  const fields = parseAuthorization(headers.authorization)
  if (!fields) {
    throw signError('Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》')
  }
  if (fields.mchid !== world.keys.wxpay.mchid) throw signError('商户号不存在，请检查Authorization中的mchid')
  if (fields.serial_no.toUpperCase() !== world.keys.wxpay.merchantSerial) {
    throw signError('商户证书序列号有误，请使用签名私钥匹配的证书序列号')
  }
  const now = world.clock.nowSec()
  if (!/^\d+$/.test(fields.timestamp) || Math.abs(now - Number(fields.timestamp)) > MAX_SKEW_SEC) {
    throw signError('Http头Authorization中的timestamp与发起请求的时间不得超过5分钟')
  }
  const message = requestMessage(request.method, request.target, fields.timestamp, fields.nonce_str, request.body)
  if (!verifyRsa(message, fields.signature, keys.merchantPublic)) {
    throw signError('签名错误，请检查后再试', {
      field: 'signature',
      issue: 'sign not match',
      location: 'authorization',
      sign_information: {
        method: request.method,
        url: request.target,
        truncated_sign_message: message.toString().slice(0, 100),
      },
    })
  }
  rememberNonce(nonces, `${fields.timestamp} ${fields.nonce_str}`, now)
  checkExpectedKey(world, headers['wechatpay-serial'])
}

/** In memory only: after a restart an old request could be replayed for five minutes, which harms nobody here. */
function rememberNonce(nonces: NonceMemory, nonce: string, now: number): void {
  if (nonces.has(nonce)) throw signError('随机串nonce_str重复，请求疑似重放')
  nonces.set(nonce, now)
  for (const [old, seenAt] of nonces) {
    if (seenAt >= now - 2 * MAX_SKEW_SEC) break
    nonces.delete(old)
  }
}

function checkExpectedKey(world: World, serial: string | undefined): void {
  const { publicKeyId, certificateSerial } = world.keys.wxpay
  if (serial && serial !== publicKeyId && serial.toUpperCase() !== certificateSerial) {
    throw parameterError('Wechatpay-Serial对应的微信支付公钥或平台证书不存在')
  }
}
