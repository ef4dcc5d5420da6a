/** WeChat answers errors with HTTP 200, an errcode and a text that ends in a request id. */
import { randomBytes } from 'node:crypto'
import { jsonReply, type SimReply } from '../core/http.ts'

const TEXTS: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40002: 'invalid grant_type',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40014: 'invalid access_token',
  40029: 'invalid code',
  40037: 'invalid template_id',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40226: 'code blocked',
  41001: 'access_token missing',
  41002: 'appid missing',
  41004: 'appsecret missing',
  41008: 'missing code',
  41030: 'invalid page',
  42001: 'access_token expired',
  43002: 'require POST method',
  43101: 'user refuse to accept the msg',
  44002: 'empty post data',
  45009: 'reach max api daily quota limit',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  47001: 'data format error',
  47003: 'argument invalid!',
}

/** Three groups of eight hex digits. */
function rid(): string {
  return [0, 1, 2].map(() => randomBytes(4).toString('hex')).join('-')
}

export function wechatError(errcode: number, text = TEXTS[errcode] ?? 'error'): SimReply {
  return jsonReply(200, { errcode, errmsg: `${text} rid: ${rid()}` })
}
