/** The control plane, `/__sim/...` on every port. Anything wrong with a wish is a 400 that says what. */
import { jsonReply, type SimReply, type SimRequest } from '../core/http.ts'
import { findRoute, readObject, route, textOf, type Params, type Route } from '../core/routes.ts'
import { ANSWER_TRICKS, CALLBACK_TRICKS } from '../core/scenarios.ts'
import type { PaymentView } from '../wxpay/wallet.ts'
import type { TransferOffer } from '../wxpay/receive-transfer.ts'
import type { Control } from './actions.ts'

export type ControlContext = { control: Control; setServerUrl: (url: string) => void }
type Body = Record<string, unknown>
type Act = (context: ControlContext, body: Body, request: SimRequest, params: Params) => unknown

const NO_BODY: Body = {}

function act(method: string, path: string, run: Act): Route<ControlContext> {
  return route(method, path, async (context, request, params) => {
    const body = request.body.length === 0 ? NO_BODY : readObject(request.body)
    if (!body) return jsonReply(400, { error: 'the body is not a JSON object' })
    try {
      const result = await run(context, body, request, params)
      return result === undefined ? { status: 204 } : isReply(result) ? result : jsonReply(200, result)
    } catch (error) {
      return jsonReply(400, { error: error instanceof Error ? error.message : String(error) })
    }
  })
}

const isReply = (value: unknown): value is SimReply =>
  typeof value === 'object' && value !== null && typeof (value as SimReply).status === 'number' && 'headers' in value

function answerPayment({ problem, order }: PaymentView): SimReply {
  const about = order && {
    out_trade_no: order.out_trade_no,
    description: order.description,
    total: order.total,
    state: order.state,
    transaction_id: order.transaction_id,
  }
  return problem
    ? jsonReply(problem === 'bad-pay-sign' ? 401 : 400, {
        errMsg: `requestPayment:fail ${problem}`,
        problem,
        order: about,
      })
    : jsonReply(200, { errMsg: 'requestPayment:ok', order: about })
}

function answerTransfer({ problem, transfer }: TransferOffer): SimReply {
  const about = transfer && {
    out_bill_no: transfer.out_bill_no,
    amount: transfer.amount,
    remark: transfer.remark,
    state: transfer.state,
  }
  return problem
    ? jsonReply(400, { errMsg: `requestMerchantTransfer:fail ${problem}`, problem, transfer: about })
    : jsonReply(200, { errMsg: 'requestMerchantTransfer:ok', transfer: about })
}

const CLAIM_STATES = ['MORE_NEEDED', 'APPROVED', 'PAID', 'REFUSED'] as const
const isClaimState = (value: unknown): value is (typeof CLAIM_STATES)[number] =>
  CLAIM_STATES.some((state) => state === value)

const number = (value: unknown): number => (typeof value === 'number' ? value : Number.NaN)

/** A page in a browser knows the phone of whoever signed in, not the openid. */
function personOf(control: Control, { openid, phone }: Body): string {
  if (openid !== undefined) return textOf(openid)
  return control.users().find((user) => user.phone === phone)?.openid ?? ''
}

const list = (value: unknown): string[] => (Array.isArray(value) ? value.map(textOf) : [])

