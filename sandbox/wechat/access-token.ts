/** stable_token: one token for everybody until its last five minutes, then a new one while the old still works. */
import { randomBytes } from 'node:crypto'
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import { readObject } from '../core/routes.ts'
import type { World } from '../core/world.ts'
import { wechatError } from './errors.ts'

type Token = { token: string; created_at: number; expires_at: number }

const LIFE_MS = 7200_000
const OVERLAP_MS = 300_000
const FORCED_GAP_MS = 30_000
const FORCED_PER_DAY = 20
const DAY_MS = 86_400_000

const newest = (world: World) =>
  world.state.one<Token>('select * from tokens where expires_at > ? order by rowid desc limit 1', world.clock.now())

function createToken(world: World): Token {
  const now = world.clock.now()
  const token = {
    token: `sandbox_${randomBytes(48).toString('base64url')}`,
    created_at: now,
    expires_at: now + LIFE_MS,
  }
  world.state.run('insert into tokens values (?, ?, ?)', token.token, token.created_at, token.expires_at)
  return token
}

/** A forced refresh ends the old token at once. */
function forceToken(world: World): Token | undefined {
  const now = world.clock.now()
  const refreshes = world.state.all<{ at: number }>(
    'select at from token_refreshes where at > ? order by at',
    now - DAY_MS,
  )
  const last = refreshes.at(-1)
  if (refreshes.length >= FORCED_PER_DAY || (last && last.at > now - FORCED_GAP_MS)) return undefined
  return world.state.tx(() => {
    world.state.run('insert into token_refreshes values (?)', now)
    expireTokens(world)
    return createToken(world)
  })
}

export function expireTokens(world: World): void {
  world.state.run('update tokens set expires_at = min(expires_at, ?)', world.clock.now())
}

export function stableToken(world: World, request: SimRequest): SimReply {
  const body = readObject(request.body)
  if (request.body.length === 0) return wechatError(44002)
  if (!body) return wechatError(47001)
  if (body.grant_type !== 'client_credential') return wechatError(40002)
  if (!body.appid) return wechatError(41002)
  if (!body.secret) return wechatError(41004)
  if (body.appid !== world.keys.wechat.appid) return wechatError(40013)
  if (body.secret !== world.keys.wechat.secret) return wechatError(40125)
  const now = world.clock.now()
  const current = newest(world)
  const isFresh = current !== undefined && current.expires_at > now + OVERLAP_MS
  const token = body.force_refresh === true ? forceToken(world) : isFresh ? current : createToken(world)
  if (!token) return wechatError(45009)
  return jsonReply(200, { access_token: token.token, expires_in: Math.floor((token.expires_at - now) / 1000) })
}

/** Undefined when the token in the query is good. */
export function refuseToken(world: World, request: SimRequest): SimReply | undefined {
  const text = request.query.get('access_token')
  if (!text) return wechatError(41001)
  const token = world.state.one<Token>('select * from tokens where token = ?', text)
  if (!token) return wechatError(40001)
  return token.expires_at <= world.clock.now() ? wechatError(42001) : undefined
}
