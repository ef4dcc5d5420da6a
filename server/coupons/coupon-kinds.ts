/** Operators: the kinds of coupons and who pays for them. */
import type { CouponInput, CouponKind, coupons } from '@banyi/contract/coupons'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { writeAudit } from '../core/audit.ts'
import { claimCommand } from '../core/commands.ts'
import { AppError, conflict, invalid, notFound } from '../core/errors.ts'
import { toPage } from '../core/paging.ts'
import { actorOf } from '../core/viewer.ts'
import type { OperatorContext } from '../system.ts'
import { addFunder, endKind, findKind, insertKind, listFunderRows, listKinds, type KindRow } from './coupon-queries.ts'
import { readPosition } from './position.ts'

type Api = typeof coupons

export async function listCouponKinds(
  c: OperatorContext,
  { query }: InputOf<Api['listCouponKinds']>,
): Promise<ReturnOf<Api['listCouponKinds']>> {
  const rows = await listKinds(c.db, query.query ?? '', readPosition(query.cursor), query.limit + 1)
  return toPage(rows, query.limit, (row) => [row.created_at.toISOString(), row.id], toKind)
}

export async function listFunders(c: OperatorContext): Promise<ReturnOf<Api['listFunders']>> {
  return { items: await listFunderRows(c.db) }
}

export async function addCouponKind(
  c: OperatorContext,
  { body: { commandId, coupon } }: InputOf<Api['addCouponKind']>,
): Promise<ReturnOf<Api['addCouponKind']>> {
  const now = c.clock.now()
  checkRule(coupon, now)
  const id = randomUUID()
  const actorId = c.viewer.operatorId
  const kindId = await c.db.tx(async (tx) => {
    const command = { actorId, commandId, name: 'coupons.add-kind', subjectId: id, now, isCreation: true }
    const first = await claimCommand(tx, command)
    if (first !== null) return first
    const funderName = await addFunder(tx, coupon.funderCode, coupon.funderName)
    if (funderName !== coupon.funderName) throw invalid('funderName', `这个出资方代号已用于“${funderName}”`)
    if ((await insertKind(tx, id, coupon, actorId, now)) === 0) throw invalid('code', '这个券码已经用过，请换一个')
    await writeAudit(tx, {
      actor: actorOf(c.viewer),
      action: 'coupons.add-kind',
      subjectId: id,
      detail: { ...coupon },
      now,
    })
    return id
  })
  return showKind(c, kindId)
}

/** Nobody can take it any more; those who have it can still use it. */
export async function endCouponKind(
  c: OperatorContext,
  { params, body }: InputOf<Api['endCouponKind']>,
): Promise<ReturnOf<Api['endCouponKind']>> {
  const now = c.clock.now()
  await c.db.tx(async (tx) => {
    const first = await claimCommand(tx, {
      actorId: c.viewer.operatorId,
      commandId: body.commandId,
      name: 'coupons.end-kind',
      subjectId: params.id,
      now,
    })
    if (first !== null) return
    const kind = await findKind(tx, params.id)
    if (!kind) throw notFound('这种优惠券')
    if (kind.version !== body.version) throw conflict()
    if (kind.ended_at) throw new AppError('NOT_ALLOWED_NOW', '这种优惠券已经停止发放')
    if ((await endKind(tx, params.id, body.version, now)) === 0) throw conflict()
    await writeAudit(tx, {
      actor: actorOf(c.viewer),
      action: 'coupons.end-kind',
      subjectId: params.id,
      reason: body.reason,
      now,
    })
  })
  return showKind(c, params.id)
}

/** Throws INVALID. What a single field cannot say of itself. */
function checkRule(coupon: CouponInput, now: Date): void {
  if (coupon.offFen > 0 === coupon.offPercent > 0) throw invalid('offFen', '立减金额和折扣比例填一个，另一个填 0')
  if (coupon.offFen > 0 && coupon.maxOffFen > 0 && coupon.maxOffFen < coupon.offFen)
    throw invalid('maxOffFen', '最多减的金额不能小于立减金额')
  if (Date.parse(coupon.validTo) <= Date.parse(coupon.validFrom)) throw invalid('validTo', '结束时间要在开始时间之后')
  if (Date.parse(coupon.validTo) <= now.getTime()) throw invalid('validTo', '结束时间要在现在之后')
  if (coupon.perAccount > coupon.totalCount) throw invalid('perAccount', '每人可领数不能超过总数')
}

async function showKind(c: OperatorContext, id: string): Promise<CouponKind> {
  const row = await findKind(c.db, id)
  if (!row) throw notFound('这种优惠券')
  return toKind(row)
}

const toKind = (row: KindRow): CouponKind => ({
  id: row.id,
  version: row.version,
  name: row.name,
  code: row.code,
  funderCode: row.funder_code,
  funderName: row.funder_name,
  offFen: row.off_fen,
  offPercent: row.off_percent,
  maxOffFen: row.max_off_fen,
  minPriceFen: row.min_price_fen,
  validFrom: row.valid_from.toISOString(),
  validTo: row.valid_to.toISOString(),
  totalCount: row.total_count,
  perAccount: row.per_account,
  takenCount: row.taken_count,
  usedCount: row.used_count,
  usedFen: row.used_fen,
  endedAt: row.ended_at?.toISOString() ?? null,
})
