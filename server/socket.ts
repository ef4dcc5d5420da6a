/** The realtime door: WebSocket frames (contract/realtime.ts) and the same catch-up over HTTP. */
import '@fastify/websocket'
import { contract } from '@banyi/contract'
import type { ServerFrame } from '@banyi/contract/realtime'
import type { FastifyInstance } from 'fastify'
import type { WebSocket } from 'ws'
import { AppError, forbidden } from './core/errors.ts'
import { Hub, type Follower } from './core/realtime/hub.ts'
import { lastSeqOf, readPushes } from './core/realtime/pushes.ts'
import type { Authenticate, Viewer } from './core/viewer.ts'
import type { Module } from './module.ts'
import type { System } from './system.ts'

export interface Realtime {
  hub: Hub
  /** open pages of this process */
  sessions: Set<Session>
  /** ends all of them, so that clients reconnect elsewhere */
  stop(): void
}
export function newRealtime(system: System): Realtime {
  const sessions = new Set<Session>()
  // two timers for all pages, not three for each: 2,000 pages are to cost memory for sockets, not for timers
  const alive = setInterval(() => {
    for (const session of sessions) session.keepAlive()
  }, ALIVE_MS / 3).unref()
  let turn = 0
  const recheck = setInterval(() => {
    turn = (turn + 1) % RECHECK_TURNS
    for (const session of sessions) if (session.turn === turn) session.recheckSoon()
  }, RECHECK_MS / RECHECK_TURNS).unref()
  return {
    hub: new Hub(system.db, (error) => system.log.warn({ error: String(error) }, 'pushes could not be read')),
    sessions,
    stop: () => {
      clearInterval(alive)
      clearInterval(recheck)
      for (const session of sessions) session.close(1001, 'restarting')
    },
  }
}

const MAX_TOPICS = 40
/** a reader that does not drain its socket is cut off and resumes by number when it is back */
const MAX_BUFFERED = 1024 * 1024
const SIGN_IN_MS = 10_000
const ALIVE_MS = 45_000
/** the right to follow is asked again this often: a revoked link or a signed-out session ends its stream */
const RECHECK_MS = 60_000
/** spread over the minute, so that the database is not asked about everybody at once */
const RECHECK_TURNS = 20

export async function addSocket(
  app: FastifyInstance,
  system: System,
  modules: Module[],
  realtime: Realtime,
  authenticate: Authenticate,
): Promise<void> {
  const topics = Object.assign({}, ...modules.map((module) => module.topics ?? {})) as NonNullable<Module['topics']>
  const mayFollow = async (viewer: Viewer, topic: string): Promise<boolean> => {
    const [prefix = '', id = ''] = topic.split(':')
    const check = Object.hasOwn(topics, prefix) ? topics[prefix] : undefined
    return check !== undefined && viewer.kind !== 'nobody' && (await check(system, viewer, id))
  }

  app.route({
    method: 'GET',
    url: '/realtime',
    websocket: true,
    schema: { hide: true },
    handler: (socket: WebSocket): void => {
      void new Session(socket, system, realtime, authenticate, mayFollow)
    },
  })

  const { listPushes } = contract.realtime
  app.route({
    method: 'GET',
    url: listPushes.path,
    schema: { querystring: listPushes.query, response: { 200: listPushes.reply }, tags: ['realtime'] },
    handler: async (request) => {
      const query = request.query as { topic: string; after: number; limit: number }
      const viewer = await authenticate(/^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? null)
      if (viewer.kind === 'nobody') throw new AppError('SIGN_IN_REQUIRED', '请先登录')
      if (!(await mayFollow(viewer, query.topic))) throw forbidden()
      const rows = await readPushes(system.db, query.topic, query.after, query.limit)
      return {
        items: rows.map((row) => ({ ...row, at: row.at.toISOString() })),
        lastSeq: await lastSeqOf(system.db, query.topic),
      }
    },
  })
}

class Session implements Follower {
  readonly #socket: WebSocket
  readonly #realtime: Realtime
  readonly #authenticate: Authenticate
  readonly #mayFollow: (viewer: Viewer, topic: string) => Promise<boolean>
  readonly #topics = new Set<string>()
  readonly turn = Math.floor(Math.random() * RECHECK_TURNS)
  readonly #openedAt = Date.now()
  #token: string | null = null
  #viewer: Viewer = { kind: 'nobody' }
  #lastHeard = Date.now()
  /** frames are handled one after the other: follow never overtakes sign-in */
  #queue: Promise<void> = Promise.resolve()

