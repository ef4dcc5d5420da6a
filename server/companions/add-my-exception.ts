import type { companions } from '@banyi/contract/companions'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { addMinutes, nextDay, shanghaiDay, shanghaiInstant } from '../core/clock.ts'
import { AppError, invalid } from '../core/errors.ts'
import { sayTime } from '../core/words.ts'
import type { AccountContext } from '../system.ts'
import { countExceptions, listReservations, lockCompanion, saveException } from './calendar-queries.ts'
import { exceptionOf } from './calendar.ts'
import { requireMe } from './who.ts'
import { DAY, minuteOf, weekOffset, type Span } from './working-time.ts'

type Operation = typeof companions.addMyException
const MAX_DAYS_AHEAD = 366
const MAX_EXCEPTIONS = 400

export async function addMyException(c: AccountContext, { body }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  const me = await requireMe(c)
  const now = c.clock.now()
  const today = shanghaiDay(now)
  const [from, to] = readTimes(body)
  if (body.day < today) throw invalid('day', '日期已经过去')
  if (body.day > nextDay(today, MAX_DAYS_AHEAD)) throw invalid('day', '最多提前一年安排')
  return c.db.tx(async (tx) => {
    // stands in line with those who are booking her at this moment
    await lockCompanion(tx, me.id)
    if ((await countExceptions(tx, me.id, today)) >= MAX_EXCEPTIONS)
      throw new AppError('NOT_ALLOWED_NOW', '请假和加班安排太多，请先取消一些')
    if (body.kind === 'off') {
      const midnight = shanghaiInstant(body.day, '00:00')
      const [begin, end] = [addMinutes(midnight, from), addMinutes(midnight, to)]
      const [visit] = (await listReservations(tx, me.id, begin, end)).filter(
        (row) => row.starts_at < end && row.ends_at > begin,
      )
      if (visit) throw new AppError('NOT_ALLOWED_NOW', `${sayTime(visit.starts_at, now)} 已有预约，请先转单再请假`)
    }
    const offset = weekOffset(body.day)
    const minutes: Span = [offset + from, offset + to]
    return exceptionOf(
      await saveException(tx, {
        id: randomUUID(),
        companionId: me.id,
        day: body.day,
        kind: body.kind,
        minutes,
        note: body.note,
        now,
      }),
    )
  })
}

/** Leave without times is the whole day; extra hours have to say when. */
function readTimes({ kind, from, to }: InputOf<Operation>['body']): Span {
  if (from === null && to === null) {
    if (kind === 'extra') throw invalid('from', '请填写加班的开始和结束时间')
    return [0, DAY]
  }
  if (from === null || to === null) throw invalid(from === null ? 'from' : 'to', '开始和结束时间要么都填，要么都不填')
  if (minuteOf(from) >= minuteOf(to)) throw invalid('to', '结束时间要晚于开始时间')
  return [minuteOf(from), minuteOf(to)]
}
