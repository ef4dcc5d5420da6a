/**
 * The one way an order moves: compare-and-set on the version, the timeline, the event for the other modules and the
 * pushes to open pages, in one transaction. Whoever was second gets CONFLICT with the present state.
 */
import { companionContact, type CompanionContact } from '../companions/index.ts'
import type { OrderState, TimelineKind } from '@banyi/contract/orders'
import type { Tx } from '../core/database.ts'
import { AppError } from '../core/errors.ts'
import { emit } from '../core/events.ts'
import { pushPassing, pushTo, recheckFollowers } from '../core/realtime/pushes.ts'
import { empty, type Sql } from '../core/sql.ts'
import type { System } from '../system.ts'
import { addTimeline, changeOrder, type OrderRow, type TimelineRow } from './order-queries.ts'
import { isOver } from './order-states.ts'
import { packages } from './order-words.ts'

export interface Step {
  kind: TimelineKind
  state: OrderState
  sentence: string
  /** for the chat and the companion, where the sentence holds the family's money */
  publicSentence?: string
  byWhom: TimelineRow['by_whom']
  actorId: string | null
  /** when it happened, if that was before now (a tap kept while offline) */
  at?: Date
  changes?: Sql
  isNotApplicable?: boolean
  noteEnc?: Buffer | null
  placeEnc?: Buffer | null
  amountFen?: number
  /** the companion who has or had the order, with her account; looked up before the transaction */
  companion?: CompanionContact | null
  formerCompanion?: CompanionContact | null
}

export async function progress(system: System, tx: Tx, order: OrderRow, step: Step): Promise<OrderRow> {
  const now = system.clock.now()
  const moved = await changeOrder(tx, order, step.state, step.changes ?? empty)
  if (!moved) throw stale(order)
  const at = step.at ?? now
  await addTimeline(tx, { ...step, order: moved, at })
  await tell(tx, moved, { ...step, at }, now)
  return moved
}

/** Something for the timeline that is no change of state (a refund arrived). Not versioned: no command depends on it. */
export async function note(system: System, tx: Tx, order: OrderRow, step: Omit<Step, 'state'>): Promise<void> {
  const now = system.clock.now()
  await addTimeline(tx, { ...step, order, at: now })
  await tell(tx, order, { ...step, at: now }, now)
}

async function tell(tx: Tx, order: OrderRow, step: Omit<Step, 'state'> & { at: Date }, now: Date): Promise<void> {
  await emit(
    tx,
    'orders.progressed',
    {
      orderId: order.id,
      number: order.number,
      kind: step.kind,
      sentence: step.publicSentence ?? step.sentence,
      at: step.at.toISOString(),
      hospitalName: order.hospital_name,
      packageName: packages[order.package_kind].name,
      startsAt: order.starts_at.toISOString(),
      familyAccountId: order.account_id,
      companionAccountId: step.companion?.accountId ?? null,
      companionName: step.companion?.name ?? null,
      formerCompanionAccountId: step.formerCompanion?.accountId ?? null,
      // a companion is told what a task is worth to her
      amountFen: step.amountFen ?? (step.kind === 'assigned' ? order.income_fen : null),
      isOver: isOver(order.state),
    },
    now,
  )
  const body = { orderId: order.id, version: order.version, state: order.state, kind: step.kind }
  await pushTo(tx, { topic: `order:${order.id}`, kind: 'progress', body, now })
  const companions = new Set([step.companion?.id, step.formerCompanion?.id])
  for (const id of companions) if (id) pushPassing(tx, { topic: `companion:${id}`, kind: 'task', body, now })
  pushPassing(tx, { topic: 'board', kind: 'order', body, now })
  // she who lost it, and she whose visit is over, sees nothing more of it
  if (step.formerCompanion || order.state === 'reported' || isOver(order.state))
    recheckFollowers(tx, `order:${order.id}`, now)
}

export const stale = (order: OrderRow): AppError =>
  new AppError('CONFLICT', '订单已经有新的进展，请看最新情况后再操作', {
    facts: { version: order.version, state: order.state },
  })
export const notNow = (order: OrderRow, message: string): AppError =>
  new AppError('NOT_ALLOWED_NOW', message, { facts: { version: order.version, state: order.state } })

/** The version that the sender saw must be the present one. */
export function checkVersion(order: OrderRow, seen: number): void {
  if (order.version !== seen) throw stale(order)
}

/** Contact of the order's companion, read on the connection of the transaction; null when nobody has the order. */
export const contactOf = (system: System, tx: Tx, order: OrderRow): Promise<CompanionContact | null> =>
  order.companion_id ? companionContact({ db: tx, cipher: system.cipher }, order.companion_id) : Promise.resolve(null)
