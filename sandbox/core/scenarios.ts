/** Misbehaviour on command. A scenario waits for a fitting answer or callback, is used `count` times and is gone. */
import { randomUUID } from 'node:crypto'

const REFUND_CALLS = /^\/v3\/refund\/domestic\/refunds(?:\/[^/]+\/apply-abnormal-refund)?$/
const TRANSFER = /^\/v3\/fund-app\/mch-transfer\/transfer-bills$/

const BIND = /^\/v1\/policies$/
const SIGNERS = ['wxpay', 'insurer']

type TrickRule = { help: string; vendor?: string | string[]; action?: RegExp }

/** `vendor` and `action` say where a trick makes sense, so that it waits for its place instead of being used up elsewhere. */
export const ANSWER_TRICKS = {
  error: { help: 'answer with `status`/`code`/`message` instead of doing anything' },
  delay: { help: 'do it, but start `ms` later' },
  close: { help: 'cut the connection before doing anything' },
  hang: { help: 'do nothing and never answer' },
  'close-after-commit': { help: 'do it, then cut the connection' },
  'hang-after-commit': { help: 'do it, then never answer' },
  'wrong-signature': { help: 'sign the answer with a stranger’s key', vendor: SIGNERS },
  unsigned: { help: 'a 2xx without signature headers', vendor: SIGNERS },
  'wrong-serial': { help: 'sign well, name an unknown serial', vendor: SIGNERS },
  'clock-skew': { help: 'sign with a timestamp `ms` away (default 10 minutes ago)', vendor: SIGNERS },
  signtest: { help: 'the WECHATPAY/SIGNTEST/ probe', vendor: 'wxpay' },
  'expired-token': {
    help: 'let every access_token expire before looking at the request (42001)',
    vendor: 'wechat',
    action: /^\/(?!sns\/|cgi-bin\/stable_token)/,
  },
  'no-quota': { help: '43101, as if the user had refused', vendor: 'wechat', action: /subscribe\/send$/ },
  'paid-despite-close': {
    help: 'answer 204, yet the payment arrives (success after close)',
    vendor: 'wxpay',
    action: /\/close$/,
  },
  'refund-abnormal': { help: 'the refund ends ABNORMAL', vendor: 'wxpay', action: REFUND_CALLS },
  'refund-closed': { help: 'the refund ends CLOSED', vendor: 'wxpay', action: REFUND_CALLS },
  'transfer-accepted': {
    help: 'ACCEPTED without package_info; the person can confirm a little later (ask again for the package)',
    vendor: 'wxpay',
    action: TRANSFER,
  },
  'transfer-slow': {
    help: 'stays PROCESSING for `ms` (default 10 minutes), then waits for the person',
    vendor: 'wxpay',
    action: TRANSFER,
  },
  'transfer-fail': {
    help: 'ends FAIL soon, confirmed or not; `code` is the fail_reason',
    vendor: 'wxpay',
    action: TRANSFER,
  },
  'transfer-reversed': {
    help: 'SUCCESS first; `ms` later (default 1 hour) the money comes back: FAIL, told once more',
    vendor: 'wxpay',
    action: TRANSFER,
  },
  'confirmed-despite-cancel': {
    help: 'CANCELING is answered, yet the person had confirmed: SUCCESS',
    vendor: 'wxpay',
    action: /^\/v3\/fund-app\/mch-transfer\/.*\/cancel$/,
  },
  'bind-later': {
    help: 'ACCEPTED; bound `ms` later (default 3 s, scaled), then told',
    vendor: 'insurer',
    action: BIND,
  },
  'bind-refused': { help: 'the insurer refuses; `message` says why', vendor: 'insurer', action: BIND },
  'bind-refused-later': {
    help: 'ACCEPTED; refused `ms` later, then told',
    vendor: 'insurer',
    action: BIND,
  },
  'sms-undelivered': { help: 'accepted, the status report says FAIL', vendor: 'tencent-cloud', action: /^SendSms$/ },
} as const satisfies Record<string, TrickRule>

