/** HTTP: routes of the chosen modules, sign-in, limits, errors as problem+json, API description, front-end pages. */
import swagger from '@fastify/swagger'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import {
  createJsonSchemaTransform,
  createJsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod'
import { randomUUID } from 'node:crypto'
import { AppError, forbidden, sayError } from './core/errors.ts'
import { takeOne } from './core/rate-limit.ts'
import type { Authenticate, Viewer } from './core/viewer.ts'
import type { Module } from './module.ts'
import { sendPages } from './pages.ts'
import { problemOf } from './problem.ts'
import type { Route, Who } from './route.ts'
import { addSocket, type Realtime } from './socket.ts'
import type { Context, System } from './system.ts'

const BODY_LIMIT = 256 * 1024

export async function buildApp(system: System, modules: Module[], realtime: Realtime | null): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    trustProxy: (_address: string, hop: number) => hop < system.config.TRUSTED_PROXIES,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: false },
    requestTimeout: 30_000,
  })
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  readBodiesAsBytes(app)
  addHeaders(app, system)
  answerErrors(app, system)
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Banyi 伴医', version: '1' } },
    transform: createJsonSchemaTransform({}),
    transformObject: createJsonSchemaTransformObject({}),
  })
  app.get('/openapi.json', { schema: { hide: true } }, () => app.swagger())
  app.get('/health', { schema: { hide: true } }, async () => ({
    ok: (await system.db.pool.query('select 1')).rowCount === 1,
  }))
  const authenticate = authenticator(system, modules)
  for (const route of modules.flatMap((module) => module.routes ?? [])) addRoute(app, system, route, authenticate)
  if (realtime) {
    await app.register(websocket, { options: { maxPayload: 16 * 1024 } })
    await addSocket(app, system, modules, realtime, authenticate)
  }
  await sendPages(app, system.config)
  return app
}

/** Signatures are over the exact bytes, so every body is read as bytes; JSON is parsed for action routes only. */
function readBodiesAsBytes(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, body, done) => {
    const isRaw = (request.routeOptions.config as { isRaw?: boolean }).isRaw === true
    if (isRaw) return done(null, body)
    if (body.length === 0) return done(null, undefined)
    if (!/^application\/(problem\+)?json\b/i.test(request.headers['content-type'] ?? ''))
      return done(new AppError('INVALID', '请求内容应为 JSON', { fields: { body: '应为 JSON' } }))
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer)
      done(
        null,
        JSON.parse(text, (key, value: unknown) => (key === '__proto__' ? undefined : value)),
      )
    } catch {
      done(new AppError('INVALID', '请求内容不是有效的 JSON', { fields: { body: '不是有效的 JSON' } }))
    }
  })
}

function addHeaders(app: FastifyInstance, system: System): void {
  app.addHook('onSend', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
    })
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    if (system.config.isProduction) reply.header('strict-transport-security', 'max-age=31536000; includeSubDomains')
  })
}

function answerErrors(app: FastifyInstance, system: System): void {
  app.setErrorHandler((error, request, reply) => {
    const problem = problemOf(error, request.id)
    if (problem.status >= 500) {
      const { stack } = error instanceof Error ? error : new Error(String(error))
      system.log.error(
        { requestId: request.id, route: request.routeOptions.url, code: problem.code, error: sayError(error), stack },
        'request failed',
      )
    }
    if (problem.facts?.['retryAfterSeconds']) reply.header('retry-after', String(problem.facts['retryAfterSeconds']))
    return reply.status(problem.status).type('application/problem+json').serializer(JSON.stringify).send(problem)
  })
}

/** The prefix of the token names the kind of sign-in; an unknown or dead token is nobody. */
function authenticator(system: System, modules: Module[]): Authenticate {
  const signIns = Object.assign({}, ...modules.map((module) => module.signIns ?? {})) as NonNullable<Module['signIns']>
  return async (token) => {
    const prefix = token?.split('_', 1)[0]
    const signIn = prefix && Object.hasOwn(signIns, prefix) ? signIns[prefix] : undefined
    return (token && signIn && (await signIn(system, token))) || { kind: 'nobody' }
  }
}

