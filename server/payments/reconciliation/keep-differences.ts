/** What a comparison found, kept: the same difference keeps its id, its state and what people decided about it. */
import { randomUUID } from 'node:crypto'
import type { Tx } from '../../core/database.ts'
import { sql } from '../../core/sql.ts'
import type { Found } from './compare-queries.ts'

/** New ones are opened, one that came back is opened again, one that is not there any more is gone; what is resolved stays. */
export async function keepDifferences(
  tx: Tx,
  day: string,
  about: 'lines' | 'balance',
  found: Found[],
  now: Date,
): Promise<number> {
  const of = <K extends keyof Found>(key: K): Found[K][] => found.map((each) => each[key])
  const opened = await tx.many<{ id: string; isNew: boolean }>(sql`
    insert into payments.differences as d (id, day, source, kind, number, here_fen, there_fen, here_words, there_words, order_id, state, found_at, changed_at)
    select id, ${day}, source, kind, number, here_fen, there_fen, here_words, there_words, order_id, 'open', ${now}, ${now}
    from unnest(${found.map(() => randomUUID())}::uuid[], ${of('source')}::text[], ${of('kind')}::text[], ${of('number')}::text[], ${of('hereFen')}::bigint[],
      ${of('thereFen')}::bigint[], ${of('hereWords')}::text[], ${of('thereWords')}::text[], ${of('orderId')}::uuid[])
      as f (id, source, kind, number, here_fen, there_fen, here_words, there_words, order_id)
    on conflict (day, source, kind, number) do update set here_fen = excluded.here_fen, there_fen = excluded.there_fen, here_words = excluded.here_words,
      there_words = excluded.there_words, version = d.version + 1, changed_at = excluded.changed_at, state = case when d.state = 'gone' then 'open' else d.state end
      where d.state = 'gone' or d.state <> 'resolved' and (d.here_fen, d.there_fen) is distinct from (excluded.here_fen, excluded.there_fen)
    returning id, state = 'open' as "isNew"`)
  const gone = await tx.many<{ id: string }>(sql`
    update payments.differences d set state = 'gone', version = version + 1, changed_at = ${now}
    where day = ${day} and state in ('open', 'taken', 'proposed') and (kind = 'balance') = ${about === 'balance'} and not exists (
      select 1 from unnest(${of('source')}::text[], ${of('kind')}::text[], ${of('number')}::text[]) as f (source, kind, number)
      where f.source = d.source and f.kind = d.kind and f.number = d.number)
    returning id`)
  await addSteps(tx, ids(opened.filter(({ isNew }) => isNew)), '对账发现差异', now)
  await addSteps(tx, ids(gone), '再次对账时差异已不存在', now)
  return opened.filter(({ isNew }) => isNew).length
}
const ids = (rows: { id: string }[]): string[] => rows.map(({ id }) => id)

/** A line that turned up on another day ends the question where it was: it is asked where the line stands. */
export async function endFoundElsewhere(tx: Tx, day: string, now: Date): Promise<void> {
  const gone = await tx.many<{ id: string }>(sql`
    update payments.differences d set state = 'gone', version = version + 1, changed_at = ${now}
    where kind = 'missing-there' and state in ('open', 'taken', 'proposed') and day <> ${day} and exists (
      select 1 from payments.bill_lines l where l.day = ${day} and l.number = d.number and l.source = d.source and l.status <> 'booked'
        and (l.amount_fen < 0) = (coalesce(d.here_fen, 0) < 0))
    returning id`)
  await addSteps(tx, ids(gone), `${day} 的账单里有这一笔`, now)
}

/** Of days that were told "it comes later", the line's own day says nothing new. */
export const listToldLater = async (tx: Tx, numbers: string[]): Promise<Set<string>> =>
  new Set(
    (
      await tx.many<{ number: string }>(sql`
        select number from payments.differences where number = any(${numbers}) and kind = 'missing-there' and state = 'resolved' and resolution = 'later'`)
    ).map(({ number }) => number),
  )

const addSteps = (tx: Tx, subjects: string[], what: string, now: Date): Promise<number> =>
  tx.run(sql`
    insert into payments.steps (subject, at, actor_kind, what) select subject, ${now}, 'system', ${what} from unnest(${subjects}::text[]) as subject`)

/** While lines of the last days wait for somebody, the balance is not asked about as well. */
export const hasOpenLines = async (tx: Tx, day: string): Promise<boolean> =>
  (await tx.maybe(sql`
    select 1 from payments.differences where kind <> 'balance' and state in ('open', 'taken', 'proposed') and day <= ${day} and day > ${day}::date - 7 limit 1`)) !==
  null
