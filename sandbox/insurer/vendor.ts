/** The insurer: a protocol of our own (README.md beside this file), as a vendor would publish it. */
import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { createAlarm } from '../core/clock.ts'
import type { SimReply, SimRequest } from '../core/http.ts'
import { findRoute, readObject, route, textOf, type Route } from '../core/routes.ts'
import type { Vendor, World } from '../core/world.ts'
import { answerText, hasRequestSignature } from '../wire/insurer-sign.ts'
import { queryClaim, reportClaim } from './claims.ts'
import { InsurerError, insurerErrorReply } from './errors.ts'
import { policyPage, termsPage } from './pages.ts'
import { decideDuePolicies, INSURER_TABLES, nextPolicyDueAt } from './policies.ts'
import { bind, cancelPolicy, queryPolicy, quote, type InsurerContext } from './requests.ts'
import { insurerHeaders, insurerStyle } from './tell.ts'

const MAX_SKEW_SEC = 300

const ROUTES: Route<InsurerContext>[] = [
  route('POST', '/v1/quotes', quote),
  route('POST', '/v1/policies', bind),
  route('GET', '/v1/policies/:requestNo', queryPolicy),
  route('POST', '/v1/policies/:requestNo/cancel', cancelPolicy),
  route('POST', '/v1/claims', reportClaim),
  route('GET', '/v1/claims/:requestNo', queryClaim),
]
const PAGES: Route<World>[] = [
  route('GET', '/terms/:planCode', (world, _request, params) => termsPage(world, params)),
  route('GET', '/policies/:policyNo', (world, _request, params) => policyPage(world, params)),
]

function checkSignature(world: World, nonces: Map<string, number>, request: SimRequest): void {
  const { appId, appSecret } = world.keys.insurer
  const { headers, method, target, body } = request
  const timestamp = headers['x-insurer-timestamp'] ?? ''
  const nonce = headers['x-insurer-nonce'] ?? ''
  if (headers['x-insurer-app'] !== appId) throw new InsurerError(401, 'UNKNOWN_APP', '应用编号不存在')
  const now = world.clock.nowSec()
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(now - Number(timestamp)) > MAX_SKEW_SEC) {
    throw new InsurerError(401, 'TIMESTAMP', '时间戳与服务器相差超过5分钟')
  }
  if (!/^[0-9A-Za-z_-]{16,64}$/.test(nonce)) throw new InsurerError(401, 'NONCE', '随机串应为16至64位')
  const signed = { method, target, timestamp, nonce, body }
  if (!hasRequestSignature(appSecret, signed, headers['x-insurer-signature'] ?? '')) {
    throw new InsurerError(401, 'SIGNATURE', '签名不正确')
  }
  if (nonces.has(nonce)) throw new InsurerError(401, 'NONCE_USED', '随机串已经用过')
  nonces.set(nonce, now)
  for (const [old, seenAt] of nonces) {
    if (seenAt >= now - 2 * MAX_SKEW_SEC) break
    nonces.delete(old)
  }
}

export function openInsurer(world: World): Vendor {
  world.state.define(INSURER_TABLES)
  const nonces = new Map<string, number>()
  let stranger: KeyObject | undefined
  const keys = {
    own: createPrivateKey(world.keys.insurer.privateKey),
    keyId: world.keys.insurer.keyId,
    stranger: () => (stranger ??= generateKeyPairSync('ed25519').privateKey),
  }
  world.courier.register('insurer', insurerStyle(world, keys))
  const alarm = createAlarm(
    world.clock,
    () => nextPolicyDueAt(world),
    () => decideDuePolicies(world),
  )
  alarm.wake()
  const isPage = (request: SimRequest) => !request.path.startsWith('/v1/')

  return {
    name: 'insurer',
    actionOf: (request) => request.path,
    subjectsOf: (request) => {
      const body = readObject(request.body)
      const inPath = /^\/v1\/(?:policies|claims)\/([^/]+)/.exec(request.path)?.[1]
      return [inPath ?? '', textOf(body?.requestNo), textOf(body?.policyRequestNo)].filter(Boolean)
    },
    handle: async (request, trick): Promise<SimReply> => {
      try {
        if (isPage(request)) {
          const page = findRoute(PAGES, request)
          return typeof page === 'string' ? { status: 404, body: '' } : await page.handle(world, request, page.params)
        }
        checkSignature(world, nonces, request)
        const found = findRoute(ROUTES, request)
        if (typeof found === 'string') throw new InsurerError(404, 'NO_SUCH_CALL', '没有这个接口')
        const origin = `http://${request.headers.host ?? ''}`
        return await found.handle({ world, trick, wake: () => alarm.wake(), origin }, request, found.params)
      } catch (error) {
        if (error instanceof InsurerError) return insurerErrorReply(error)
        throw error
      }
    },
    refuse: ({ status, code, message }) =>
      insurerErrorReply(new InsurerError(status ?? 503, String(code ?? 'BUSY'), message ?? '系统繁忙，请稍后再试')),
    finish: (reply, request, trick) => {
      if (isPage(request) || trick?.do === 'unsigned') return reply
      const nonce = request.headers['x-insurer-nonce'] ?? ''
      const textFor = (timestamp: string, own: string) =>
        answerText(reply.status, nonce, timestamp, own, reply.body ?? '')
      return { ...reply, headers: { ...reply.headers, ...insurerHeaders(world, keys, textFor, trick) } }
    },
    stop: () => alarm.stop(),
  }
}
