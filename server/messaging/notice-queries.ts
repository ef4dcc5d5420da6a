/** The only SQL on the sent-log, the reports of the SMS provider and the subscriptions. */
import type { Notice } from '@banyi/contract/messaging'
import type { Queryable, Tx } from '../core/database.ts'
import { sql } from '../core/sql.ts'
import type { NoticeWords, TemplateName } from './notice-words.ts'

export interface NoticeRow {
  id: string
  order_id: string
  account_id: string
  key: string
  channel: Notice['channel']
  template: TemplateName
  words: NoticeWords
  has_sms_fallback: boolean
  status: Notice['status']
  reason: string
  to_masked: string
  attempted_at: Date | null
  attempts: number
  phone_hash: Buffer | null
  created_at: Date
}
const columns = sql`id, order_id, account_id, key, channel, template, words, has_sms_fallback, status, reason, to_masked,
  attempted_at, attempts, phone_hash, created_at`

export type NewNotice = Pick<
  NoticeRow,
  'id' | 'order_id' | 'account_id' | 'key' | 'channel' | 'template' | 'words' | 'has_sms_fallback'
>

/** False: this fact was told to this person on this channel already. */
export const insertNotice = async (tx: Tx, notice: NewNotice, now: Date): Promise<boolean> =>
  (await tx.run(sql`
    insert into messaging.notices (id, order_id, account_id, key, channel, template, words, has_sms_fallback, status, created_at, updated_at)
    values (${notice.id}, ${notice.order_id}, ${notice.account_id}, ${notice.key}, ${notice.channel}, ${notice.template},
      ${JSON.stringify(notice.words)}, ${notice.has_sms_fallback}, 'waiting', ${now}, ${now})
    on conflict (key, account_id, channel) do nothing`)) === 1

export const findNotice = (db: Queryable, id: string): Promise<NoticeRow | null> =>
  db.maybe<NoticeRow>(sql`select ${columns} from messaging.notices where id = ${id}`)

export const listNoticesOfOrder = (db: Queryable, orderId: string): Promise<NoticeRow[]> =>
  db.many<NoticeRow>(sql`
    select ${columns} from messaging.notices where order_id = ${orderId} order by created_at desc, id limit 300`)

/** Written down before the provider is asked: who finds it set knows that the message may be out. True for one caller. */
export const beginAttempt = async (
  db: Queryable,
  id: string,
  to: { masked: string; phoneHash: Buffer | null },
  now: Date,
): Promise<boolean> =>
  (await db.run(sql`
    update messaging.notices set attempted_at = ${now}, attempts = attempts + 1, to_masked = ${to.masked},
      phone_hash = ${to.phoneHash}, updated_at = ${now}
    where id = ${id} and status = 'waiting' and attempted_at is null`)) === 1

/** The provider said that nothing went out: another try is safe. */
export async function undoAttempt(db: Queryable, id: string, now: Date): Promise<void> {
  await db.run(sql`
    update messaging.notices set attempted_at = null, updated_at = ${now} where id = ${id} and status = 'waiting'`)
}

/** The provider took it. What a report has said before is not overwritten. */
export async function markSent(db: Queryable, id: string, serial: string | null, now: Date): Promise<void> {
  await db.run(sql`
    update messaging.notices set status = 'sent', serial = ${serial}, updated_at = ${now} where id = ${id} and status = 'waiting'`)
}

/** False: it had an end already. */
export const endNotice = async (
  db: Queryable,
  id: string,
  end: { status: 'delivered' | 'failed' | 'skipped'; reason: string; now: Date },
): Promise<boolean> =>
  (await db.run(sql`
    update messaging.notices set status = ${end.status}, reason = ${end.reason}, updated_at = ${end.now}
    where id = ${id} and status in ('waiting', 'sent')`)) === 1

/** The oldest subscribe message of this template that WeChat has not confirmed: reports carry no number of ours. */
export const findUnconfirmed = (
  db: Queryable,
  accountId: string,
  template: string,
  since: Date,
): Promise<NoticeRow | null> =>
  db.maybe<NoticeRow>(sql`
    select ${columns} from messaging.notices
    where account_id = ${accountId} and template = ${template} and channel = 'subscribe-message'
      and status in ('waiting', 'sent') and attempted_at > ${since}
    order by attempted_at limit 1`)

