/** A family types a code. The route is limited: codes are short enough to be guessed. */
import type { coupons, MyCoupon } from '@banyi/contract/coupons'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { claimCommand } from '../core/commands.ts'
import { AppError, notFound } from '../core/errors.ts'
import type { AccountContext } from '../system.ts'
import { findCoupon, findKindByCode, insertTaken, type KindRow } from './coupon-queries.ts'
import { toMyCoupon } from './coupon-rule.ts'

type Operation = typeof coupons.takeCoupon

export async function takeCoupon(c: AccountContext, { body }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  const now = c.clock.now()
  const { accountId } = c.viewer
  const id = randomUUID()
  const couponId = await c.db
    .tx(async (tx) => {
      const first = await claimCommand(tx, {
        actorId: accountId,
        commandId: body.commandId,
        name: 'coupons.take',
        subjectId: id,
        now,
        isCreation: true,
      })
      if (first !== null) return first
      const kind = await findKindByCode(tx, body.code.toUpperCase())
      if (!kind) throw refusal('没有这个券码，请核对后再输')
      checkKind(kind, now)
      if ((await insertTaken(tx, id, kind.id, accountId, now)) === 0) throw ended(kind)
      return id
    })
    .catch((error: unknown) => {
      throw limitReached(error) ?? error
    })
  return showCoupon(c, couponId)
}

async function showCoupon(c: AccountContext, id: string): Promise<MyCoupon> {
  const row = await findCoupon(c.db, c.viewer.accountId, id)
  if (!row) throw notFound('这张优惠券')
  return toMyCoupon(row, c.clock.now())
}

function checkKind(kind: KindRow, now: Date): void {
  if (kind.ended_at) throw ended(kind)
  if (now >= kind.valid_to) throw refusal(`“${kind.name}”已经过期`)
}
const ended = (kind: KindRow): AppError => refusal(`“${kind.name}”已经停止发放`)
const refusal = (message: string): AppError => new AppError('NOT_ALLOWED_NOW', message, { fields: { code: message } })

/** The database counts, so that two who take the last one at the same moment cannot both have it. */
function limitReached(error: unknown): AppError | null {
  const constraint = error instanceof Error && 'constraint' in error ? error.constraint : null
  if (constraint === 'all_taken') return refusal('这种优惠券已经领完')
  if (constraint === 'all_of_account_taken') return refusal('您已经领过这种优惠券')
  return null
}
