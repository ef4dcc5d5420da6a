/** Postings as people read them: found by what they were made for, with their entries and names. */
import type { Posting } from '@banyi/contract/payments/shapes'
import type { Tx } from '../../core/database.ts'
import { empty, sql, type Sql } from '../../core/sql.ts'
import { nameOfAccount, nameOfPosting } from './posting-words.ts'

interface PostingRow {
  id: string
  at: Date
  /** `at` with its microseconds: the cursor of a page */
  cursor_at: string
  kind: string
  sentence: string
  reference: string
  order_id: string | null
  order_number: string | null
  entries: { account: string; amountFen: number; owner: string | null }[]
}

export interface PostingFilter {
  /** a whole account or its kind */
  account?: string | undefined
  kind?: string | undefined
  orderId?: string | undefined
  /** beginning of the number of an order, payment, refund, transfer */
  query?: string | undefined
  from?: Date | undefined
  before?: Date | undefined
}
export type PostingPosition = [at: string, id: string]

/** kinds with one account per owner; the others are one account */
const OWNED = new Set(['held', 'refunding', 'earnings', 'transit', 'coupon'])
const LAST_LETTER = String.fromCodePoint(0x10ffff)
const MOST_NUMBERED = 2000

/** By ranges and not by `like`, which finds its index only where the pattern is known when the statement is planned. */
const numbered = (query: string): Sql => sql`
  (select id from payments.postings where reference <> '' and reference ~>=~ ${query} and reference ~<~ ${query + LAST_LETTER} limit ${MOST_NUMBERED})
  union all
  (select n.id from payments.orders o join payments.postings n using (order_id)
    where o.number ~>=~ ${query} and o.number ~<~ ${query + LAST_LETTER} limit ${MOST_NUMBERED})`

/** Newest first, `limit` rows after the position. */
export function listPostingRows(
  tx: Tx,
  filter: PostingFilter,
  page: { after: PostingPosition | null; limit: number },
): Promise<PostingRow[]> {
  const { account, kind, orderId, query, from, before } = filter
  const [at, id] = page.after ?? []
  return read(
    tx,
    sql`
    where true
      ${orderId ? sql`and p.order_id = ${orderId}` : empty}
      ${kind ? sql`and p.kind = ${kind}` : empty}
      ${account === undefined ? empty : sql`and exists (select 1 from payments.entries e where e.posting_id = p.id and ${OWNED.has(account) ? sql`e.account like ${`${account}:%`}` : sql`e.account = ${account}`})`}
      ${query === undefined ? empty : sql`and p.id = any(array(${numbered(query)}))`}
      ${from ? sql`and p.at >= ${from}` : empty} ${before ? sql`and p.at < ${before}` : empty}
      ${at ? sql`and (p.at, p.id) < (${at}::timestamptz, ${id}::uuid)` : empty}
    order by p.at desc, p.id desc limit ${page.limit}`,
  )
}

export const findPosting = async (tx: Tx, id: string): Promise<PostingRow | null> =>
  (await read(tx, sql`where p.id = ${id}`))[0] ?? null

/** everything that was written for a number (a refund, a transfer, a bill day, a proposal), oldest first */
export const listPostingsOfReference = (tx: Tx, reference: string): Promise<PostingRow[]> =>
  read(tx, sql`where p.reference = ${reference} and p.reference <> '' order by p.at, p.tx`)

export const listPostingsOfOrder = (tx: Tx, orderId: string): Promise<PostingRow[]> =>
  read(tx, sql`where p.order_id = ${orderId} order by p.at, p.tx`)

const read = (tx: Tx, where: Sql): Promise<PostingRow[]> =>
  tx.many<PostingRow>(sql`
    select p.id, p.at, p.at::text as cursor_at, p.kind, p.sentence, p.reference, p.order_id, o.number as order_number, (
      select json_agg(json_build_object('account', e.account, 'amountFen', e.amount_fen, 'owner', coalesce(o2.number, t.number)) order by e.amount_fen desc, e.account)
      from payments.entries e join payments.accounts a on a.code = e.account
      left join payments.orders o2 on o2.order_id = case when a.kind in ('held', 'refunding') then a.owner::uuid end
      left join payments.transfers t on t.id = case when a.kind = 'transit' then a.owner::uuid end
      where e.posting_id = p.id) as entries
    from payments.postings p left join payments.orders o on o.order_id = p.order_id ${where}`)

/** `names`: companions by id, where the reader may know them */
export const showPosting = (row: PostingRow, names: Map<string, string> = new Map()): Posting => ({
  id: row.id,
  at: row.at.toISOString(),
  kind: row.kind,
  kindName: nameOfPosting(row.kind),
  sentence: row.sentence,
  reference: row.reference,
  orderId: row.order_id,
  orderNumber: row.order_number,
  entries: row.entries.map(({ account, amountFen, owner }) => ({
    account,
    accountName: nameOfAccount(account, owner ?? names.get(account.slice(account.indexOf(':') + 1))),
    amountFen,
  })),
})