/** The first report counts; a failure that turns out to be a delivery is put right. */
export async function saveSmsReport(
  tx: Tx,
  report: { serial: string; phoneHash: Buffer; isDelivered: boolean; reason: string; now: Date },
): Promise<void> {
  await tx.run(sql`
    insert into messaging.sms_reports as r (serial, phone_hash, is_delivered, reason, at)
    values (${report.serial}, ${report.phoneHash}, ${report.isDelivered}, ${report.reason}, ${report.now})
    on conflict (serial) do update set is_delivered = true, reason = excluded.reason
      where excluded.is_delivered and not r.is_delivered and r.phone_hash = excluded.phone_hash`)
  await applySmsReport(tx, report.serial, report.now)
}

/** Serial and phone must both fit: a guessed serial alone moves nothing. */
export async function applySmsReport(db: Queryable, serial: string, now: Date): Promise<void> {
  await db.run(sql`
    update messaging.notices n set status = case when r.is_delivered then 'delivered' else 'failed' end, reason = r.reason, updated_at = ${now}
    from messaging.sms_reports r
    where r.serial = ${serial} and n.serial = r.serial and n.phone_hash = r.phone_hash
      and (n.status in ('waiting', 'sent') or (n.status = 'failed' and r.is_delivered))`)
}

/** A report for this phone since then that belongs to no other notice: of the message whose answer was lost. */
export const findStrayReport = (
  db: Queryable,
  phoneHash: Buffer,
  since: Date,
): Promise<{ serial: string; is_delivered: boolean; reason: string } | null> =>
  db.maybe(sql`
    select serial, is_delivered, reason from messaging.sms_reports r
    where phone_hash = ${phoneHash} and at >= ${since}
      and not exists (select from messaging.notices n where n.serial = r.serial)
    order by at limit 1`)

export async function countAccepted(
  tx: Tx,
  accountId: string,
  template: string,
  toldBy: 'app' | 'wechat',
  now: Date,
): Promise<void> {
  const [byApp, byWechat] = toldBy === 'app' ? [1, 0] : [0, 1]
  await tx.run(sql`
    insert into messaging.subscriptions as s (account_id, template, told_by_app, told_by_wechat, updated_at)
    values (${accountId}, ${template}, ${byApp}, ${byWechat}, ${now})
    on conflict (account_id, template) do update
      set told_by_app = s.told_by_app + ${byApp}, told_by_wechat = s.told_by_wechat + ${byWechat}, updated_at = ${now}`)
}

/** Null: this person was never asked for this template. */
export const readAllowed = async (db: Queryable, accountId: string, template: string): Promise<number | null> =>
  (
    await db.maybe<{ allowed: number }>(sql`
    select greatest(told_by_app, told_by_wechat) - used as allowed
    from messaging.subscriptions where account_id = ${accountId} and template = ${template}`)
  )?.allowed ?? null

export async function useOneAllowed(db: Queryable, accountId: string, template: string, now: Date): Promise<void> {
  await db.run(sql`
    update messaging.subscriptions set used = used + 1, updated_at = ${now}
    where account_id = ${accountId} and template = ${template} and used < greatest(told_by_app, told_by_wechat)`)
}

/** WeChat says no: whatever was counted, nothing is left. */
export async function useUpAllowed(db: Queryable, accountId: string, template: string, now: Date): Promise<void> {
  await db.run(sql`
    update messaging.subscriptions set used = greatest(told_by_app, told_by_wechat), updated_at = ${now}
    where account_id = ${accountId} and template = ${template}`)
}

/** False: this event was taken in before. */
export const hearWechatEvent = async (tx: Tx, key: Buffer, now: Date): Promise<boolean> =>
  (await tx.run(sql`insert into messaging.wechat_events (key, at) values (${key}, ${now}) on conflict do nothing`)) ===
  1

export async function deleteOldReports(db: Queryable, before: Date): Promise<void> {
  await db.run(sql`delete from messaging.sms_reports where at < ${before}`)
  await db.run(sql`delete from messaging.wechat_events where at < ${before}`)
}