const ROUTES: Route<ControlContext>[] = [
  act('GET', '/__sim/health', () => ({ ok: true })),
  act('GET', '/__sim/tricks', () => ({ answer: ANSWER_TRICKS, callback: CALLBACK_TRICKS })),
  act('GET', '/__sim/scenario', ({ control }) => ({ scenarios: control.scenarios() })),
  act('POST', '/__sim/scenario', ({ control }, body) => control.misbehave(body)),
  act('DELETE', '/__sim/scenario', ({ control }) => ({ cleared: control.clearScenarios() })),
  act('DELETE', '/__sim/scenario/:id', ({ control }, _body, _request, { id }) => ({
    cleared: control.clearScenarios(id),
  })),
  act('GET', '/__sim/log', ({ control }, _body, { query }) => {
    const vendor = query.get('vendor')
    const limit = Number(query.get('limit') ?? 200)
    return { entries: control.log(vendor ? { vendor, limit } : { limit }).toReversed() }
  }),
  act('GET', '/__sim/callbacks', ({ control }) => ({ callbacks: control.callbacks() })),
  act('POST', '/__sim/callbacks/:id/deliver', ({ control }, _body, _request, { id }) => ({
    queued: control.redeliver(id ?? ''),
  })),
  act('GET', '/__sim/settings', ({ control }) => control.settings()),
  act('POST', '/__sim/settings', ({ control }, body) => control.changeSettings(body)),
  act('GET', '/__sim/clock', ({ control }) => ({ offsetMs: control.settings().clockOffsetMs })),
  act('POST', '/__sim/clock', ({ control }, { offsetMs }) => ({ offsetMs, now: control.moveClock(Number(offsetMs)) })),
  act('POST', '/__sim/server-url', ({ setServerUrl }, { url }) => {
    if (!URL.canParse(textOf(url))) throw new Error('url: an absolute URL')
    setServerUrl(textOf(url))
    return { url }
  }),
  act('GET', '/__sim/users', ({ control }) => ({ users: control.users() })),
  act('POST', '/__sim/users', ({ control }, body) => control.createUser(body)),
  act('POST', '/__sim/login', ({ control }, body) => ({ code: control.login(personOf(control, body)) })),
  act('POST', '/__sim/phone-code', ({ control }, body) => ({ code: control.phoneCode(personOf(control, body)) })),
  act('POST', '/__sim/subscribe', ({ control }, body) => {
    const { templateIds, accept } = body
    control.subscribe(personOf(control, body), list(templateIds), accept !== false)
    return Object.fromEntries(list(templateIds).map((id) => [id, accept === false ? 'reject' : 'accept']))
  }),
  act('GET', '/__sim/inbox', ({ control }, _body, { query }) => ({
    messages: control.inbox({ phone: query.get('phone') ?? undefined, openid: query.get('openid') ?? undefined }),
  })),
  act('POST', '/__sim/push/verify', ({ control }) => control.checkPushUrl()),
  act('GET', '/__sim/orders', ({ control }) => ({ orders: control.orders() })),
  act('POST', '/__sim/pay', ({ control }, body) => answerPayment(control.pay(body))),
  act('POST', '/__sim/pay/inspect', ({ control }, body) => answerPayment(control.readPayment(body))),
  act('POST', '/__sim/transfers/confirm', ({ control }, body) => answerTransfer(control.confirmTransfer(body))),
  act('POST', '/__sim/transfers/inspect', ({ control }, body) => answerTransfer(control.readTransfer(body))),
  act('GET', '/__sim/transfers', ({ control }, _body, { query }) => ({
    transfers: control.transfers(query.get('openid') ?? undefined),
  })),
  act('POST', '/__sim/real-names', ({ control }, body) => {
    const { name } = body
    control.setRealName(personOf(control, body), textOf(name))
    return { name }
  }),
  act('GET', '/__sim/books', ({ control }) => control.books()),
  act('POST', '/__sim/bank/deposit', ({ control }, { fen }) => {
    control.depositFromBank(number(fen))
    return control.books()
  }),
  act('POST', '/__sim/bank/withdraw', ({ control }, { fen }) => {
    control.withdrawToBank(number(fen))
    return control.books()
  }),
  act('GET', '/__sim/insurer', ({ control }) => ({ policies: control.policies(), claims: control.claims() })),
  act('POST', '/__sim/insurer/claims/:requestNo', ({ control }, body, _request, { requestNo = '' }) => {
    const { to, amountFen, words } = body
    if (!isClaimState(to)) throw new Error(`to: ${CLAIM_STATES.join(', ')}`)
    return control.moveClaim(requestNo, to, {
      ...(amountFen === undefined ? {} : { amountFen: number(amountFen) }),
      words: textOf(words),
    })
  }),
  act('POST', '/__sim/insurer/policies/:requestNo/cancel', ({ control }, { words }, _request, { requestNo = '' }) => {
    control.cancelPolicyByInsurer(requestNo, textOf(words))
    return { requestNo }
  }),
  act('POST', '/__sim/bills/bend', ({ control }, body) => control.bendBill(body)),
  act('DELETE', '/__sim/bills/bend', ({ control }) => ({ cleared: control.straightenBills() })),
  act('POST', '/__sim/orders/seed', ({ control }, { count, day }) => ({
    orders: control.seedPaidOrders(number(count), textOf(day)),
  })),
  // Refusing changes nothing at the vendor: the order stays NOTPAY until it is paid, closed or too old.
  act('POST', '/__sim/pay/refuse', () => jsonReply(200, { errMsg: 'requestPayment:fail cancel' })),
]

/** Pages of the product run on other ports of this machine. */
function corsHeaders(origin: string | undefined): Record<string, string> {
  if (!origin || !/^https?:\/\/(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?$/.test(origin)) return {}
  return {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'GET, POST, DELETE, OPTIONS',
    'Access-Control-Allow-Headers': 'content-type',
    'Access-Control-Max-Age': '600',
    Vary: 'Origin',
  }
}

export async function serveControl(context: ControlContext, request: SimRequest): Promise<SimReply> {
  const cors = corsHeaders(request.headers.origin)
  if (request.method === 'OPTIONS') return { status: 204, headers: cors }
  const found = findRoute(ROUTES, request)
  const reply =
    typeof found === 'string'
      ? jsonReply(found === 'no-path' ? 404 : 405, { error: found })
      : await found.handle(context, request, found.params)
  return { ...reply, headers: { ...reply.headers, ...cors } }
}
