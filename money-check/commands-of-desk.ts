/** What operators do: always somebody else agrees. */
import { nextDay, shanghaiDay } from '../server/core/clock.ts'
import { sql, type Sql } from '../server/core/sql.ts'
import type { Staff } from '../server/core/testing/people.ts'
import { anOrder } from './commands-of-people.ts'
import { rowsOf, type Walk } from './walker.ts'

const reason = '按规定处理'
const someone = ({ chance, cast }: Walk): Staff => chance.oneOf(cast.desks) ?? fail()
const fail = (): never => {
  throw new Error('nobody at the desk')
}

async function one<Row>(it: Walk, query: Sql): Promise<Row | undefined> {
  return it.chance.oneOf(await rowsOf<Row>(it, query))
}
interface Versioned {
  id: string
  version: number
}

export async function decideWithdrawal(it: Walk): Promise<void> {
  const row = await one<Versioned>(
    it,
    sql`select id, version from payments.transfers where state = 'awaiting-approval' order by requested_at, amount_fen limit 20`,
  )
  if (!row) return
  const body = { version: row.version, reason }
  if (it.chance.is(0.15))
    return void (await it.send(
      'reject-withdrawal',
      someone(it),
      `/payments/finance/withdrawals/${row.id}/reject`,
      body,
    ))
  const approve = (who: Staff) =>
    it.send('approve-withdrawal', who, `/payments/finance/withdrawals/${row.id}/approve`, body)
  // at the same moment, often the same person
  if (it.chance.is(0.3)) await Promise.all([approve(someone(it)), approve(someone(it))])
  else await approve(someone(it))
}

export async function decideDispute(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`id in (select order_id from payments.orders where frozen_since is not null)`)
  if (!order) return
  const isRefund = it.chance.is(0.6)
  await it.send('decide-dispute', someone(it), `/orders/board/${order.id}/dispute/decide`, {
    version: order.version,
    decision: isRefund ? 'refund' : 'release',
    ...(isRefund
      ? {
          refundFen: it.chance.between(100, order.total_fen),
          bornBy: it.chance.oneOf(['shared', 'platform', 'companion']),
        }
      : {}),
    answer: '已经核对过时间线',
  })
}

export async function refund(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state not in ('booked', 'expired')`)
  if (!order) return
  await it.send('refund', someone(it), `/orders/board/${order.id}/refund`, {
    version: order.version,
    reason,
    amountFen: it.chance.between(1, Math.round(order.total_fen / 2) + 1),
    bornBy: it.chance.oneOf(['shared', 'platform', 'companion']),
  })
}

export async function cancelByOperator(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state in ('paid', 'accepted')`)
  if (!order) return
  const { body } = await it.world.call('GET', `/orders/board/${order.id}`, { token: someone(it).token })
  const preview = body['refundPreview'] as { refundFen: number; version: number } | null | undefined
  await it.send('cancel-by-operator', someone(it), `/orders/board/${order.id}/cancel`, {
    version: preview?.version ?? order.version,
    reason,
    refundFen: preview?.refundFen ?? 0,
  })
}

/** the visit's time is over and nobody said how it went: called off by the desk, with all, a part or nothing of it back */
export async function endOverdue(it: Walk): Promise<void> {
  const order = await anOrder(
    it,
    sql`state not in ('booked', 'confirmed', 'cancelled', 'expired', 'no-show', 'reported') and ends_at < ${it.world.clock.now()}`,
  )
  if (!order) return
  const { body } = await it.world.call('GET', `/orders/board/${order.id}`, { token: someone(it).token })
  const preview = body['refundPreview'] as { refundFen: number; version: number } | null | undefined
  const most = preview?.refundFen ?? 0
  await it.send('end-overdue', someone(it), `/orders/board/${order.id}/cancel`, {
    version: preview?.version ?? order.version,
    reason,
    refundFen: it.chance.is(0.5) ? most : it.chance.between(0, most),
  })
}

export async function confirmByOperator(it: Walk): Promise<void> {
  const order = await anOrder(it, sql`state in ('finished', 'reported')`)
  if (order)
    await it.send('confirm-by-operator', someone(it), `/orders/board/${order.id}/confirm`, {
      version: order.version,
      reason,
    })
}

export async function openClaim(it: Walk): Promise<void> {
  const order = await anOrder(
    it,
    sql`state in ('confirmed', 'cancelled', 'no-show') and id in (select order_id from payments.orders)`,
  )
  if (!order) return
  const rules = await rowsOf<{ code: string; max_percent: number; max_fen: number; proofs: string[] }>(
    it,
    sql`select r ->> 'code' as code, (r ->> 'maxPercent')::int as max_percent, (r ->> 'maxFen')::int as max_fen,
          array(select jsonb_array_elements_text(r -> 'proofs')) as proofs
        from payments.rules, jsonb_array_elements(body -> 'rules') r where kind = 'fund' and version = (select max(version) from payments.rules where kind = 'fund') order by 1`,
  )
  const rule = it.chance.oneOf(rules)
  if (!rule) return
  const most = Math.min(rule.max_fen, Math.floor((order.total_fen * rule.max_percent) / 100))
  await it.send('claim', someone(it), '/payments/fund/claims', {
    orderId: order.id,
    ruleCode: rule.code,
    amountFen: it.chance.between(1, Math.max(1, Math.min(most, 20_000))),
    reason,
    proofs: rule.proofs.map((kind) => ({ kind, text: '见附件' })),
  })
}

