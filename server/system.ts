/** What every action, reaction and job receives. Composed once in main.ts (or by a test); nothing is looked up globally. */
import type { Config } from './config.ts'
import type { Clock } from './core/clock.ts'
import type { FieldCipher } from './core/crypto/field-cipher.ts'
import type { KeyedHash } from './core/crypto/keyed-hash.ts'
import type { Database } from './core/database.ts'
import type { Log } from './core/log.ts'
import type { AccountViewer, LinkViewer, Nobody, OperatorViewer, Viewer } from './core/viewer.ts'
import type { InsurerPort } from './outside/insurer/port.ts'
import type { MapsPort } from './outside/maps/port.ts'
import type { SmsPort } from './outside/sms/port.ts'
import type { WechatPayPort } from './outside/wechat-pay/port.ts'
import type { WechatPort } from './outside/wechat/port.ts'

export interface Outside {
  wechat: WechatPort
  wechatPay: WechatPayPort
  sms: SmsPort
  maps: MapsPort
  /** null: none is configured, nothing is offered */
  insurer: InsurerPort | null
}

export interface System {
  config: Config
  clock: Clock
  db: Database
  cipher: FieldCipher
  hash: KeyedHash
  log: Log
  outside: Outside
}

/** a system with the person who asks */
export interface Context<V extends Viewer = Viewer> extends System {
  viewer: V
  requestId: string
  ip: string
  /** what the client says it is, for the record of what was agreed to; at most 300 characters */
  userAgent: string
}
export type AnyoneContext = Context<Viewer>
export type AccountContext = Context<AccountViewer>
export type OperatorContext = Context<OperatorViewer>
export type LinkContext = Context<LinkViewer>
export type { Nobody }
