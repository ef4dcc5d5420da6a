/** What families and companions do. */
import { sql, type Sql } from '../server/core/sql.ts'
import { openPayment } from '../server/payments/index.ts'
import type { Companion, Family } from './cast.ts'
import { rowsOf, type Walk } from './walker.ts'

const HOSPITAL = 'H31010749'

export interface OrderRow {
  id: string
  version: number
  number: string
  account_id: string
  companion_id: string | null
  state: string
  starts_at: Date
  total_fen: number
  visit_code: string
}
/** one of the newest that fit; now and then any at all, so that refusals are tried too */
export async function anOrder(it: Walk, where: Sql): Promise<OrderRow | null> {
  const fitting = it.chance.is(0.04) ? sql`true` : where
  const rows = await rowsOf<OrderRow>(
    it,
    sql`select id, version, number, account_id, companion_id, state, starts_at, total_fen::int, visit_code from orders.orders o where ${fitting} order by created_at desc, number desc limit 40`,
  )
  const order = it.chance.oneOf(rows) ?? null
  if (order) it.touched.add(order.id)
  return order
}
export const familyOf = (it: Walk, order: OrderRow): Family | undefined =>
  it.cast.families.find(({ accountId }) => accountId === order.account_id)
const companionOf = (it: Walk, order: OrderRow): Companion | undefined =>
  it.cast.companions.find(({ id }) => id === order.companion_id)
const known = ({ version }: OrderRow): { version: number } => ({ version })

/** an hour that has not begun, in working time, of one of the next days */
function aTime(it: Walk): string {
  const now = it.world.clock.now().getTime() + 8 * 3_600_000
  const day = Math.floor(now / 86_400_000) + it.chance.between(0, 3)
  const at = day * 86_400_000 + it.chance.between(14, 34) * 1_800_000
  return new Date((at < now + 4_200_000 ? at + 86_400_000 : at) - 8 * 3_600_000).toISOString()
}

export async function book(it: Walk): Promise<void> {
  const { chance, cast, send } = it
  const family = chance.oneOf(cast.families)
  const companion = chance.oneOf(cast.companions)
  if (!family || !companion) return
  const startsAt = aTime(it)
  const packageKind = chance.oneOf(['half-day', 'half-day', 'full-day', 'collect-report'] as const)
  let couponId: string | null = null
  let insuranceOfferId: string | null = null
  if (chance.is(0.3)) {
    const taken = await send('take-coupon', family, '/coupons', { code: chance.oneOf(cast.couponCodes) })
    if (taken.code === 'ok') couponId = String(taken.body['id'])
  }
  if (chance.is(0.3)) {
    const wish = { patientId: family.patient.id, hospitalId: HOSPITAL, packageKind, startsAt, commandId: undefined }
    const offers = await send('insurance-offers', family, '/insurance/offers', wish)
    const items = (offers.body['items'] ?? []) as { id: string }[]
    insuranceOfferId = chance.oneOf(items)?.id ?? null
  }
  const wish = { hospitalId: HOSPITAL, packageKind, startsAt, couponId, insuranceOfferId, commandId: undefined }
  const quote = await send('quote', family, '/orders/quotes', {
    ...wish,
    companionId: chance.is(0.9) ? companion.id : null,
  })
  if (quote.code !== 'ok') return
  const booked = await send('book', family, '/orders', {
    quoteToken: quote.body['token'],
    contractVersion: quote.body['contractVersion'],
    patientId: family.patient.id,
    meetingPoint: '门诊大厅 1 号门',
    need: '复诊',
    hasAuthorisation: true,
  })
  if (booked.code === 'ok') it.touched.add(String(booked.body['id']))
}

export async function pay(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state = 'booked'`)
  const family = order && familyOf(it, order)
  if (!order || !family) return
  const { code, body } = await it.send('pay', family, `/orders/${order.id}/pay`, known(order))
  if (code !== 'ok') return
  it.world.sandbox.control.pay(body)
  await it.world.sandbox.control.idle()
  if (it.chance.is(0.1))
    await it.send('check-payment', family, `/orders/${order.id}/payment-check`, { commandId: undefined })
}

/** two people hold the phone: the first payment is closed for the second, and arrives all the same */
export async function doublePay(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state = 'booked'`)
  const family = order && familyOf(it, order)
  if (!order || !family) return
  const { code } = await it.send('pay', family, `/orders/${order.id}/pay`, known(order))
  if (code !== 'ok') return
  const { world } = it
  world.sandbox.control.misbehave({ do: 'paid-despite-close', vendor: 'wxpay' })
  const [row] = await rowsOf<{ amount_fen: number; description: string; expires_at: Date; account_id: string }>(
    it,
    sql`select amount_fen::int, description, expires_at, account_id from payments.payments where order_id = ${order.id} order by created_at desc limit 1`,
  )
  if (!row) return
  const other = it.chance.oneOf(it.cast.families)
  const request = await openPayment(world.system, {
    orderId: order.id,
    accountId: row.account_id,
    openid: other?.openid ?? family.openid,
    amountFen: row.amount_fen,
    description: row.description,
    orderNumber: order.number,
    expiresAt: row.expires_at,
  }).catch(() => null)
  if (request) world.sandbox.control.pay(request)
  await world.sandbox.control.idle()
}

