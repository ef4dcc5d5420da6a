/** Who may follow an order, a companion's offers, the board. */
import { companionOfAccount } from '../companions/index.ts'
import { sql } from '../core/sql.ts'
import type { Viewer } from '../core/viewer.ts'
import type { System } from '../system.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export async function mayFollowOrder(system: System, viewer: Viewer, id: string): Promise<boolean> {
  if (!UUID.test(id)) return false
  if (viewer.kind === 'operator') return true
  if (viewer.kind === 'link') return viewer.orderId === id
  if (viewer.kind !== 'account') return false
  const me = await companionOfAccount(system, viewer.accountId)
  const row = await system.db.maybe(sql`
    select 1 from orders.orders where id = ${id} and (account_id = ${viewer.accountId} or (companion_id = ${me?.id ?? null} and accepted_at is not null and state not in ('reported', 'confirmed', 'cancelled', 'no-show')))`)
  return row !== null
}
export async function mayFollowCompanion(system: System, viewer: Viewer, id: string): Promise<boolean> {
  return viewer.kind === 'account' && (await companionOfAccount(system, viewer.accountId))?.id === id
}
export const mayFollowBoard = (_system: System, viewer: Viewer): Promise<boolean> =>
  Promise.resolve(viewer.kind === 'operator')
