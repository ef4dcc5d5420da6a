/** Where the companion is: only the newest position, only while the visit lasts, sealed with her own key. */
import type { Place } from '@banyi/contract/orders'
import type { Point } from '@banyi/contract/common'
import type { Queryable } from '../core/database.ts'
import { sql } from '../core/sql.ts'
import { findHospitals } from '../hospitals/index.ts'
import type { System } from '../system.ts'
import type { OrderRow } from './order-queries.ts'

const EARTH_METERS = 6_371_000
/** great-circle distance in metres (haversine) */
export function metersBetween(a: Point, b: Point): number {
  const rad = Math.PI / 180
  const h =
    Math.sin(((b.lat - a.lat) * rad) / 2) ** 2 +
    Math.cos(a.lat * rad) * Math.cos(b.lat * rad) * Math.sin(((b.lng - a.lng) * rad) / 2) ** 2
  return 2 * EARTH_METERS * Math.asin(Math.sqrt(h))
}

/** A sentence first, a map second. */
export function sayPlace(point: Point, hospital: { name: string; location: Point | null }): string {
  if (!hospital.location) return '位置已更新'
  const meters = metersBetween(point, hospital.location)
  if (meters < 300) return `已在${hospital.name}`
  return meters < 950
    ? `距${hospital.name}约 ${Math.round(meters / 100) * 100} 米`
    : `距${hospital.name}约 ${(meters / 1000).toFixed(1)} 公里`
}

export async function readPlace(system: System, order: OrderRow): Promise<Place | null> {
  const row = await system.db.maybe<{ companion_account_id: string; place_enc: Buffer }>(
    sql`select companion_account_id, place_enc from orders.places where order_id = ${order.id}`,
  )
  return row
    ? (JSON.parse(await system.cipher.open(system.db, row.companion_account_id, 'place', row.place_enc)) as Place)
    : null
}

/** Stores the newest place if the order is still this companion's and on its way; false otherwise. */
export async function keepPlace(
  db: Queryable,
  facts: { order: OrderRow; accountId: string; placeEnc: Buffer; at: Date },
): Promise<boolean> {
  const kept = await db.run(sql`
    insert into orders.places (order_id, companion_account_id, place_enc, at)
    select id, ${facts.accountId}, ${facts.placeEnc}, ${facts.at} from orders.orders where id = ${facts.order.id} and companion_id = ${facts.order.companion_id} and state = ${facts.order.state}
    on conflict (order_id) do update set companion_account_id = excluded.companion_account_id, place_enc = excluded.place_enc, at = excluded.at where orders.places.at <= excluded.at`)
  return kept === 1
}
export const forgetPlace = (db: Queryable, orderId: string): Promise<number> =>
  db.run(sql`delete from orders.places where order_id = ${orderId}`)

export async function hospitalOf(system: System, order: OrderRow): Promise<{ name: string; location: Point | null }> {
  const hospital = (await findHospitals(system, [order.hospital_id])).get(order.hospital_id)
  return { name: order.hospital_name, location: hospital?.location ?? null }
}
