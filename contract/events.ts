/** Facts that one module tells the others. Past tense, module first. Payloads hold ids and words fit for a log: no names of patients, no health data. */
import { z } from 'zod'
import { Fen, Id, Instant } from './common.ts'
import { TimelineKind } from './orders.ts'

export const events = {
  /** an account has a (new) verified phone; companions link themselves by its keyed hash (hex) */
  'identity.phone-bound': z.object({ accountId: Id, phoneHash: z.string() }),
  /** something happened on an order's timeline; messaging tells the people concerned */
  'orders.progressed': z.object({
    orderId: Id,
    number: z.string(),
    kind: TimelineKind,
    /** e.g. 王阿姨 已到门诊大厅; no patient's name */
    sentence: z.string(),
    at: Instant,
    hospitalName: z.string(),
    packageName: z.string(),
    startsAt: Instant,
    familyAccountId: Id,
    /** account of the companion who has the order (or was offered it) after this step */
    companionAccountId: Id.nullable(),
    companionName: z.string().nullable(),
    /** account of a companion who lost the order with this step */
    formerCompanionAccountId: Id.nullable(),
    amountFen: Fen.nullable(),
    /** the order ended: chat closes some days later */
    isOver: z.boolean(),
  }),
  /** the family gets money back; refundKey makes it happen once */
  'orders.refund-due': z.object({ orderId: Id, refundKey: z.string(), amountFen: Fen, reason: z.string() }),
  /** the visit was confirmed: what is held may be released (payouts come with the money issue) */
  'orders.confirmed': z.object({ orderId: Id, totalFen: Fen, companionId: Id.nullable() }),
  /** paymentNumber: a second payment of one order, or one that came too late, is given back */
  'payments.captured': z.object({ orderId: Id, paymentNumber: z.string(), amountFen: Fen, paidAt: Instant }),
  'payments.refunded': z.object({ orderId: Id, refundKey: z.string(), amountFen: Fen }),
  /** isFinal: the money belongs to the order again and can be given back anew; otherwise it waits at the provider for a person */
  'payments.refund-failed': z.object({
    orderId: Id,
    refundKey: z.string(),
    amountFen: Fen,
    reason: z.string(),
    isFinal: z.boolean(),
  }),
}
export type EventName = keyof typeof events
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>