const tokenOf = (request: FastifyRequest): string | null =>
  /^Bearer ([\w-]{20,100})$/.exec(request.headers.authorization ?? '')?.[1] ?? null

/** it ends up on paper: no control characters */
const userAgentOf = (request: FastifyRequest): string =>
  (request.headers['user-agent'] ?? '').replaceAll(/[^\x20-\x7e\u00a0-\uffff]/g, '').slice(0, 300)

function checkWho(who: Who, viewer: Viewer): void {
  if (who === 'anyone') return
  if (viewer.kind === 'nobody') throw new AppError('SIGN_IN_REQUIRED', '请先登录')
  if (
    Array.isArray(who)
      ? viewer.kind !== 'operator' || !who.some((duty) => viewer.duties.includes(duty))
      : viewer.kind !== who
  )
    throw forbidden()
}

function addRoute(app: FastifyInstance, system: System, route: Route, authenticate: Authenticate): void {
  const { endpoint, who, limit } = route
  const prepare = async (request: FastifyRequest): Promise<Context> => {
    const viewer = await authenticate(tokenOf(request))
    checkWho(who, viewer)
    const context: Context = {
      ...system,
      viewer,
      requestId: request.id,
      ip: request.ip,
      userAgent: userAgentOf(request),
    }
    if (limit)
      await takeOne(system.db, limitKey(endpoint.path, limit.by, viewer, request.ip, system), limit, system.clock.now())
    return context
  }
  const common = {
    method: endpoint.method,
    url: endpoint.path,
    ...(route.bodyLimit ? { bodyLimit: route.bodyLimit } : {}),
  }
  if (route.type === 'raw') {
    app.route({
      ...common,
      config: { isRaw: true },
      schema: { summary: endpoint.summary, hide: true },
      handler: async (request, reply) => {
        const context = await prepare(request)
        const answer = await route.handle(context, {
          headers: request.headers as Record<string, string | undefined>,
          params: request.params as Record<string, string>,
          query: request.query as Record<string, string>,
          body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
        })
        return reply
          .status(answer.status)
          .headers(answer.headers ?? {})
          .type(answer.contentType)
          .send(answer.body)
      },
    })
    return
  }
  app.route({
    ...common,
    schema: {
      summary: endpoint.summary,
      tags: [endpoint.path.split('/')[1] ?? ''],
      ...(endpoint.params ? { params: endpoint.params } : {}),
      ...(endpoint.query ? { querystring: endpoint.query } : {}),
      ...(endpoint.body ? { body: endpoint.body } : {}),
      response: { 200: endpoint.reply },
    },
    // who is asking comes before what is asked: a stranger learns nothing from validation
    preValidation: async (request) => {
      request.viewerContext = await prepare(request)
    },
    handler: async (request) => {
      if (!endpoint.body && request.body !== undefined && request.body !== null && Object.keys(request.body).length > 0)
        throw new AppError('INVALID', '这个请求不接受内容', { fields: { body: '应为空' } })
      return route.action(request.viewerContext as Context, {
        params: request.params,
        query: request.query,
        body: request.body,
      })
    },
  })
}

function limitKey(path: string, by: 'viewer' | 'ip', viewer: Viewer, ip: string, system: System): string {
  const who =
    by === 'ip' || viewer.kind === 'nobody'
      ? ip
      : viewer.kind === 'account'
        ? viewer.accountId
        : viewer.kind === 'operator'
          ? viewer.operatorId
          : viewer.linkId
  return `${path} ${system.hash.of('rate-limit', who).toString('base64url').slice(0, 22)}`
}

declare module 'fastify' {
  interface FastifyRequest {
    viewerContext?: Context
  }
}
