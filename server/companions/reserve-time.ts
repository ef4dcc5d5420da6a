/** The companion's time for an order, in the transaction of the order: both exist or neither does. */
import type { Tx } from '../core/database.ts'
import { AppError, notFound } from '../core/errors.ts'
import { deleteReservation, insertReservation, lockCompanion } from './calendar-queries.ts'
import { visitTime } from './working-time.ts'

export interface TimeWanted {
  companionId: string
  orderId: string
  startsAt: Date
  endsAt: Date
  now: Date
  /** a dispatcher may ask her outside her working hours; never twice at one time */
  isAnyHour?: boolean
}

/**
 * Throws TIME_TAKEN when she is taken or does not work then, NOT_ALLOWED_NOW when she takes no orders, NOT_FOUND.
 * The transaction stays usable after a refusal (no statement of it has failed), so a caller may try another companion.
 */
export async function reserveTime(
  tx: Tx,
  { companionId, orderId, startsAt, endsAt, now, isAnyHour = false }: TimeWanted,
): Promise<void> {
  const companion = await lockCompanion(tx, companionId)
  if (!companion) throw notFound('这位陪诊员')
  if (companion.status !== 'active') throw new AppError('NOT_ALLOWED_NOW', `${companion.name} 暂时不接单，请换一位`)
  const time = visitTime(startsAt, endsAt)
  const added = time
    ? await insertReservation(tx, { companionId, orderId, visit: { time, startsAt, endsAt }, anyHour: isAnyHour, now })
    : 0
  if (added === 0) throw new AppError('TIME_TAKEN', `${companion.name} 这个时间没有空，请换一个时间或换一位陪诊员`)
}

/** The order's other time, with the same companion or another. A refusal ends the caller's transaction: the old time was given up in it. */
export async function moveReservation(tx: Tx, wanted: TimeWanted): Promise<void> {
  await deleteReservation(tx, wanted.orderId)
  await reserveTime(tx, wanted)
}

/** Harmless when there is none. */
export async function releaseTime(tx: Tx, orderId: string): Promise<void> {
  await deleteReservation(tx, orderId)
}