/** the wallet was open when the time ran out */
export async function payLate(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state = 'booked'`)
  const family = order && familyOf(it, order)
  if (!order || !family) return
  const { code, body } = await it.send('pay', family, `/orders/${order.id}/pay`, known(order))
  if (code !== 'ok') return
  if (it.chance.is(0.5)) it.world.sandbox.control.misbehave({ do: 'paid-despite-close', vendor: 'wxpay' })
  await it.world.advance({ minutes: it.chance.between(10, 31) })
  it.world.sandbox.control.pay(body)
  await it.world.sandbox.control.idle()
  await it.world.drain()
}

export async function cancel(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state in ('booked', 'paid', 'accepted')`)
  const family = order && familyOf(it, order)
  if (!order || !family) return
  const preview = await it.world.call('GET', `/orders/${order.id}/cancellation`, { token: family.token })
  await it.send('cancel', family, `/orders/${order.id}/cancel`, {
    version: preview.body['version'] ?? order.version,
    refundFen: preview.body['refundFen'] ?? 0,
  })
}

export async function reschedule(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state in ('paid', 'accepted')`)
  const family = order && familyOf(it, order)
  if (order && family)
    await it.send('reschedule', family, `/orders/${order.id}/reschedule`, { ...known(order), startsAt: aTime(it) })
}

export async function accept(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state = 'paid' and companion_id is not null`)
  const companion = order && companionOf(it, order)
  if (!order || !companion) return
  const { body } = await it.world.call('GET', `/orders/tasks/${order.id}`, { token: companion.token })
  const contractVersion = body['contractVersion'] ?? 1
  await it.send('accept', companion, `/orders/tasks/${order.id}/accept`, { ...known(order), contractVersion })
}

export async function handOver(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state in ('paid', 'accepted') and companion_id is not null`)
  const companion = order && companionOf(it, order)
  if (!order || !companion) return
  const door = order.state === 'paid' ? 'refuse' : 'hand-over'
  await it.send(door, companion, `/orders/tasks/${order.id}/${door}`, { ...known(order), reason: '家里有急事' })
}

const REPORT = {
  summary: '血压平稳，医生调整了复诊时间。',
  doctorsWords: '',
  medicines: [],
  followUps: [],
  expenses: [],
}
const DAY_LATER = 86_400_000

/** the whole visit of one whose time has come, from setting off to the report */
export async function visit(it: Walk): Promise<void> {
  const now = it.world.clock.now()
  const order = await anOrder(
    it,
    sql`state in ('accepted', 'departed', 'met', 'registered', 'in-consultation', 'exams', 'medicine', 'arrived', 'handled', 'finished') and starts_at < ${new Date(now.getTime() + 2 * 3_600_000)}
      and starts_at > ${new Date(now.getTime() - 3 * DAY_LATER)}`,
  )
  const companion = order && companionOf(it, order)
  if (!order || !companion) return
  let { version } = order
  for (let steps = 0; steps < 9; steps++) {
    const task = await it.world.call('GET', `/orders/tasks/${order.id}`, { token: companion.token })
    const kind = task.body['nextStep']
    if (typeof kind !== 'string') break
    const step = await it.send('milestone', companion, `/orders/tasks/${order.id}/milestones`, {
      version: task.body['version'] ?? version,
      kind,
      visitCode: kind === 'met' ? order.visit_code : null,
    })
    if (step.code !== 'ok') return
    version = Number(step.body['version'])
    if (it.chance.is(0.03)) return
  }
  await it.send('report', companion, `/orders/tasks/${order.id}/report`, { version, report: REPORT })
}

/** time goes on until somebody's visit begins, and she makes it */
export async function nextVisit(it: Walk): Promise<void> {
  const { world } = it
  const now = world.clock.now()
  const [soon] = await rowsOf<{ starts_at: Date }>(
    it,
    sql`select starts_at from orders.orders where state = 'accepted' and starts_at > ${now} order by starts_at, number limit 1`,
  )
  if (!soon) return
  const end = soon.starts_at.getTime()
  while (world.clock.now().getTime() < end) {
    const minutes = Math.min(600, Math.max(1, Math.ceil((end - world.clock.now().getTime()) / 60_000)))
    await world.advance({ minutes })
    await world.sandbox.control.idle()
    await world.drain()
  }
  await visit(it)
}

export async function confirm(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state = 'reported'`)
  const family = order && familyOf(it, order)
  if (order && family) await it.send('confirm', family, `/orders/${order.id}/confirm`, known(order))
}

