/**
 * The typed client of all three front ends. It carries no zod: types come from the contract, method and path from
 * routes.gen.ts. `send` is wx.request or fetch, so the same code runs in the mini-program and in a browser.
 */
import type { Problem } from './common.ts'
import type { CallOf, Endpoint, ReplyOf } from './endpoint.ts'
import type { Contract } from './index.ts'
import { routes } from './routes.gen.ts'

export interface Wire {
  method: string
  /** path and query, percent-encoded */
  path: string
  body: unknown
}
export type Send = (wire: Wire) => Promise<{ status: number; body: unknown }>

/** an answer that was not 2xx; `problem` is what the server said */
export class ApiError extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.message)
    this.problem = problem
  }
}

type Call<E> = E extends Endpoint
  ? unknown extends CallOf<E>
    ? () => Promise<ReplyOf<E>>
    : (input: CallOf<E>) => Promise<ReplyOf<E>>
  : never
export type Client = { [M in keyof Contract]: { [O in keyof Contract[M]]: Call<Contract[M][O]> } }

interface AnyInput {
  params?: Record<string, string>
  query?: Record<string, unknown>
  body?: unknown
}

/** Query values that are undefined or null are left out; `params` fill `:name` in the path. Throws ApiError. */
export function createClient(send: Send): Client {
  const client: Record<string, Record<string, unknown>> = {}
  for (const [module, operations] of Object.entries(routes)) {
    const calls: Record<string, unknown> = (client[module] = {})
    for (const [name, [method, template]] of Object.entries(operations)) {
      calls[name] = async (input: AnyInput = {}) => {
        const path = template.replace(/:(\w+)/g, (_match: string, key: string) =>
          encodeURIComponent(input.params?.[key] ?? ''),
        )
        const query = Object.entries(input.query ?? {})
          .filter(([, value]) => value !== undefined && value !== null && value !== '')
          .map(([key, value]) => `${key}=${encodeURIComponent(String(value))}`)
          .join('&')
        const answer = await send({ method, path: query ? `${path}?${query}` : path, body: input.body })
        if (answer.status >= 200 && answer.status < 300) return answer.body
        throw new ApiError(isProblem(answer.body) ? answer.body : unknownProblem(answer.status))
      }
    }
  }
  return client as unknown as Client
}

const isProblem = (body: unknown): body is Problem =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body
const unknownProblem = (status: number): Problem => ({
  type: 'about:blank',
  title: 'Unexpected answer',
  status,
  code: 'UNEXPECTED',
  message: '服务暂时不可用，请稍后再试',
  requestId: '',
})
