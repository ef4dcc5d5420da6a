/**
 * Tells one person of one fact: by subscribe message, and when that is not possible by SMS. Neither provider knows a
 * number of ours, so a try whose answer was lost is not repeated at once: their reports decide (receive-wechat-push.ts,
 * receive-sms-status.ts), and only when none comes the next way is taken.
 */
import { randomUUID } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import type { Tx } from '../core/database.ts'
import { addTask } from '../core/tasks.ts'
import { maskPhone } from '../core/words.ts'
import { accountContacts, hashPhone, type AccountContact } from '../identity/index.ts'
import { OutsideRefusal, OutsideUnavailable } from '../outside/outside-error.ts'
import type { System } from '../system.ts'
import type { PlannedNotice } from './notice-plan.ts'
import {
  applySmsReport,
  beginAttempt,
  endNotice,
  findNotice,
  findStrayReport,
  insertNotice,
  markSent,
  readAllowed,
  undoAttempt,
  useOneAllowed,
  useUpAllowed,
  type NoticeRow,
} from './notice-queries.ts'
import { smsOf, subscribeMessageOf } from './notice-words.ts'

/** reports come within seconds; after this a lost answer counts as lost message */
const REPORT_MINUTES = 3
/** news of a visit is no news any more */
const STALE_MINUTES = 120
const MAX_SMS_TRIES = 2

const TASK = 'messaging.send-notice'
const keyOf = (noticeId: string): string => `messaging.notice:${noticeId}`

export async function planNotice(
  tx: Tx,
  notice: PlannedNotice & { orderId: string; key: string; hasSmsFallback: boolean; channel?: NoticeRow['channel'] },
  now: Date,
): Promise<void> {
  const id = randomUUID()
  const { orderId, accountId, key, template, words, hasSmsFallback, channel = 'subscribe-message' } = notice
  const row = {
    id,
    order_id: orderId,
    account_id: accountId,
    key,
    channel,
    template,
    words,
    has_sms_fallback: hasSmsFallback,
  }
  if (await insertNotice(tx, row, now))
    await addTask(tx, { kind: TASK, key: keyOf(id), payload: { noticeId: id }, now })
}

export async function sendNotice(system: System, { noticeId }: { noticeId: string }): Promise<void> {
  const notice = await findNotice(system.db, noticeId)
  if (!notice || notice.status !== 'waiting') return
  if (notice.attempted_at) return lookForReport(system, notice, notice.attempted_at)
  if (addMinutes(notice.created_at, STALE_MINUTES) <= system.clock.now())
    return giveUp(system, notice, 'failed', '太久没有发出')
  return notice.channel === 'sms' ? sendSms(system, notice) : sendSubscribeMessage(system, notice)
}

async function sendSubscribeMessage(system: System, notice: NoticeRow): Promise<void> {
  const { db, clock, config } = system
  const { openid } = await contactOf(system, notice.account_id)
  const message = subscribeMessageOf(config, notice.template, notice.words)
  if (!openid) return giveUp(system, notice, 'skipped', '没有绑定微信')
  if (!message) return giveUp(system, notice, 'skipped', '没有可用的模板')
  const allowed = await readAllowed(db, notice.account_id, notice.template)
  if (allowed !== null && allowed <= 0) return giveUp(system, notice, 'skipped', '没有订阅次数')
  if (!(await beginAttempt(db, notice.id, { masked: '微信', phoneHash: null }, clock.now()))) return
  await attempt(system, notice, async () => {
    const answer = await system.outside.wechat.sendSubscribeMessage({ ...message, openid, page: notice.words.page })
    if (answer === 'refused') {
      await useUpAllowed(db, notice.account_id, notice.template, clock.now())
      return giveUp(system, notice, 'skipped', '没有订阅 (43101)')
    }
    await markSent(db, notice.id, null, clock.now())
    await useOneAllowed(db, notice.account_id, notice.template, clock.now())
  })
}

async function sendSms(system: System, notice: NoticeRow): Promise<void> {
  const { db, clock } = system
  const { phone } = await contactOf(system, notice.account_id)
  if (!phone) return giveUp(system, notice, 'skipped', '没有绑定手机号')
  const to = { masked: maskPhone(phone), phoneHash: hashPhone(system, phone) }
  if (!(await beginAttempt(db, notice.id, to, clock.now()))) return
  await attempt(system, notice, async () => {
    const answer = await system.outside.sms.send({ phone, ...smsOf(notice.template, notice.words), context: notice.id })
    if (answer.status === 'refused') return giveUp(system, notice, 'failed', answer.reason)
    await markSent(db, notice.id, answer.serial, clock.now())
    await applySmsReport(db, answer.serial, clock.now())
  })
}

/** an account that is gone cannot be reached */
const contactOf = async (system: System, accountId: string): Promise<Pick<AccountContact, 'openid' | 'phone'>> =>
  (await accountContacts(system, [accountId])).get(accountId) ?? { openid: null, phone: null }

/** Runs one try and decides what its failure means. */
async function attempt(system: System, notice: NoticeRow, send: () => Promise<void>): Promise<void> {
  try {
    await send()
  } catch (error) {
    if (error instanceof OutsideRefusal) return giveUp(system, notice, 'failed', error.vendorCode)
    if (error instanceof OutsideUnavailable && !error.isOutcomeUnknown) {
      await undoAttempt(system.db, notice.id, system.clock.now())
      throw error
    }
    if (error instanceof OutsideUnavailable) return planLook(system, notice.id)
    throw error
  }
}

/** The answer was lost, or this process died while it waited for it. */
async function lookForReport(system: System, notice: NoticeRow, attemptedAt: Date): Promise<void> {
  const now = system.clock.now()
  if (notice.channel === 'sms' && notice.phone_hash) {
    const report = await findStrayReport(system.db, notice.phone_hash, attemptedAt)
    if (report) {
      await markSent(system.db, notice.id, report.serial, now)
      return applySmsReport(system.db, report.serial, now)
    }
  }
  if (now < addMinutes(attemptedAt, REPORT_MINUTES)) return planLook(system, notice.id)
  if (notice.channel === 'subscribe-message') return giveUp(system, notice, 'failed', '没有收到微信的回执')
  if (notice.attempts >= MAX_SMS_TRIES) return giveUp(system, notice, 'failed', '没有收到短信回执')
  await undoAttempt(system.db, notice.id, now)
  return sendSms(system, notice)
}

async function planLook(system: System, noticeId: string): Promise<void> {
  const now = system.clock.now()
  const runAt = addMinutes(now, REPORT_MINUTES)
  await system.db.tx((tx) => addTask(tx, { kind: TASK, key: keyOf(noticeId), payload: { noticeId }, now, runAt }))
}

/** Ends this way of telling; the SMS follows in the same transaction when there is one. */
export async function giveUp(
  system: System,
  notice: NoticeRow,
  status: 'failed' | 'skipped',
  reason: string,
): Promise<void> {
  const now = system.clock.now()
  await system.db.tx(async (tx) => {
    if (!(await endNotice(tx, notice.id, { status, reason, now }))) return
    if (notice.channel === 'sms' || !notice.has_sms_fallback) return
    const { order_id: orderId, account_id: accountId, key, template, words } = notice
    await planNotice(tx, { orderId, accountId, key, template, words, hasSmsFallback: false, channel: 'sms' }, now)
  })
}