export async function openDispute(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state in ('finished', 'reported')`)
  const family = order && familyOf(it, order)
  const words = { category: it.chance.oneOf(['late', 'not-as-agreed', 'money']), what: '迟到了半个小时，错过了号' }
  if (order && family) await it.send('dispute', family, `/orders/${order.id}/dispute`, { ...known(order), ...words })
}

export async function withdrawDispute(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`id in (select order_id from payments.orders where frozen_since is not null)`)
  const family = order && familyOf(it, order)
  if (order && family) await it.send('withdraw-dispute', family, `/orders/${order.id}/dispute/withdraw`, known(order))
}

export async function tip(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state in ('reported', 'confirmed')`)
  const family = order && familyOf(it, order)
  if (!order || !family) return
  const { code, body } = await it.send('tip', family, `/orders/${order.id}/tip`, {
    amountFen: it.chance.between(1, 100) * 100,
  })
  if (code !== 'ok' || it.chance.is(0.2)) return
  it.world.sandbox.control.pay(body)
  await it.world.sandbox.control.idle()
}

export async function companionNoShow(it: Walk): Promise<void> {
  const now = it.world.clock.now()
  const order = await anOrder(it, sql`state in ('paid', 'accepted', 'departed') and starts_at < ${now}`)
  const family = order && familyOf(it, order)
  if (order && family)
    await it.send('companion-no-show', family, `/orders/${order.id}/companion-no-show`, {
      ...known(order),
      reason: '等了半小时没有来',
    })
}

export async function withdraw(it: Walk): Promise<void> {
  const rich = await rowsOf<{ owner: string; fen: number }>(
    it,
    sql`select owner, -balance_fen::int as fen from payments.accounts where kind = 'earnings' and balance_fen < -100 order by balance_fen limit 20`,
  )
  const one = it.chance.oneOf(rich)
  const companion = it.cast.companions.find(({ id }) => id === one?.owner)
  if (!one || !companion) return
  const amountFen = it.chance.is(0.3) ? one.fen : it.chance.between(100, Math.max(100, Math.round(one.fen * 1.05)))
  await it.send('withdraw', companion, '/payments/withdrawals', { amountFen })
  if (it.chance.is(0.5)) await it.world.drain()
}

interface TransferRow {
  id: string
  version: number
  account_id: string
  package_info: string | null
}
const transfers = (it: Walk, where: Sql): Promise<TransferRow[]> =>
  rowsOf<TransferRow>(
    it,
    sql`select id, version, account_id, package_info from payments.transfers where ${where} order by requested_at desc, amount_fen desc limit 40`,
  )

export async function cancelWithdrawal(it: Walk): Promise<void> {
  const row = it.chance.oneOf(
    await transfers(it, sql`kind = 'withdrawal' and state in ('awaiting-approval', 'sending', 'awaiting-user')`),
  )
  const companion = it.cast.companions.find(({ accountId }) => accountId === row?.account_id)
  if (row && companion)
    await it.send('cancel-withdrawal', companion, `/payments/withdrawals/${row.id}/cancel`, { version: row.version })
}

/** she presses "receive" in WeChat, or asks the app what became of it */
export async function receive(it: Walk): Promise<void> {
  const row = it.chance.oneOf(await transfers(it, sql`state = 'awaiting-user' and package_info is not null`))
  if (!row?.package_info) return
  const { control } = it.world.sandbox
  control.confirmTransfer(it.world.system.outside.wechatPay.confirmationOf(row.package_info))
  await control.idle()
  const companion = it.cast.companions.find(({ accountId }) => accountId === row.account_id)
  if (companion && it.chance.is(0.3))
    await it.send('check-withdrawal', companion, `/payments/withdrawals/${row.id}/check`, { commandId: undefined })
}
