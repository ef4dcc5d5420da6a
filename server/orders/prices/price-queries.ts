/** The SQL on price lists. */
import type { Queryable, Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

export interface PriceListRow {
  id: string
  city: string
  version: number
  effective_from: Date
  companion_percent: number
  items: Record<string, number>
}
const columns = sql`l.id, l.city, l.version, l.effective_from, l.companion_percent, (select jsonb_object_agg(code, amount_fen) from orders.price_items where list_id = l.id) as items`

/** the newest version that is in force */
export const findPriceList = (db: Queryable, city: string, now: Date): Promise<PriceListRow | null> =>
  db.maybe<PriceListRow>(
    sql`select ${columns} from orders.price_lists l where city = ${city} and effective_from <= ${now} order by effective_from desc, version desc limit 1`,
  )
export const listPriceLists = (db: Queryable, city: string): Promise<PriceListRow[]> =>
  db.many<PriceListRow>(
    sql`select ${columns} from orders.price_lists l where city = ${city} order by version desc limit 50`,
  )

export async function insertPriceList(
  tx: Tx,
  list: { id: string; city: string; effectiveFrom: Date; items: Map<string, number>; operatorId: string; now: Date },
): Promise<void> {
  // two operators at once: the unique (city, version) lets one win
  await tx.run(sql`
    insert into orders.price_lists (id, city, version, effective_from, companion_percent, created_by, created_at)
    select ${list.id}, ${list.city}, coalesce(max(version), 0) + 1, ${list.effectiveFrom},
      coalesce((array_agg(companion_percent order by version desc))[1], 75), ${list.operatorId}, ${list.now}
    from orders.price_lists where city = ${list.city}`)
  await tx.run(
    sql`insert into orders.price_items (list_id, code, amount_fen) select ${list.id}, code, fen from unnest(${[...list.items.keys()]}::text[], ${[...list.items.values()]}::bigint[]) as items (code, fen)`,
  )
}
