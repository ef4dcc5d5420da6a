import type { coupons } from '@banyi/contract/coupons'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { toPage } from '../core/paging.ts'
import type { AccountContext } from '../system.ts'
import { listCoupons } from './coupon-queries.ts'
import { toMyCoupon } from './coupon-rule.ts'
import { readPosition } from './position.ts'

type Operation = typeof coupons.listMyCoupons

export async function listMyCoupons(c: AccountContext, { query }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  const rows = await listCoupons(c.db, c.viewer.accountId, readPosition(query.cursor), query.limit + 1)
  return toPage(
    rows,
    query.limit,
    (row) => [row.taken_at.toISOString(), row.id],
    (row) => toMyCoupon(row, c.clock.now()),
  )
}
