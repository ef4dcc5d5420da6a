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
  /**
   * the family gets money back; refundKey makes it happen once. fromPremiumFen: the part of amountFen that lies with the
   * insurer's premium and not in what is held
   */
  'orders.refund-due': z.object({
    orderId: Id,
    refundKey: z.string(),
    amountFen: Fen,
    fromPremiumFen: Fen,
    /** the part of it that is the new try of refunds that finally failed */
    anewFen: Fen.optional(),
    reason: z.string(),
  }),
  /** the visit was confirmed: it counts for its companion (money follows by orders.settlement-due) */
  'orders.confirmed': z.object({ orderId: Id, totalFen: Fen, companionId: Id.nullable() }),
  /** an order with a coupon was paid: its funder owes the rest of the price */
  'orders.discounted': z.object({ orderId: Id, couponFen: Fen, funderCode: z.string(), couponName: z.string() }),
  /** a dispute was opened (frozen) or ended; nothing is released while it is open */
  'orders.frozen': z.object({ orderId: Id, isFrozen: z.boolean(), at: Instant }),
  /**
   * what is held and not on its way back may be released, once per order: confirmed, silent for 72 h, decided, or called
   * off with a part kept. keptFen = incomeFen + commission; couponBackFen goes back to the coupon's funder
   */
  'orders.settlement-due': z.object({
    orderId: Id,
    number: z.string(),
    companionId: Id.nullable(),
    keptFen: Fen,
    incomeFen: Fen,
    couponBackFen: Fen,
    funderCode: z.string().nullable(),
    why: z.string(),
    /** what she reads in her earnings; they sum to incomeFen */
    lines: z.array(z.object({ code: z.string(), name: z.string(), amountFen: z.int(), why: z.string() })),
  }),
  /** the insurer has it: the premium is the insurer's */
  'insurance.bound': z.object({
    orderId: Id,
    policyId: Id,
    policyNumber: z.string(),
    planName: z.string(),
    premiumFen: Fen,
  }),
  /** the visit goes on without; the premium goes back to the family */
  'insurance.bind-failed': z.object({ orderId: Id, policyId: Id, premiumFen: Fen, reason: z.string() }),
  /** called off before it began; wasBound: the premium lay with the insurer */
  'insurance.cancelled': z.object({ orderId: Id, policyId: Id, premiumFen: Fen, wasBound: z.boolean() }),
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
  /** a tip arrived; all of it is the companion's */
  'payments.tipped': z.object({ orderId: Id, companionId: Id, amountFen: Fen }),
  /** what the order brought is with those who earned it */
  'payments.settled': z.object({ orderId: Id, companionId: Id.nullable(), incomeFen: Fen, at: Instant }),
  /** a withdrawal or a transferred compensation moved; the account is told */
  'payments.transfer-changed': z.object({
    transferId: Id,
    kind: z.enum(['withdrawal', 'compensation']),
    accountId: Id,
    amountFen: Fen,
    state: z.string(),
    sentence: z.string(),
  }),
  /** approved: the family is told before the money arrives */
  'payments.compensated': z.object({
    claimId: Id,
    orderId: Id,
    accountId: Id,
    amountFen: Fen,
    sentence: z.string(),
    isPaid: z.boolean(),
  }),
}
export type EventName = keyof typeof events
export type EventPayload<E extends EventName> = z.output<(typeof events)[E]>
