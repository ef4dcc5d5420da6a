/** The end of a walk: disputes are decided, what waits for people is done, time passes until nothing is under way, every day is reconciled. */
import { nextDay, shanghaiDay } from '../server/core/clock.ts'
import { sql } from '../server/core/sql.ts'
import {
  bringMoney,
  decideClaim,
  decideDispute,
  decideProposal,
  decideWithdrawal,
  endOverdue,
  handleAbnormal,
} from './commands-of-desk.ts'
import { receive } from './commands-of-people.ts'
import { rowsOf, type Walk } from './walker.ts'

const ROUNDS = 40

export async function settleAll(it: Walk): Promise<string[]> {
  const { world } = it
  world.sandbox.control.clearScenarios()
  world.sandbox.control.straightenBills()
  for (let round = 0; round < ROUNDS; round++) {
    await bringMoney(it)
    for (let i = 0; i < 30; i++) {
      if ((await countWaiting(it)) === 0) break
      await decideDispute(it)
      await decideWithdrawal(it)
      await decideClaim(it)
      await decideProposal(it)
      await handleAbnormal(it)
      await receive(it)
      await endOverdue(it)
    }
    await world.advance({ hours: 20 })
    await world.sandbox.control.idle()
    await world.drain()
    await world.advance({ hours: 8 })
    await world.sandbox.control.idle()
    await world.drain()
    if (round >= 6 && (await countUnderWay(it)) === 0) break
  }
  const faults = (await listUnderWay(it)).map((words) => `still under way: ${words}`)
  await reconcileAll(it)
  const open = await rowsOf<{ words: string }>(
    it,
    sql`select day || ' ' || source || ' ' || kind || ' ' || number || ' here ' || coalesce(here_fen::text, '-') || ' (' || here_words || ') there ' || coalesce(there_fen::text, '-') as words
        from payments.differences where state in ('open', 'taken', 'proposed') order by day, number limit 10`,
  )
  const left = (await listLeft(it)).map((words) => `left at the end: ${words}`)
  return [...faults, ...left, ...open.map(({ words }) => `open difference: ${words}`)]
}

async function countWaiting(it: Walk): Promise<number> {
  const [row] = await rowsOf<{ n: string }>(
    it,
    sql`select (select count(*) from payments.transfers where state = 'awaiting-approval') + (select count(*) from payments.claims where state in ('proposed', 'failed'))
      + (select count(*) from payments.proposals where state = 'proposed') + (select count(*) from payments.refunds where state in ('abnormal', 'at-our-bank') or state = 'failed' and again_number is null and claim_id is null and late_at is null and anew_fen < amount_fen)
      + (select count(*) from payments.transfers where state = 'awaiting-user' and package_info is not null)
      + (select count(*) from orders.orders where state not in ('booked', 'confirmed', 'cancelled', 'expired', 'no-show', 'reported') and ends_at < ${it.world.clock.now()})
      + (select count(*) from payments.orders where frozen_since is not null) as n`,
  )
  return Number(row?.n ?? 0)
}

const UNDER_WAY = sql`
  select 'refund ' || number || ' ' || state as words from payments.refunds where state in ('requested', 'processing', 'abnormal')
  union all select 'transfer ' || number || ' ' || state from payments.transfers where state in ('sending', 'awaiting-user', 'transferring')
  union all select 'payment ' || number || ' ' || state from payments.payments where state in ('created', 'prepaid')
  union all select 'frozen order ' || number from payments.orders where frozen_since is not null
  union all select 'task ' || kind || ' ' || coalesce(last_error, '') from core.tasks where dead_at is not null`
const listUnderWay = async (it: Walk): Promise<string[]> =>
  (await rowsOf<{ words: string }>(it, sql`select words from (${UNDER_WAY}) u limit 10`)).map(({ words }) => words)
const countUnderWay = async (it: Walk): Promise<number> => (await listUnderWay(it)).length

/** money that still waits for somebody although nothing is under way: nobody would ever come for it */
async function listLeft(it: Walk): Promise<string[]> {
  const rows = await rowsOf<{ words: string }>(
    it,
    sql`select a.code || ' ' || -a.balance_fen || coalesce(' of order ' || o.number || ', ' || o.state || ', settled ' || coalesce(p.settled_at::text, 'never') || ': '
          || (select string_agg(l.kind || ' ' || -e.amount_fen || ' (' || l.at || ')', ', ' order by l.at) from payments.postings l join payments.entries e on e.posting_id = l.id and e.account = a.code), '') as words
        from payments.accounts a left join orders.orders o on a.kind in ('held', 'refunding') and o.id::text = a.owner left join payments.orders p on p.order_id = o.id
        where a.kind in ('held', 'refunding', 'transit') and a.balance_fen <> 0 limit 10`,
  )
  return rows.map(({ words }) => words)
}

/** by the operator's door, whatever the job has done before */
async function reconcileAll(it: Walk): Promise<void> {
  const { world, cast } = it
  const [first] = await rowsOf<{ at: Date | null }>(
    it,
    sql`select min(paid_at) as at from payments.payments where paid_at is not null`,
  )
  if (!first?.at) return
  await world.advance({ days: 1, hours: 4 })
  const last = nextDay(shanghaiDay(world.clock.now()), -1)
  for (const round of [1, 2]) {
    for (let day = shanghaiDay(first.at); day <= last; day = nextDay(day)) {
      if (round === 1) {
        const seen = await rowsOf<{ runs: number }>(
          it,
          sql`select runs from payments.bill_days where day = ${day} and checked_at > ${`${nextDay(day)}T10:00:00+08:00`}::timestamptz`,
        )
        if (seen.length > 0) continue
      } else {
        // what was asked after in the first round is known now
        const open = await rowsOf(
          it,
          sql`select 1 from payments.differences where day = ${day} and state in ('open', 'taken', 'proposed')`,
        )
        if (open.length === 0) continue
      }
      const desk = cast.desks[0]
      if (!desk) return
      await it.send('reconcile-at-the-end', desk, '/payments/reconciliations', { day, commandId: undefined })
      await world.advance({ seconds: 7 })
    }
    await world.drain()
    await world.advance({ minutes: 15 })
    await world.sandbox.control.idle()
    await world.drain()
  }
}
