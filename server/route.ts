/** A route is a declaration and one call: the contract's endpoint, who may call it, how often, and the action. */
import type { Endpoint, InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { AccountViewer, Duty, LinkViewer, OperatorViewer, Viewer } from './core/viewer.ts'
import type { Context, System } from './system.ts'

/** `anyone`: no sign-in needed; a list: an operator with at least one of these duties; `operator`: any operator */
export type Who = 'anyone' | 'account' | 'link' | 'operator' | Duty[]
type ViewerOf<W extends Who> = W extends 'account'
  ? AccountViewer
  : W extends 'link'
    ? LinkViewer
    : W extends 'operator' | Duty[]
      ? OperatorViewer
      : Viewer

export interface Limit {
  max: number
  seconds: number
  /** counted per signed-in person (or address when nobody is signed in), or always per address */
  by: 'viewer' | 'ip'
}

export interface ActionRoute {
  type: 'action'
  endpoint: Endpoint
  who: Who
  limit?: Limit
  bodyLimit?: number
  action: (context: Context, input: unknown) => Promise<unknown>
}
/** For vendors' callbacks and bytes: the exact body comes in, headers and status go out. */
export interface RawRoute {
  type: 'raw'
  endpoint: Endpoint
  who: Who
  limit?: Limit
  bodyLimit?: number
  handle: (context: Context, request: RawRequest) => Promise<RawReply>
}
export interface RawRequest {
  headers: Record<string, string | undefined>
  params: Record<string, string>
  query: Record<string, string>
  body: Buffer
}
export interface RawReply {
  status: number
  contentType: string
  body: string | Buffer
  headers?: Record<string, string>
}
export type Route = ActionRoute | RawRoute

export function route<E extends Endpoint, W extends Who>(
  endpoint: E,
  declaration: {
    who: W
    limit?: Limit
    bodyLimit?: number
    action: (context: Context<ViewerOf<W>>, input: InputOf<E>) => Promise<ReturnOf<E>>
  },
): ActionRoute {
  return { type: 'action', endpoint, ...declaration, action: declaration.action as ActionRoute['action'] }
}

export function rawRoute<W extends Who>(
  endpoint: Endpoint,
  declaration: {
    who: W
    limit?: Limit
    bodyLimit?: number
    handle: (context: Context<ViewerOf<W>>, request: RawRequest) => Promise<RawReply>
  },
): RawRoute {
  return { type: 'raw', endpoint, ...declaration, handle: declaration.handle as RawRoute['handle'] }
}
export type { System }
