/** Who is behind a code: code2session and getuserphonenumber. */
import { randomBytes } from 'node:crypto'
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import { readObject, textOf } from '../core/routes.ts'
import type { World } from '../core/world.ts'
import { wechatError } from './errors.ts'
import { redeemCode } from './users.ts'

export function codeToSession(world: World, { query }: SimRequest): SimReply {
  const { appid, secret } = world.keys.wechat
  if (!query.get('appid')) return wechatError(41002)
  if (!query.get('secret')) return wechatError(41004)
  if (!query.get('js_code')) return wechatError(41008)
  if (query.get('appid') !== appid) return wechatError(40013)
  if (query.get('secret') !== secret) return wechatError(40125)
  if (query.get('grant_type') !== 'authorization_code') return wechatError(40002)
  const user = redeemCode(world, 'login', query.get('js_code') ?? '')
  if (user === 'invalid') return wechatError(40029)
  if (user === 'used') return wechatError(40163)
  // No unionid: this account is not bound to an Open Platform account.
  return jsonReply(200, { session_key: randomBytes(16).toString('base64'), openid: user.openid })
}

export function getUserPhoneNumber(world: World, request: SimRequest): SimReply {
  const body = readObject(request.body)
  if (!body) return wechatError(47001)
  if (!textOf(body.code)) return wechatError(41008)
  const user = redeemCode(world, 'phone', textOf(body.code))
  if (typeof user === 'string') return wechatError(40029)
  if (body.openid !== undefined && body.openid !== user.openid) return wechatError(40003)
  return jsonReply(200, {
    errcode: 0,
    errmsg: 'ok',
    phone_info: {
      phoneNumber: user.phone,
      purePhoneNumber: user.phone,
      countryCode: '86',
      watermark: { timestamp: world.clock.nowSec(), appid: world.keys.wechat.appid },
    },
  })
}
