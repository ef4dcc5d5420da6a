/** The SQL on family links and the short sign-ins they give. Only hashes of tokens are stored. */
import type { Queryable, Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'

export interface LinkRow {
  id: string
  order_id: string
  label: string
  max_opens: number
  opened_count: number
  last_opened_at: Date | null
  created_at: Date
  expires_at: Date
  revoked_at: Date | null
}
const columns = sql`id, order_id, label, max_opens, opened_count, last_opened_at, created_at, expires_at, revoked_at`

export const listLinkRows = (db: Queryable, orderId: string): Promise<LinkRow[]> =>
  db.many<LinkRow>(
    sql`select ${columns} from orders.links where order_id = ${orderId} order by created_at desc limit 50`,
  )
export const findLink = (db: Queryable, id: string): Promise<LinkRow | null> =>
  db.maybe<LinkRow>(sql`select ${columns} from orders.links where id = ${id}`)
export const insertLink = (
  tx: Tx,
  link: {
    id: string
    orderId: string
    tokenHash: Buffer
    label: string
    maxOpens: number
    createdAt: Date
    expiresAt: Date
  },
): Promise<number> =>
  tx.run(sql`
    insert into orders.links (id, order_id, token_hash, label, max_opens, created_at, expires_at)
    values (${link.id}, ${link.orderId}, ${link.tokenHash}, ${link.label}, ${link.maxOpens}, ${link.createdAt}, ${link.expiresAt})`)
export const countLiveLinks = async (db: Queryable, orderId: string, now: Date): Promise<number> =>
  (
    await db.one<{ n: number }>(
      sql`select count(*)::int as n from orders.links where order_id = ${orderId} and revoked_at is null and expires_at > ${now}`,
    )
  ).n

/** Counts the opening if the link is alive and has openings left; null otherwise. */
export const openLinkRow = (tx: Tx, tokenHash: Buffer, now: Date): Promise<LinkRow | null> =>
  tx.maybe<LinkRow>(sql`
    update orders.links set opened_count = opened_count + 1, last_opened_at = ${now}
    where token_hash = ${tokenHash} and revoked_at is null and expires_at > ${now} and opened_count < max_opens returning ${columns}`)
export const revokeLinkRow = (tx: Tx, id: string, orderId: string, now: Date): Promise<number> =>
  tx.run(
    sql`update orders.links set revoked_at = coalesce(revoked_at, ${now}) where id = ${id} and order_id = ${orderId}`,
  )

export const insertView = (tx: Tx, view: { tokenHash: Buffer; linkId: string; expiresAt: Date }): Promise<number> =>
  tx.run(
    sql`insert into orders.link_views (token_hash, link_id, expires_at) values (${view.tokenHash}, ${view.linkId}, ${view.expiresAt})`,
  )
/** the link behind a view token, while both are alive */
export const findViewedLink = (
  db: Queryable,
  tokenHash: Buffer,
  now: Date,
): Promise<{ link_id: string; order_id: string } | null> =>
  db.maybe(sql`
    select v.link_id, l.order_id from orders.link_views v join orders.links l on l.id = v.link_id
    where v.token_hash = ${tokenHash} and v.expires_at > ${now} and l.revoked_at is null and l.expires_at > ${now}`)
