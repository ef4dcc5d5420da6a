/** Everything the vendors share: one account, one memory, one time. */
import type { SandboxKeys } from '../keys.ts'
import type { Clock } from './clock.ts'
import type { Courier } from './courier.ts'
import type { SimReply, SimRequest } from './http.ts'
import type { Journal } from './journal.ts'
import type { Scenario, Scenarios } from './scenarios.ts'
import type { SettingsStore } from './settings.ts'
import type { State } from './state.ts'

export type World = {
  dir: string
  keys: SandboxKeys
  state: State
  settings: SettingsStore
  clock: Clock
  scenarios: Scenarios
  journal: Journal
  courier: Courier
  serverUrl: () => string | undefined
}

/** What a scenario of kind `error` asks a vendor to say, in that vendor's form. */
type Refusal = { status: number | undefined; code: string | number | undefined; message: string | undefined }

export type Vendor = {
  name: string
  /** What scenarios and the log call this request: the path, or the action of an RPC. */
  actionOf: (request: SimRequest) => string
  /** Business numbers the request is about, for `match`. */
  subjectsOf: (request: SimRequest) => string[]
  handle: (request: SimRequest, trick: Scenario | undefined) => SimReply | Promise<SimReply>
  refuse: (refusal: Refusal) => SimReply
  /** Last touch of every answer, for signatures. */
  finish?: (reply: SimReply, request: SimRequest, trick: Scenario | undefined) => SimReply
  stop?: () => void
}
