/**
 * What a step of an order means for its chat and for the people concerned: the thread and its members, a sentence in
 * the chat, notices. One transaction, once per step, whatever order the steps arrive in.
 */
import type { EventPayload } from '@banyi/contract/events'
import { MilestoneKind, type TimelineKind } from '@banyi/contract/orders'
import { createHash, randomUUID } from 'node:crypto'
import { addDays } from '../core/clock.ts'
import type { Tx } from '../core/database.ts'
import { pushTo } from '../core/realtime/pushes.ts'
import { addTask } from '../core/tasks.ts'
import type { System } from '../system.ts'
import { insertMessage } from './message-queries.ts'
import { planNotices } from './notice-plan.ts'
import { planNotice } from './send-notice.ts'
import { sealText } from './message-view.ts'
import { ensureThread, hearStep, letIn, letOut, lockThread, saveThread, type ThreadRow } from './thread-queries.ts'

type Step = EventPayload<'orders.progressed'>
const CLOSES_AFTER_DAYS = 7

const milestones = new Set<TimelineKind>(MilestoneKind.options)
/** steps that only a companion who has accepted can take */
const isHers = (kind: TimelineKind): boolean => kind === 'accepted' || kind === 'reported' || milestones.has(kind)
const isVisit = (kind: TimelineKind): boolean => milestones.has(kind) && kind !== 'departed'

export async function followOrder(system: System, step: Step): Promise<void> {
  // an order that was never paid has no chat and nobody waiting
  if (step.kind === 'expired') return
  const now = system.clock.now()
  const key = createHash('sha256').update(`${step.kind}\n${step.at}\n${step.sentence}`).digest()
  const sentence = await sealText(system, step.orderId, step.sentence)
  await system.db.tx(async (tx) => {
    const title = `${step.hospitalName} · ${step.packageName}`
    await ensureThread(tx, { id: step.orderId, orderNumber: step.number, title, now })
    const thread = await lockThread(tx, step.orderId)
    if (!thread || !(await hearStep(tx, step.orderId, key, now))) return
    await changeMembers(tx, thread, step)
    await say(tx, thread, sentence, now)
    if (step.isOver && !thread.closes_at) {
      thread.closes_at = addDays(now, CLOSES_AFTER_DAYS)
      const payload = { threadId: thread.id }
      await addTask(tx, {
        kind: 'messaging.close-thread',
        key: `messaging.close:${thread.id}`,
        payload,
        now,
        runAt: thread.closes_at,
      })
    }
    await saveThread(tx, thread)
    for (const notice of planNotices(step)) {
      await planNotice(
        tx,
        { ...notice, orderId: step.orderId, key: `${step.orderId}:${key.toString('base64url')}`, hasSmsFallback: true },
        now,
      )
    }
  })
}

async function changeMembers(tx: Tx, thread: ThreadRow, step: Step): Promise<void> {
  const at = new Date(step.at)
  await letIn(tx, { threadId: thread.id, accountId: step.familyAccountId, role: 'family', name: null, fromSeq: 0, at })
  const { companionAccountId: accountId, formerCompanionAccountId: formerId } = step
  if (formerId && formerId !== accountId && (await letOut(tx, thread.id, formerId, at))) {
    // what was said to her is not handed on to the next one
    thread.companion_from_seq = thread.last_seq
  }
  if (isVisit(step.kind)) thread.has_visit_begun = true
  const takesOver = step.kind === 'assigned' && thread.has_visit_begun
  const mayEnter = !thread.closes_at || thread.closes_at > at
  if (accountId && accountId !== step.familyAccountId && mayEnter && (isHers(step.kind) || takesOver)) {
    const fromSeq = thread.companion_from_seq
    await letIn(tx, { threadId: thread.id, accountId, role: 'companion', name: step.companionName, fromSeq, at })
  }
}

async function say(tx: Tx, thread: ThreadRow, textSealed: Buffer, now: Date): Promise<void> {
  const id = randomUUID()
  const seq = await pushTo(tx, {
    topic: `thread:${thread.id}`,
    kind: 'message',
    body: { messageId: id, kind: 'system' },
    now,
  })
  await insertMessage(tx, {
    thread_id: thread.id,
    seq,
    id,
    kind: 'system',
    sender_id: null,
    text_sealed: textSealed,
    picture_id: null,
    at: now,
  })
  thread.last_seq = seq
  thread.last_at = now
}
