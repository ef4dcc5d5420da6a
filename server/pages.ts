/** Serves the built front ends, when their folders are configured: the mini-program's h5 at /, the console at /console/. */
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Config } from './config.ts'
import { AppError } from './core/errors.ts'

const YEAR = 'public, max-age=31536000, immutable'

export async function sendPages(app: FastifyInstance, config: Config): Promise<void> {
  /** what the pages must know before anybody is signed in; nothing secret */
  app.get('/app-config.json', { schema: { hide: true } }, () => ({
    wechatAppId: config.WECHAT_APPID,
    sandboxPagesUrl: config.SANDBOX_PAGES_URL ?? null,
    isDemo: config.SANDBOX_PAGES_URL !== undefined,
    supportPhone: config.SUPPORT_PHONE ?? null,
    subscribeTemplates: Object.fromEntries(
      Object.entries(config.subscribeTemplates).map(([name, template]) => [name, template.id]),
    ),
  }))
  const connect = config.SANDBOX_PAGES_URL ? ` ${config.SANDBOX_PAGES_URL}` : ''
  const policy = `default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' ws: wss:${connect}; frame-ancestors 'none'; base-uri 'none'; form-action 'self'${connect}`
  const folders: [string, string | undefined][] = [
    ['/console/', config.PAGES_DIR_CONSOLE],
    ['/', config.PAGES_DIR_H5],
  ]
  let isFirst = true
  for (const [prefix, folder] of folders) {
    if (!folder || !existsSync(folder)) continue
    await app.register(fastifyStatic, {
      root: path.resolve(folder),
      prefix,
      decorateReply: isFirst,
      wildcard: true,
      // .br and .gz beside a file are sent instead of it to browsers that take them
      preCompressed: true,
      dotfiles: 'ignore',
      setHeaders: (reply, file) => {
        const isPage = /\.html(\.br|\.gz)?$/.test(file)
        void reply.header('cache-control', isPage ? 'no-cache' : YEAR)
        if (isPage) void reply.header('content-security-policy', policy)
      },
    })
    isFirst = false
  }
  app.setNotFoundHandler((request, reply) => {
    // the console routes by path: every address below it is the same page
    const isPage =
      request.method === 'GET' &&
      request.url.startsWith('/console') &&
      (request.headers.accept ?? '').includes('text/html')
    if (isPage && config.PAGES_DIR_CONSOLE && existsSync(config.PAGES_DIR_CONSOLE)) {
      return request.url === '/console'
        ? reply.redirect('/console/')
        : reply
            .header('content-security-policy', policy)
            .header('cache-control', 'no-cache')
            .sendFile('index.html', path.resolve(config.PAGES_DIR_CONSOLE), { cacheControl: false })
    }
    throw new AppError('NOT_FOUND', '没有这个地址')
  })
}
