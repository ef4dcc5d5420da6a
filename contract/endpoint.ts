/** One declaration per HTTP route: what comes in, what may leave. The server refuses anything else; clients take types from it. */
import type { z } from 'zod'

/** no PATCH: wx.request does not know it */
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

export interface Endpoint {
  readonly method: Method
  /** begins with the module's name, so that a gateway can route by prefix */
  readonly path: string
  readonly summary: string
  readonly params?: z.ZodType
  readonly query?: z.ZodType
  readonly body?: z.ZodType
  /** `raw` replies (pictures) and raw bodies (vendors' callbacks) carry no schema */
  readonly reply: z.ZodType
}

export const endpoint = <const E extends Endpoint>(declaration: E): E => declaration

type Part<
  E extends Endpoint,
  K extends 'params' | 'query' | 'body',
  Side extends 'input' | 'output',
> = E[K] extends z.ZodType ? { [P in K]: Side extends 'input' ? z.input<E[K]> : z.output<E[K]> } : unknown

/** what a client sends */
export type CallOf<E extends Endpoint> = Part<E, 'params', 'input'> &
  Part<E, 'query', 'input'> &
  Part<E, 'body', 'input'>
/** what an action receives, after validation */
export type InputOf<E extends Endpoint> = Part<E, 'params', 'output'> &
  Part<E, 'query', 'output'> &
  Part<E, 'body', 'output'>
export type ReplyOf<E extends Endpoint> = z.output<E['reply']>
/** what an action returns, before the reply schema strips it */
export type ReturnOf<E extends Endpoint> = z.input<E['reply']>
