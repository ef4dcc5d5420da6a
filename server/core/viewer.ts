/** Who is asking. Decided once per request from the token; every query that reads a person's things takes it. */
export type Duty = 'reviewer' | 'dispatcher' | 'finance' | 'content' | 'security' | 'audit'

export interface Nobody {
  kind: 'nobody'
}
export interface AccountViewer {
  kind: 'account'
  accountId: string
  sessionId: string
}
export interface OperatorViewer {
  kind: 'operator'
  operatorId: string
  sessionId: string
  name: string
  duties: Duty[]
}
/** the holder of a family link: sees one order and nothing else */
export interface LinkViewer {
  kind: 'link'
  linkId: string
  orderId: string
}
export type Viewer = Nobody | AccountViewer | OperatorViewer | LinkViewer

/** token -> who it is; nobody for none, an unknown or a dead one */
export type Authenticate = (token: string | null) => Promise<Viewer>

export interface Actor {
  kind: 'account' | 'operator' | 'system'
  id: string | null
}
export function actorOf(viewer: AccountViewer | OperatorViewer): Actor {
  return viewer.kind === 'account'
    ? { kind: 'account', id: viewer.accountId }
    : { kind: 'operator', id: viewer.operatorId }
}
