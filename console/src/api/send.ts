/** The one place that talks HTTP: adds the session, turns a dead line into words, ends the session on a 401. */
import { ApiError, type Send, type Wire } from '@banyi/contract/client'
import type { Problem } from '@banyi/contract/common'
import { sessionStore } from '../app/session.ts'

/** nobody answered: the command may or may not have arrived, so a retry must carry the same commandId */
export class OfflineError extends Error {
  constructor() {
    super('没有连上服务器，请检查网络后重试。')
  }
}

const authorised = (path: string, init: RequestInit): Promise<Response> => {
  const token = sessionStore.get().session?.token
  const headers = new Headers(init.headers)
  if (token) headers.set('authorization', `Bearer ${token}`)
  return fetch(path, { ...init, headers, credentials: 'omit' }).then(
    (response) => {
      // a session that the server no longer knows; a wrong password at sign-in carries no token
      if (response.status === 401 && token && sessionStore.get().session?.token === token) sessionStore.end('server')
      return response
    },
    () => {
      throw new OfflineError()
    },
  )
}

const parse = async (response: Response): Promise<unknown> => {
  const text = await response.text()
  try {
    return text === '' ? null : JSON.parse(text)
  } catch {
    return null // a proxy's HTML page: the client says "服务暂时不可用"
  }
}

export const send: Send = async (wire: Wire) => {
  const hasBody = wire.body !== undefined
  const response = await authorised(wire.path, {
    method: wire.method,
    cache: 'no-store',
    ...(hasBody ? { body: JSON.stringify(wire.body), headers: { 'content-type': 'application/json' } } : {}),
  })
  return { status: response.status, body: await parse(response) }
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body

/** pictures and documents need the session too, so an <img src> or a plain link cannot fetch them */
export const fetchBlob = async (path: string): Promise<Blob> => {
  const response = await authorised(path, { method: 'GET' })
  if (response.ok) return response.blob()
  const body = await parse(response)
  throw isProblem(body) ? new ApiError(body) : new Error('文件暂时打不开，请稍后再试。')
}
