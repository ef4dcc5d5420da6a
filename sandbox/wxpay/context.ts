/** What every WeChat Pay action works with. */
import type { Scenario } from '../core/scenarios.ts'
import type { SimRequest } from '../core/http.ts'
import { readObject } from '../core/routes.ts'
import type { World } from '../core/world.ts'
import { decryptField } from '../wire/wxpay-crypto.ts'
import { checkFields, type Fields } from './check-fields.ts'
import { parameterError, PayError, REQUEST_CODES } from './errors.ts'
import type { PayKeys } from './pay-keys.ts'

export type PayContext = {
  world: World
  keys: PayKeys
  trick: Scenario | undefined
  /** Looks at what becomes due: called after a change, or time would pass without anybody noticing. */
  wakeDue: () => void
}

export function readBody<Body>(request: SimRequest, fields: Fields): Body {
  const body = readObject(request.body)
  if (!body) throw parameterError('请求体不是合法的JSON')
  checkFields(fields, body)
  return body as Body
}

export function requireMerchant(world: World, mchid: string | null): void {
  if (!mchid) throw parameterError('缺少必填参数mchid', '/mchid')
  if (mchid !== world.keys.wxpay.mchid) {
    throw new PayError(400, 'PARAM_ERROR', '商户号与请求签名的商户不一致', REQUEST_CODES.wrongMerchant)
  }
}

/** The real one insists on https; a loopback or container address could not have it. */
export function requireNotifyUrl(url: string | undefined): void {
  if (!url || url.startsWith('https://')) return
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  const isLocal = /^(?:localhost|127\.[\d.]+|\[::1\]|10\.[\d.]+|192\.168\.[\d.]+|172\.[\d.]+|[a-z0-9-]+)$/.test(host)
  if (!isLocal) throw parameterError('notify_url必须为https地址', '/notify_url')
}

/** A field encrypted with the key that Wechatpay-Serial names; with such a field the header is not optional. */
export function readSecret(
  { world, keys }: PayContext,
  request: SimRequest,
  field: string,
  sealed: string | undefined,
): string | undefined {
  if (sealed === undefined) return undefined
  const serial = request.headers['wechatpay-serial']
  if (!serial) throw parameterError('存在敏感信息加密字段时，Http头Wechatpay-Serial必填')
  const isCertificate = serial.toUpperCase() === world.keys.wxpay.certificateSerial
  try {
    return decryptField(isCertificate ? keys.certificatePrivate : keys.platformPrivate, sealed)
  } catch {
    throw parameterError(`${field.slice(1)}解密失败`, field)
  }
}
