/**
 * Job: brings a policy and the insurer together, one call at a time, until nothing is open. Every call carries our
 * number, so that after any doubt the same words are said again and nothing is bound twice.
 */
import { sayError, type AppError } from '../core/errors.ts'
import { sql } from '../core/sql.ts'
import { OutsideRefusal, OutsideUnavailable } from '../outside/outside-error.ts'
import type { InsurerPort } from '../outside/insurer/port.ts'
import type { System } from '../system.ts'
import { nextMove, type Move } from './next-move.ts'
import { changePolicy, findPolicy } from './policy-queries.ts'
import { openPerson, prepareBinding } from './prepare-binding.ts'
import { recordBegun, recordPolicy } from './record-policy.ts'
import { settleLater, settleNow, type SettlePolicy } from './settle-key.ts'

/** cancel, prepare, bind: a change of plan needs three; more means that plans change while we ask */
const MOST_MOVES = 6

export async function settlePolicy(system: System, task: SettlePolicy): Promise<void> {
  let asked = ''
  try {
    const { insurer } = system.outside
    if (!insurer) throw new OutsideUnavailable('保险公司', 'none is configured')
    for (let moves = 0; moves < MOST_MOVES; moves++) {
      const move = await system.db.tx((tx) => nextMove(tx, task.policyId, system.clock.now()))
      if (move.kind === 'nothing') return
      asked = nameOf(move)
      if (await isStillOpen(system, insurer, move)) break
    }
  } catch (error) {
    if (!(error instanceof OutsideUnavailable || error instanceof OutsideRefusal)) throw error
    await noteError(system, task.policyId, error)
  }
  await system.db.tx(async (tx) => {
    const now = system.clock.now()
    const move = await nextMove(tx, task.policyId, now)
    if (move.kind === 'nothing') return
    // plans changed while we asked: that does not wait for the ladder
    if (asked === '' || nameOf(move) === asked) await settleLater(tx, task, now, move.policy.starts_at)
    else await settleNow(tx, task.policyId, now)
  })
}

const nameOf = (move: Exclude<Move, { kind: 'nothing' }>): string =>
  move.kind === 'prepare' ? move.kind : `${move.kind} ${move.binding.number}`

/** true: the insurer has not decided, ask again later */
async function isStillOpen(
  system: System,
  insurer: InsurerPort,
  move: Exclude<Move, { kind: 'nothing' }>,
): Promise<boolean> {
  if (move.kind === 'prepare') {
    await prepareBinding(system, move.policy)
    return false
  }
  const { policy, binding } = move
  if (move.kind === 'bind') {
    const fact = await insurer.bind({
      number: binding.number,
      planCode: policy.plan_code,
      premiumFen: policy.premium_fen,
      packageKind: policy.package_kind,
      startsAt: binding.starts_at,
      endsAt: binding.ends_at,
      insured: await openPerson(system, policy, binding),
    })
    await system.db.tx((tx) => recordPolicy(tx, fact, system.clock.now()))
    return fact.state === 'accepted'
  }
  const fact = await insurer.cancel(binding.number, policy.is_wanted ? '改期' : '订单取消')
  if (fact !== 'begun') {
    await system.db.tx((tx) => recordPolicy(tx, fact, system.clock.now()))
    return fact.state !== 'cancelled' && fact.state !== 'refused'
  }
  const known = await insurer.queryPolicy(binding.number)
  if (!known) throw new OutsideUnavailable('保险公司', 'a policy that has begun is not there')
  await system.db.tx((tx) => recordBegun(tx, known, system.clock.now()))
  return false
}

async function noteError(system: System, policyId: string, error: AppError): Promise<void> {
  const policy = await findPolicy(system.db, policyId)
  const detail = sayError(error)
  system.log.warn({ policyId, detail }, 'the insurer could not be asked, goes on later')
  if (policy) await system.db.tx((tx) => changePolicy(tx, policyId, sql`last_error = ${detail}`, system.clock.now()))
}
