/** A table of routes: method, path with :names, handler. First match wins. */
import type { SimReply, SimRequest } from './http.ts'

export type Params = Record<string, string>
export type Route<Context> = {
  method: string
  pattern: RegExp
  handle: (context: Context, request: SimRequest, params: Params) => SimReply | Promise<SimReply>
}

export function route<Context>(method: string, path: string, handle: Route<Context>['handle']): Route<Context> {
  return { method, pattern: new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}/?$`), handle }
}

export type Found<Context> = { handle: Route<Context>['handle']; params: Params } | 'no-path' | 'no-method'

export function findRoute<Context>(routes: Route<Context>[], request: SimRequest): Found<Context> {
  const fitting = routes.filter(({ pattern }) => pattern.test(request.path))
  if (fitting.length === 0) return 'no-path'
  const found = fitting.find(({ method }) => method === request.method)
  if (!found) return 'no-method'
  const groups = found.pattern.exec(request.path)?.groups ?? {}
  const params = Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]))
  return { handle: found.handle, params }
}

/** The JSON object in a body, or undefined when it is none. */
export function readObject(body: Buffer | string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString())
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // not JSON: the caller says so in its vendor's words
  }
  return undefined
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
