/** api.weixin.qq.com */
import type { SimRequest } from '../core/http.ts'
import { findRoute, readObject, route, textOf, type Route } from '../core/routes.ts'
import type { Scenario } from '../core/scenarios.ts'
import type { Vendor, World } from '../core/world.ts'
import { expireTokens, refuseToken, stableToken } from './access-token.ts'
import { wechatError } from './errors.ts'
import { pushStyle } from './push.ts'
import { codeToSession, getUserPhoneNumber } from './sign-in.ts'
import { sendSubscribeMessage } from './subscribe-message.ts'
import { WECHAT_TABLES } from './tables.ts'

type Context = { world: World; trick: Scenario | undefined }

/** These two prove themselves with the secret; everything else needs an access_token. */
const OPEN_ROUTES: Route<Context>[] = [
  route('GET', '/sns/jscode2session', ({ world }, request) => codeToSession(world, request)),
  route('POST', '/cgi-bin/stable_token', ({ world }, request) => stableToken(world, request)),
]
const TOKEN_ROUTES: Route<Context>[] = [
  route('POST', '/wxa/business/getuserphonenumber', ({ world }, request) => getUserPhoneNumber(world, request)),
  route('POST', '/cgi-bin/message/subscribe/send', ({ world, trick }, request) =>
    sendSubscribeMessage(world, request, trick),
  ),
]

export function openWechat(world: World): Vendor {
  world.state.define(WECHAT_TABLES)
  world.courier.register('wechat', pushStyle(world))
  return {
    name: 'wechat',
    actionOf: (request) => request.path,
    subjectsOf: (request) => {
      const body = readObject(request.body)
      return [textOf(body?.touser), textOf(body?.openid)].filter(Boolean)
    },
    refuse: ({ status, code, message }) => {
      const reply = message === undefined ? wechatError(Number(code ?? -1)) : wechatError(Number(code ?? -1), message)
      return { ...reply, status: status ?? 200 }
    },
    handle: (request, trick) => handle({ world, trick }, request),
  }
}

function handle(context: Context, request: SimRequest) {
  if (context.trick?.do === 'expired-token') expireTokens(context.world)
  const open = findRoute(OPEN_ROUTES, request)
  const found = open === 'no-path' ? findRoute(TOKEN_ROUTES, request) : open
  if (found === 'no-path') return { status: 404, body: '' }
  if (found === 'no-method') return wechatError(43002)
  const refusal = open === 'no-path' ? refuseToken(context.world, request) : undefined
  return refusal ?? found.handle(context, request, found.params)
}
