/** Reaction to orders.progressed: paid -> bind; another time -> cancel and bind anew; called off -> cancel; over -> ended. */
import type { EventPayload } from '@banyi/contract/events'
import type { Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'
import type { System } from '../system.ts'
import { concludeLatePayment, concludePolicy, isOver } from './conclude-policy.ts'
import { changePolicy, listBindings, lockPolicyOfOrder, type PolicyRow } from './policy-queries.ts'
import { settleNow } from './settle-key.ts'

type Progress = EventPayload<'orders.progressed'>

/** May come late, twice and out of order: each step looks at what the policy already knows. */
export async function followOrder(system: System, event: Progress): Promise<void> {
  const step = STEPS[event.kind]
  if (!step) return
  await system.db.tx(async (tx) => {
    const policy = await lockPolicyOfOrder(tx, event.orderId)
    if (policy) await step(tx, policy, event, system.clock.now())
  })
}

type Step = (tx: Tx, policy: PolicyRow, event: Progress, now: Date) => Promise<void>
const STEPS: Partial<Record<Progress['kind'], Step>> = {
  paid: markPaid,
  rescheduled: moveTime,
  cancelled: (tx, policy, _event, now) => callOff(tx, policy, '订单已取消', now),
  expired: (tx, policy, _event, now) => callOff(tx, policy, '订单已失效', now),
  // a companion who did not come is replaced: the visit is not over
  'no-show': async (tx, policy, event, now) => {
    if (event.isOver) await callOff(tx, policy, '没有就诊', now)
  },
  confirmed: finish,
}

async function markPaid(tx: Tx, policy: PolicyRow, _event: Progress, now: Date): Promise<void> {
  if (policy.is_paid) return
  const paid = await changePolicy(tx, policy.id, sql`is_paid = true`, now)
  if (isOver(paid)) {
    await concludeLatePayment(tx, paid, now)
    return
  }
  await concludePolicy(tx, paid, now)
  await settleNow(tx, policy.id, now)
}

/** The same length at another time. What was asked for the old time gets no new content: a period of its own. */
async function moveTime(tx: Tx, policy: PolicyRow, event: Progress, now: Date): Promise<void> {
  const at = new Date(event.at)
  if (isOver(policy) || !policy.is_wanted || (policy.moved_at && at <= policy.moved_at)) return
  const startsAt = new Date(event.startsAt)
  const isSame = startsAt.getTime() === policy.starts_at.getTime()
  const endsAt = new Date(startsAt.getTime() + policy.ends_at.getTime() - policy.starts_at.getTime())
  const isAsked = (await listBindings(tx, policy.id)).some(({ period }) => period === policy.period)
  const moved = await changePolicy(
    tx,
    policy.id,
    sql`moved_at = ${at}, starts_at = ${startsAt}, ends_at = ${endsAt}, period = period + ${isAsked && !isSame ? 1 : 0}`,
    now,
  )
  const concluded = await concludePolicy(tx, moved, now)
  if (concluded.is_paid) await settleNow(tx, policy.id, now)
}

async function callOff(tx: Tx, policy: PolicyRow, words: string, now: Date): Promise<void> {
  if (isOver(policy) || !policy.is_wanted) return
  const unwanted = await changePolicy(
    tx,
    policy.id,
    sql`is_wanted = false, ends_as = 'cancelled', words = ${words}`,
    now,
  )
  const concluded = await concludePolicy(tx, unwanted, now)
  if (!isOver(concluded)) await settleNow(tx, policy.id, now)
}

/** The visit is over. What is not bound by now insures nobody: it is called off. */
async function finish(tx: Tx, policy: PolicyRow, _event: Progress, now: Date): Promise<void> {
  if (policy.state === 'bound') await changePolicy(tx, policy.id, sql`state = 'ended', words = '保障时间已结束'`, now)
  else await callOff(tx, policy, '服务结束时还没有承保', now)
}
