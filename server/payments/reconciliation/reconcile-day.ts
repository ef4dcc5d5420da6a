/** Finance compares a day of ours with the provider's bills; the daily job does the same. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { addHours, nextDay, shanghaiDay, shanghaiInstant } from '../../core/clock.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { actorOf, type Actor } from '../../core/viewer.ts'
import { OutsideRefusal, OutsideUnavailable } from '../../outside/outside-error.ts'
import type { OperatorContext, System } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { compareDay } from './compare-day.ts'
import { findDay, firstPaymentAt, listChecked, listWaitingDays, viewDay } from './day-queries.ts'

type Api = typeof contract.payments

const BY_SYSTEM: Actor = { kind: 'system', id: null }
/** a bill that was not to be had for so long wants a person */
const DAYS_BACK = 7
/** while something waits on them, older days are looked at once a day */
const WAITING_DAYS_BACK = 31
const READY = '10:00'

export async function reconcileDay(
  c: OperatorContext,
  { body: { day } }: InputOf<Api['reconcileDay']>,
): Promise<ReturnOf<Api['reconcileDay']>> {
  const by = { actor: actorOf(c.viewer), looksAgain: true }
  // what we heard after midnight may stand in the bill of the day before
  if (await isUnseen(c, nextDay(day, -1)))
    await compareDay(c, nextDay(day, -1), by).catch((error) => {
      if (!isTheirs(error)) throw error
    })
  await compareDay(c, day, by)
  const row = await inBooks(c, (tx) => findDay(tx, day))
  if (!row) throw notFound('这一天的对账')
  return viewDay(row)
}

/** Job, every hour: the days whose bill is ready and has not been looked at since, and once a day those on which something waits. */
export async function reconcileReadyDays(system: System): Promise<void> {
  for (const day of await daysToDo(system)) {
    try {
      await compareDay(system, day, { actor: BY_SYSTEM, looksAgain: true })
    } catch (error) {
      if (!isTheirs(error)) throw error
      system.log.warn({ day, detail: error.detail }, 'the bill of a day is not to be had, tried again in an hour')
    }
  }
}

/** Job, ten minutes after something was asked of the provider: what is known now is no difference any more. */
export const reconcileAgain = (system: System, { day }: { day: string }): Promise<void> =>
  compareDay(system, day, { actor: BY_SYSTEM, looksAgain: false })

const isTheirs = (error: unknown): error is AppError =>
  error instanceof OutsideUnavailable ||
  error instanceof OutsideRefusal ||
  (error instanceof AppError && (error.code === 'NOT_ALLOWED_NOW' || error.code === 'INVALID'))

const readyAt = (day: string): Date => shanghaiInstant(nextDay(day), READY)

const isUnseen = (system: System, day: string): Promise<boolean> =>
  inBooks(system, async (tx) => {
    const first = await firstPaymentAt(tx)
    return first !== null && day >= shanghaiDay(first) && (await listChecked(tx, [day])).length === 0
  })

/** Finished days, oldest first, since the first payment and of at most the last week. */
async function daysToDo(system: System): Promise<string[]> {
  const now = system.clock.now()
  const today = shanghaiDay(now)
  const last = Array.from({ length: DAYS_BACK }, (_, i) => nextDay(today, i - DAYS_BACK))
  return inBooks(system, async (tx) => {
    const first = await firstPaymentAt(tx)
    if (!first) return []
    const checked = new Map((await listChecked(tx, last)).map((row) => [row.day, row.checked_at]))
    const fresh = last.filter((day) => {
      const seen = checked.get(day)
      return day >= shanghaiDay(first) && readyAt(day) <= now && (!seen || seen < readyAt(day))
    })
    const waiting = await listWaitingDays(tx, nextDay(today, -WAITING_DAYS_BACK), addHours(now, -20))
    return [...new Set([...waiting.map(({ day }) => day), ...fresh])].toSorted()
  })
}
