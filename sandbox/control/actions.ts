/** What a person or a test can do to the outside world. HTTP (routes.ts) and programs (start-sandbox.ts) use the same actions. */
import type { Callback } from '../core/courier.ts'
import type { Entry } from '../core/journal.ts'
import type { Scenario } from '../core/scenarios.ts'
import type { Settings } from '../core/settings.ts'
import type { World } from '../core/world.ts'
import { listClaims, moveClaim, type ClaimState, type InsurerClaim } from '../insurer/claims.ts'
import { cancelByInsurer, listPolicies, nextPolicyDueAt, type InsurerPolicy } from '../insurer/policies.ts'
import { checkPushUrl } from '../wechat/push.ts'
import { answerSubscription } from '../wechat/subscribe-message.ts'
import { ensureUser, findUser, issueCode, listUsers, type User } from '../wechat/users.ts'
import { bendBill, straightenBills, type BillBend } from '../wxpay/bill-bends.ts'
import { readBooks, type SandboxBooks } from '../wxpay/books.ts'
import { depositFromBank, withdrawToBank } from '../wxpay/merchant-account.ts'
import { listOrders, type PayOrder } from '../wxpay/orders.ts'
import { confirmTransfer, readTransfer, type TransferOffer, type TransferRequest } from '../wxpay/receive-transfer.ts'
import { seedPaidOrders, type SeededOrder } from '../wxpay/seed-orders.ts'
import { listTransfers, setRealName, transfersOf, type Transfer } from '../wxpay/transfers.ts'
import { nextPayDueAt } from '../wxpay/vendor.ts'
import { pay, readPayment, type PaymentRequest, type PaymentView } from '../wxpay/wallet.ts'

export type Message = {
  id: string
  channel: 'sms' | 'subscribe'
  phone: string
  openid: string
  template_id: string
  title: string
  text: string
  params: string
  page: string
  created_at: number
}

export type Control = {
  createUser: (wish?: { nickname?: string; phone?: string; openid?: string }) => User
  users: () => User[]
  /** A fresh wx.login code. */
  login: (openid: string) => string
  /** A fresh getPhoneNumber code. */
  phoneCode: (openid: string) => string
  subscribe: (openid: string, templateIds: string[], isAccepted?: boolean) => void
  /** Newest first. */
  inbox: (of: { phone?: string | undefined; openid?: string | undefined }) => Message[]
  pay: (request: Partial<PaymentRequest>) => PaymentView
  /** Looks at a payment request as the wallet would, paying nothing. */
  readPayment: (request: Partial<PaymentRequest>) => PaymentView
  orders: () => PayOrder[]
  /** What wx.requestMerchantTransfer is given: the payee takes the money. `readTransfer` only looks. */
  confirmTransfer: (request: Partial<TransferRequest>) => TransferOffer
  readTransfer: (request: Partial<TransferRequest>) => TransferOffer
  transfers: (openid?: string) => Transfer[]
  /** Who WeChat thinks this person is; without it the first name that a transfer names is accepted. */
  setRealName: (openid: string, name: string) => void
  /** What the provider holds for the merchant, and what moved. */
  books: () => SandboxBooks
  depositFromBank: (fen: number) => void
  withdrawToBank: (fen: number) => void
  /** What the insurer's own people see and do. */
  policies: () => InsurerPolicy[]
  claims: () => InsurerClaim[]
  moveClaim: (requestNo: string, to: ClaimState, options?: { amountFen?: number; words?: string }) => InsurerClaim
  /** The insurer takes a policy back by itself. */
  cancelPolicyByInsurer: (requestNo: string, words: string) => void
  /** From now on a bill tells another story; `straightenBills` ends all of it. */
  bendBill: (bend: Partial<BillBend>) => BillBend
  straightenBills: () => number
  /** Paid orders straight into the state (no callbacks), spread over a day: for measuring. */
  seedPaidOrders: (count: number, day: string) => SeededOrder[]
  misbehave: (scenario: Partial<Scenario>) => Scenario
  scenarios: () => Scenario[]
  clearScenarios: (id?: string) => number
  log: (filter?: { vendor?: string; limit?: number }) => Entry[]
  callbacks: () => Callback[]
  redeliver: (id: string) => boolean
  /** Nothing in the air and nothing due now. Retries of later are not waited for. */
  idle: () => Promise<void>
  /** The next state of a callback that fits, e.g. `({ event, state }) => event === 'REFUND.SUCCESS' && state === 'done'`. */
  callback: (fits: (callback: Callback) => boolean, timeoutMs?: number) => Promise<Callback>
  moveClock: (offsetMs: number) => number
  settings: () => Settings
  changeSettings: (part: Partial<Settings>) => Settings
  checkPushUrl: () => ReturnType<typeof checkPushUrl>
}

