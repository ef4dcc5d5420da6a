/** Insurance of one visit: chosen by the family (never pre-ticked), bound by the insurer when the order is paid. */
import { z } from 'zod'
import { Day, Fen, Id, IdParams, Instant, PageQuery, commandFields, page, text } from './common.ts'
import { endpoint } from './endpoint.ts'
import { HospitalId } from './hospitals.ts'

/** what the insurer offers for this visit, valid for minutes; the premium is the insurer's */
export const InsuranceOffer = z.object({
  id: Id,
  planCode: z.string(),
  planName: z.string(),
  insurerName: z.string(),
  premiumFen: Fen,
  covers: z.array(z.object({ name: z.string(), amountFen: Fen })),
  /** what is not covered, in plain words */
  exclusions: z.array(z.string()),
  termsUrl: z.string(),
  expiresAt: Instant,
})
/**
 * chosen: the order is not paid; binding: the insurer is asked; bound: in force; bind-failed: the premium goes back;
 * cancelling, cancelled: called off before it began, the premium goes back; ended: the visit is over
 */
export const PolicyState = z.enum(['chosen', 'binding', 'bound', 'bind-failed', 'cancelling', 'cancelled', 'ended'])
export const InsuranceClaim = z.object({
  id: Id,
  number: z.string().nullable(),
  reportedAt: Instant,
  what: z.string(),
  state: z.enum(['reporting', 'reported', 'more-needed', 'approved', 'paid', 'refused']),
  stateName: z.string(),
  amountFen: Fen.nullable(),
  insurerWords: z.string(),
})
export const Policy = z.object({
  id: Id,
  orderId: Id,
  planName: z.string(),
  insurerName: z.string(),
  premiumFen: Fen,
  covers: InsuranceOffer.shape.covers,
  termsUrl: z.string(),
  policyNumber: z.string().nullable(),
  policyUrl: z.string().nullable(),
  state: PolicyState,
  stateName: z.string(),
  sentence: z.string(),
  from: Instant,
  to: Instant,
  claims: z.array(InsuranceClaim),
  can: z.object({ claim: z.boolean() }),
})
export const OperatorPolicy = z.object({
  ...Policy.shape,
  orderNumber: z.string(),
  insuredName: z.string(),
  createdAt: Instant,
  lastError: z.string().nullable(),
})

export const insurance = {
  listOffers: endpoint({
    method: 'POST',
    path: '/insurance/offers',
    summary: '保险报价: 不默认勾选, 由家属自己选',
    body: z.strictObject({
      patientId: Id,
      hospitalId: HospitalId,
      packageKind: z.enum(['half-day', 'full-day', 'collect-report', 'fetch-medicine', 'register']),
      startsAt: Instant,
    }),
    reply: z.object({ items: z.array(InsuranceOffer) }),
  }),
  getPolicyOfOrder: endpoint({
    method: 'GET',
    path: '/insurance/orders/:id',
    summary: '订单的保单 (家属)',
    params: IdParams,
    reply: Policy,
  }),
  reportClaim: endpoint({
    method: 'POST',
    path: '/insurance/orders/:id/claims',
    summary: '报案 (家属)',
    params: IdParams,
    body: z.strictObject({ commandId: Id, day: Day, what: text(1000, 5) }),
    reply: Policy,
  }),
  notifyInsurer: endpoint({
    method: 'POST',
    path: '/insurance/callbacks',
    summary: '保险公司回调 (签名校验)',
    reply: z.object({ code: z.string() }),
  }),
  listPolicies: endpoint({
    method: 'GET',
    path: '/insurance/policies',
    summary: '保单 (财务或调度)',
    query: z.strictObject({ state: PolicyState.optional(), query: text(50).optional(), ...PageQuery }),
    reply: z.object({ ...page(OperatorPolicy).shape, total: z.int() }),
  }),
  retryBind: endpoint({
    method: 'POST',
    path: '/insurance/policies/:id/ask',
    summary: '马上再问一次保险公司 (财务或调度)',
    params: IdParams,
    body: z.strictObject({ commandId: commandFields.commandId }),
    reply: OperatorPolicy,
  }),
}
export type InsuranceOffer = z.output<typeof InsuranceOffer>
export type Policy = z.output<typeof Policy>
export type PolicyState = z.output<typeof PolicyState>
export type InsuranceClaim = z.output<typeof InsuranceClaim>
export type OperatorPolicy = z.output<typeof OperatorPolicy>
