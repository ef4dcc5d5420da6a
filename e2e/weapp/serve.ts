/** Serves a compiled bundle with the runtime around it, and passes /api on to the server: wx.request knows no CORS. */
import { readFileSync } from 'node:fs'
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bundle } from './compile.ts'

const HERE = path.dirname(fileURLToPath(import.meta.url))
const { resolve } = createRequire(import.meta.url)
const LIBRARIES: Record<string, string> = {
  '/glass-easel.js': resolve('glass-easel/dist/glass_easel.all.es.js'),
  '/glass-easel-adapter.js': resolve('glass-easel-miniprogram-adapter').replace(/\.js$/, '.es.js'),
}
const PAGE = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>weapp</title>
<meta name="viewport" content="width=device-width,initial-scale=1"><link rel="stylesheet" href="/runtime/wechat.css">
<script type="importmap">{"imports":{"glass-easel":"/glass-easel.js","glass-easel-miniprogram-adapter":"/glass-easel-adapter.js"}}</script>
</head><body><div id="nav"></div><script src="/bundle.js"></script><script type="module" src="/runtime/main.ts"></script></body></html>`

export interface Served {
  url: string
  stop: () => Promise<void>
}

export async function serve(bundle: Bundle, apiUrl: string | undefined): Promise<Served> {
  const server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '/', 'http://local')
    if (pathname.startsWith('/api/')) return pass(request, response, apiUrl, pathname.slice(4) + search)
    const found = find(bundle, pathname)
    response.writeHead(found ? 200 : 404, { 'content-type': found?.type ?? 'text/plain' }).end(found?.body)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const stop = () =>
    new Promise<void>((done) => {
      server.close(() => done())
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, stop }
}

const JAVASCRIPT = 'text/javascript; charset=utf-8'
const TYPES: Record<string, string> = { '.png': 'image/png', '.svg': 'image/svg+xml', '.jpg': 'image/jpeg' }

function find(bundle: Bundle, pathname: string): { type: string; body: string | Buffer } | null {
  if (pathname === '/') return { type: 'text/html; charset=utf-8', body: PAGE }
  if (pathname === '/bundle.js') return { type: JAVASCRIPT, body: bundle.script }
  const library = LIBRARIES[pathname]
  if (library) return { type: JAVASCRIPT, body: readFileSync(library) }
  const [, part] = /^\/runtime\/([a-z-]+\.(?:ts|css))$/.exec(pathname) ?? []
  if (part) {
    const source = readFileSync(path.join(HERE, 'runtime', part), 'utf8')
    if (part.endsWith('.css')) return { type: 'text/css', body: source }
    return { type: JAVASCRIPT, body: stripTypeScriptTypes(source) }
  }
  const asset = bundle.assets.get(pathname.slice(1))
  return asset ? { type: TYPES[path.extname(pathname)] ?? 'application/octet-stream', body: asset } : null
}

function pass(request: IncomingMessage, response: ServerResponse, apiUrl: string | undefined, to: string): void {
  if (!apiUrl) return void response.writeHead(502).end()
  const { origin: _origin, referer: _referer, host: _host, ...headers } = request.headers
  const onward = ask(new URL(to, apiUrl), { method: request.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  request.pipe(onward)
}