export const CALLBACK_TRICKS = {
  doubled: 'deliver twice at the same moment',
  delayed: 'wait `ms` before the first attempt',
  lost: 'never deliver (redeliver by hand)',
  held: 'out of order: deliver only after the next callback about the same business number',
  forged: 'an attempt signed with a stranger’s key; it must be refused; the true one follows on the ladder',
  'wrong-serial': 'an attempt naming an unknown serial; must be refused',
  'clock-skew': 'an attempt signed `ms` away (default 10 minutes ago); must be refused',
  signtest: 'the WECHATPAY/SIGNTEST/ probe; must be refused',
} as const

type AnswerTrick = keyof typeof ANSWER_TRICKS
type CallbackTrick = keyof typeof CALLBACK_TRICKS

export type Scenario = {
  id: string
  on: 'answer' | 'callback'
  do: AnswerTrick | CallbackTrick
  /** wechat, wxpay, tencent-cloud, maps, insurer; absent = any. */
  vendor?: string | undefined
  /** Answers: start of the path, or the X-TC-Action. Callbacks: start of the event type. */
  action?: string | undefined
  /** Business number (out_trade_no, out_refund_no), openid or phone that the request or callback must be about. */
  match?: string | undefined
  /** Left to do; 0 in the request = until deleted. */
  count: number
  status?: number | undefined
  code?: string | number | undefined
  message?: string | undefined
  ms?: number | undefined
}

type Occasion = {
  on: Scenario['on']
  vendor: string
  action: string
  subjects: string[]
  only?: readonly string[]
}

export type Scenarios = {
  add: (wish: Partial<Scenario>) => Scenario
  list: () => Scenario[]
  clear: (id?: string) => number
  /** The first that fits, counted down. */
  take: (occasion: Occasion) => Scenario | undefined
}

function check(wish: Partial<Scenario>): Omit<Scenario, 'id'> {
  const known = new Set(['id', 'on', 'do', 'vendor', 'action', 'match', 'count', 'status', 'code', 'message', 'ms'])
  const stranger = Object.keys(wish).find((name) => !known.has(name))
  if (stranger) throw new Error(`scenario: unknown field ${stranger}`)
  const on = wish.on ?? 'answer'
  const tricks: object = on === 'answer' ? ANSWER_TRICKS : CALLBACK_TRICKS
  if (!wish.do || !Object.hasOwn(tricks, wish.do)) {
    throw new Error(`scenario: on ${on}, "do" is one of ${Object.keys(tricks).join(', ')}`)
  }
  const count = wish.count ?? 1
  if (!Number.isInteger(count) || count < 0) throw new Error('scenario: count is a whole number, 0 = until deleted')
  return { ...wish, on, do: wish.do, count: count === 0 ? Infinity : count }
}

function isInPlace(trick: string, on: Scenario['on'], vendor: string, action: string): boolean {
  const rule: TrickRule | undefined = on === 'answer' ? ANSWER_TRICKS[trick as AnswerTrick] : undefined
  return [rule?.vendor ?? vendor].flat().includes(vendor) && (rule?.action?.test(action) ?? true)
}

export function createScenarios(): Scenarios {
  let waiting: Scenario[] = []
  const fits = (scenario: Scenario, { on, vendor, action, subjects, only }: Occasion) =>
    scenario.on === on &&
    isInPlace(scenario.do, on, vendor, action) &&
    (scenario.vendor === undefined || scenario.vendor === vendor) &&
    (scenario.action === undefined || action.startsWith(scenario.action)) &&
    (scenario.match === undefined || subjects.includes(scenario.match)) &&
    (only === undefined || only.includes(scenario.do))
  return {
    add: (wish) => {
      const scenario = { ...check(wish), id: randomUUID().slice(0, 8) }
      waiting.push(scenario)
      return scenario
    },
    list: () => waiting.map((scenario) => ({ ...scenario })),
    clear: (id) => {
      const before = waiting.length
      waiting = id === undefined ? [] : waiting.filter((scenario) => scenario.id !== id)
      return before - waiting.length
    },
    take: (occasion) => {
      const found = waiting.find((scenario) => fits(scenario, occasion))
      if (!found) return undefined
      found.count -= 1
      if (found.count <= 0) waiting = waiting.filter((scenario) => scenario !== found)
      return { ...found }
    },
  }
}