export function createControl(world: World): Control {
  const { state, courier, journal, scenarios, settings, clock } = world

  /** Resolves as soon as `look` gives something; looks again after every delivery. */
  function until<Found>(look: () => Found | undefined, timeoutMs: number): Promise<Found> {
    return new Promise((resolve, reject) => {
      const check = () => {
        try {
          const found = look()
          if (found !== undefined) finish(() => resolve(found))
        } catch (error) {
          // The sandbox was stopped meanwhile.
          finish(() => reject(error instanceof Error ? error : new Error(String(error))))
        }
      }
      const finish = (settle: () => void) => {
        journal.events.off('callback', check)
        clearTimeout(timer)
        clearInterval(again)
        settle()
      }
      const timer = setTimeout(
        () => finish(() => reject(new Error(`sandbox: waited ${timeoutMs} ms in vain`))),
        timeoutMs,
      )
      // Things can also become due by time alone, which no event tells.
      const again = setInterval(check, 20)
      journal.events.on('callback', check)
      check()
    })
  }

  const nextDueAt = () => Math.min(nextPayDueAt(world) ?? Infinity, nextPolicyDueAt(world) ?? Infinity)
  const isQuiet = () => courier.isIdle() && nextDueAt() > clock.now()

  return {
    createUser: (wish = {}) => ensureUser(world, wish),
    users: () => listUsers(world),
    login: (openid) => issueCode(world, 'login', openid),
    phoneCode: (openid) => issueCode(world, 'phone', openid),
    subscribe: (openid, templateIds, isAccepted = true) => answerSubscription(world, openid, templateIds, isAccepted),
    inbox: ({ phone, openid }) => {
      const number = phone ?? (openid === undefined ? '' : (findUser(world, openid)?.phone ?? ''))
      return state.all<Message>(
        'select * from messages where phone = ? order by created_at desc, rowid desc limit 200',
        number,
      )
    },
    pay: (request) => pay(world, request),
    readPayment: (request) => readPayment(world, request),
    orders: () => listOrders(world),
    confirmTransfer: (request) => {
      const offer = confirmTransfer(world, request)
      clock.wake()
      return offer
    },
    readTransfer: (request) => readTransfer(world, request),
    transfers: (openid) => (openid === undefined ? listTransfers(world) : transfersOf(world, openid)),
    setRealName: (openid, name) => setRealName(world, openid, name),
    books: () => readBooks(world),
    depositFromBank: (fen) => depositFromBank(world, fen),
    withdrawToBank: (fen) => withdrawToBank(world, fen),
    policies: () => listPolicies(world),
    claims: () => listClaims(world),
    moveClaim: (requestNo, to, options) => moveClaim(world, requestNo, to, options),
    cancelPolicyByInsurer: (requestNo, words) => cancelByInsurer(world, requestNo, words),
    bendBill: (bend) => bendBill(world, bend),
    straightenBills: () => straightenBills(world),
    seedPaidOrders: (count, day) => seedPaidOrders(world, count, day),
    misbehave: (scenario) => scenarios.add(scenario),
    scenarios: () => scenarios.list(),
    clearScenarios: (id) => scenarios.clear(id),
    log: (filter) => journal.list(filter),
    callbacks: () => courier.list(),
    redeliver: (id) => courier.redeliver(id),
    idle: async () => {
      await until(() => (isQuiet() ? true : undefined), 30_000)
    },
    callback: (fits, timeoutMs = 10_000) => until(() => courier.list().find(fits), timeoutMs),
    moveClock: (offsetMs) => {
      clock.move(offsetMs)
      return clock.now()
    },
    settings: () => settings.get(),
    changeSettings: (part) => {
      const changed = settings.change(part)
      if (part.clockOffsetMs !== undefined) clock.move(part.clockOffsetMs)
      return changed
    },
    checkPushUrl: () => checkPushUrl(world),
  }
}