export async function decideClaim(it: Walk): Promise<void> {
  const row = await one<Versioned & { state: string; order_id: string }>(
    it,
    sql`select id, version, state, order_id from payments.claims where state in ('proposed', 'failed') order by created_at, number limit 20`,
  )
  if (!row) return
  it.touched.add(row.order_id)
  const what = row.state === 'failed' ? 'retry' : it.chance.is(0.15) ? 'reject' : 'approve'
  const body = { version: row.version, reason }
  const decide = () => it.send(`${what}-claim`, someone(it), `/payments/fund/claims/${row.id}/${what}`, body)
  if (it.chance.is(0.2)) await Promise.all([decide(), decide()])
  else await decide()
}

export async function recover(it: Walk): Promise<void> {
  const row = await one<Versioned & { amount: number; companion_id: string | null }>(
    it,
    sql`select id, version, amount_fen::int as amount, companion_id from payments.claims where state = 'paid' order by created_at desc, number limit 20`,
  )
  if (!row) return
  const companionId = row.companion_id ?? it.chance.oneOf(it.cast.companions)?.id ?? null
  await it.send('recover', someone(it), `/payments/fund/claims/${row.id}/recover`, {
    version: row.version,
    amountFen: it.chance.between(1, row.amount),
    companionId,
    reason,
  })
}

export async function propose(it: Walk): Promise<void> {
  const kind = it.chance.oneOf([
    'fund-top-up',
    'earnings-credit',
    'earnings-debit',
    'premium-remitted',
    'channel-settled',
    'recovery-received',
    'commission-paid-out',
  ] as const)
  const party = kind?.startsWith('earnings')
    ? it.chance.oneOf(it.cast.companions)?.id
    : kind === 'channel-settled'
      ? 'community'
      : null
  await it.send('propose', someone(it), '/payments/finance/proposals', {
    kind,
    amountFen: it.chance.between(1, kind === 'fund-top-up' ? 5_000 : 900),
    party: party ?? null,
    reference: `凭证${it.chance.between(1, 99_999)}`,
    reason,
  })
}

export async function decideProposal(it: Walk): Promise<void> {
  const row = await one<Versioned & { kind: string }>(
    it,
    sql`select id, version, kind from payments.proposals where state = 'proposed' order by created_at, amount_fen, reference limit 20`,
  )
  if (!row) return
  // what has left the provider is booked; anything else may be refused
  const what = it.chance.is(0.2) && !row.kind.startsWith('bank-') ? 'reject' : 'approve'
  await it.send(`${what}-proposal`, someone(it), `/payments/finance/proposals/${row.id}/${what}`, {
    version: row.version,
    reason,
  })
}

/** money goes to our bank at the provider, and two people book it */
export async function bankWithdrawal(it: Walk): Promise<void> {
  const fen = Math.floor(it.world.sandbox.control.books().availableFen / 20)
  if (fen >= 100) await moveToBank(it, fen, it.chance.is(0.3))
}

/** what waits because our account at the provider is empty: finance brings as much */
export async function bringMoney(it: Walk): Promise<void> {
  const [row] = await rowsOf<{ fen: string }>(
    it,
    sql`select coalesce(sum(amount_fen), 0) as fen from (
          select amount_fen from payments.refunds where state = 'requested' and last_error like '%NOT_ENOUGH%'
          union all select amount_fen from payments.transfers where state = 'sending' and last_error like '%NOT_ENOUGH%') w`,
  )
  const short = Number(row?.fen ?? 0) - it.world.sandbox.control.books().availableFen
  if (short > 0) await moveToBank(it, short, true)
}

async function moveToBank(it: Walk, fen: number, back: boolean): Promise<void> {
  const { control } = it.world.sandbox
  const reference = `B${it.world.clock.now().getTime()}${it.chance.between(100, 999)}`
  const proposed = await it.send('bank-withdrawal', someone(it), '/payments/finance/proposals', {
    kind: back ? 'bank-deposit' : 'bank-withdrawal',
    amountFen: fen,
    reference,
    reason,
  })
  // died in the moment of proposing: is it there?
  const [row] = await rowsOf(it, sql`select 1 from payments.proposals where reference = ${reference}`)
  if (proposed.code !== 'ok' && !row) return
  if (back) control.depositFromBank(fen)
  else control.withdrawToBank(fen)
}

export async function handleAbnormal(it: Walk): Promise<void> {
  const row = await one<{ number: string; state: string; order_id: string }>(
    it,
    sql`select number, state, order_id from payments.refunds where state in ('abnormal', 'at-our-bank')
          or state = 'failed' and again_number is null and claim_id is null and late_at is null and anew_fen < amount_fen order by created_at, amount_fen limit 30`,
  )
  if (!row) return
  it.touched.add(row.order_id)
  const at = `/payments/finance/refunds/${row.number}`
  if (row.state === 'at-our-bank')
    return void (await it.send('bank-payment', someone(it), `${at}/bank-payment`, {
      bankReference: '流水20261123',
      reason,
    }))
  if (row.state === 'failed') return void (await it.send('refund-again', someone(it), `${at}/again`, { reason }))
  const to = it.chance.is(0.6)
    ? { to: 'user-card', bankType: 'ICBC_DEBIT', cardNumber: '6222021234567890', realName: '李晓雯' }
    : { to: 'our-bank' }
  await it.send('handle-abnormal', someone(it), `${at}/abnormal`, { ...to, reason })
}

export async function reconcile(it: Walk): Promise<void> {
  const day = nextDay(shanghaiDay(it.world.clock.now()), -it.chance.between(1, 4))
  await it.send('reconcile', someone(it), '/payments/reconciliations', { day, commandId: undefined })
}