  constructor(
    socket: WebSocket,
    system: System,
    realtime: Realtime,
    authenticate: Authenticate,
    mayFollow: (viewer: Viewer, topic: string) => Promise<boolean>,
  ) {
    this.#socket = socket
    this.#realtime = realtime
    this.#authenticate = authenticate
    this.#mayFollow = mayFollow
    realtime.sessions.add(this)
    socket.on('message', (data: Buffer) => {
      this.#lastHeard = Date.now()
      this.#queue = this.#queue
        .then(() => this.#handle(data.toString('utf8')))
        .catch((error: unknown) => {
          system.log.warn({ error: String(error) }, 'realtime frame failed')
          socket.close(1011)
        })
    })
    socket.on('pong', () => (this.#lastHeard = Date.now()))
    socket.on('close', () => {
      realtime.sessions.delete(this)
      realtime.hub.leave(this)
    })
    socket.on('error', () => socket.terminate())
  }

  send(frame: string): void {
    if (this.#socket.readyState !== 1) return
    if (this.#socket.bufferedAmount > MAX_BUFFERED) this.#socket.terminate()
    else this.#socket.send(frame)
  }

  async #handle(text: string): Promise<void> {
    const frame = parseFrame(text)
    switch (frame?.['type']) {
      case 'sign-in':
        return this.#signIn(typeof frame['token'] === 'string' ? frame['token'] : null)
      case 'follow':
        return this.#follow(frame['topic'], frame['after'])
      case 'unfollow':
        this.#topics.delete(String(frame['topic']))
        return this.#realtime.hub.unfollow(this, String(frame['topic']))
      case 'ping':
        return this.#say({ type: 'pong' })
      default:
        return this.#say({ type: 'refused', code: 'INVALID', message: '不认识的消息' })
    }
  }

  async #signIn(token: string | null): Promise<void> {
    this.#token = token
    this.#viewer = await this.#authenticate(token)
    if (this.#viewer.kind !== 'nobody') return this.#say({ type: 'signed-in' })
    this.#say({ type: 'refused', code: 'SIGN_IN_REQUIRED', message: '请先登录' })
    this.#socket.close(4401, 'sign in')
  }

  async #follow(topic: unknown, after: unknown): Promise<void> {
    const isWellFormed =
      typeof topic === 'string' &&
      topic.length < 80 &&
      (after === null || (typeof after === 'number' && Number.isSafeInteger(after) && after >= 0))
    if (!isWellFormed || this.#topics.size >= MAX_TOPICS)
      return this.#say({ type: 'refused', code: 'INVALID', message: '不能关注', topic: String(topic).slice(0, 80) })
    if (!(await this.#mayFollow(this.#viewer, topic)))
      return this.#say({ type: 'refused', code: 'FORBIDDEN', message: '没有权限查看', topic })
    this.#topics.add(topic)
    await this.#realtime.hub.follow(this, topic, after)
  }

  async #recheck(): Promise<void> {
    if (this.#token === null) return
    this.#viewer = await this.#authenticate(this.#token)
    for (const topic of this.#topics) {
      if (await this.#mayFollow(this.#viewer, topic)) continue
      this.#topics.delete(topic)
      this.#realtime.hub.unfollow(this, topic)
      this.#say({ type: 'refused', code: 'FORBIDDEN', message: '没有权限查看', topic })
    }
    if (this.#viewer.kind === 'nobody') this.#socket.close(4401, 'sign in')
  }

  keepAlive(): void {
    const now = Date.now()
    const isLate = this.#viewer.kind === 'nobody' && now - this.#openedAt > SIGN_IN_MS
    if (isLate) this.#socket.close(4401, 'sign in')
    else if (now - this.#lastHeard > ALIVE_MS) this.#socket.terminate()
    else this.#socket.ping()
  }
  recheckSoon(): void {
    this.#queue = this.#queue.then(() => this.#recheck()).catch(() => {})
  }
  close(code: number, why: string): void {
    this.#socket.close(code, why)
  }
  #say(frame: ServerFrame): void {
    this.send(JSON.stringify(frame))
  }
}

function parseFrame(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
