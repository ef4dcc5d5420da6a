/** The compensation fund: rules as data, claims, advance payment, recovery. */
import { z } from 'zod'
import { Fen, Id, IdParams, Instant, PageQuery, PersonName, commandFields, page, text } from '../common.ts'
import { endpoint } from '../endpoint.ts'
import { Posting, Reason, Step, Transfer } from './shapes.ts'

export const FundRule = z.strictObject({
  code: z.string().regex(/^[a-z][a-z-]{2,30}$/, '代号用小写字母和短横线'),
  title: text(30, 2),
  /** what happened, as the family reads it */
  what: text(200, 4),
  /** most that is paid: a share of the price, and an amount */
  maxPercent: z.int().min(0).max(1000),
  maxFen: Fen,
  proofs: z.array(text(60, 2)).min(1).max(10),
  /** of the people who approve, none made the claim */
  approvers: z.int().min(1).max(2),
  payWithinMinutes: z.int().min(1).max(1440),
  responsible: z.enum(['companion', 'platform', 'insurer', 'none']),
})
export const FundRules = z.strictObject({
  /** of the commission of every settled order */
  sharePercent: z.int().min(0).max(100),
  /** at most this share of what she has is taken back at a time */
  recoveryPercent: z.int().min(0).max(100),
  rules: z.array(FundRule).min(1).max(40),
})
/** changedBy and reason: only operators read a name here, everybody else 平台 and nothing */
const VersionedRules = z.object({
  version: z.int(),
  changedAt: Instant,
  changedBy: z.string(),
  reason: z.string(),
  ...FundRules.shape,
})

export const ClaimState = z.enum(['proposed', 'approved', 'paying', 'awaiting-user', 'paid', 'rejected', 'failed'])
export const Claim = z.object({
  id: Id,
  version: z.int(),
  number: z.string(),
  orderId: Id,
  orderNumber: z.string(),
  ruleCode: z.string(),
  ruleTitle: z.string(),
  amountFen: Fen,
  reason: z.string(),
  proofs: z.array(z.object({ kind: z.string(), text: z.string() })),
  state: ClaimState,
  stateName: z.string(),
  /** what goes back to the original payment, and what is transferred because nothing is left of it */
  refundFen: Fen,
  transferFen: Fen,
  responsible: FundRule.shape.responsible,
  /** from whom it is recovered; null while nobody was named */
  companionId: Id.nullable(),
  companionName: z.string().nullable(),
  recoverFen: Fen,
  recoveredFen: Fen,
  createdAt: Instant,
  createdBy: z.string(),
  approvals: z.array(Step),
  approvalsNeeded: z.int(),
  payBefore: Instant.nullable(),
  paidAt: Instant.nullable(),
  can: z.object({ approve: z.boolean(), reject: z.boolean(), recover: z.boolean(), retry: z.boolean() }),
})
/** what the family sees */
export const Compensation = z.object({
  id: Id,
  orderId: Id,
  title: z.string(),
  amountFen: Fen,
  state: ClaimState,
  sentence: z.string(),
  createdAt: Instant,
  paidAt: Instant.nullable(),
  /** the part that she must confirm in WeChat */
  transfer: Transfer.nullable(),
})
const decision = z.strictObject({ ...commandFields, reason: Reason })
/** from ¥2000 on WeChat wants the real name of whoever gets a transfer */
const payment = z.strictObject({ ...commandFields, reason: Reason, payeeName: PersonName.nullable().default(null) })

export const fund = {
  getFundRules: endpoint({
    method: 'GET',
    path: '/payments/fund/rules',
    summary: '先行赔付规则 (公开)',
    reply: VersionedRules,
  }),
  setFundRules: endpoint({
    method: 'POST',
    path: '/payments/fund/rules',
    summary: '新的先行赔付规则 (财务)',
    body: z.strictObject({ ...commandFields, rules: FundRules, reason: Reason }),
    reply: VersionedRules,
  }),
  getFund: endpoint({
    method: 'GET',
    path: '/payments/fund',
    summary: '先行赔付金: 余额与进出 (财务)',
    query: z.strictObject({ ...PageQuery }),
    reply: z.object({
      balanceFen: Fen,
      setAsideFen: Fen,
      paidFen: Fen,
      recoveredFen: Fen,
      toRecoverFen: Fen,
      ...page(Posting).shape,
    }),
  }),
  listClaims: endpoint({
    method: 'GET',
    path: '/payments/fund/claims',
    summary: '赔付申请 (运营)',
    query: z.strictObject({
      state: ClaimState.optional(),
      orderId: Id.optional(),
      query: text(50).optional(),
      ...PageQuery,
    }),
    reply: z.object({ ...page(Claim).shape, total: z.int(), awaitingApproval: z.int() }),
  }),
  getClaim: endpoint({
    method: 'GET',
    path: '/payments/fund/claims/:id',
    summary: '一件赔付 (运营)',
    params: IdParams,
    reply: z.object({
      ...Claim.shape,
      transfer: Transfer.nullable(),
      history: z.array(Step),
      postings: z.array(Posting),
    }),
  }),
  openClaim: endpoint({
    method: 'POST',
    path: '/payments/fund/claims',
    summary: '提出赔付 (调度或财务)',
    body: z.strictObject({
      commandId: Id,
      orderId: Id,
      ruleCode: z.string().max(40),
      amountFen: Fen.min(1),
      /** who is responsible, when it is not the one who was paid for the order (she may have been replaced) */
      companionId: Id.nullable().default(null),
      reason: Reason,
      proofs: z.array(z.strictObject({ kind: text(60, 2), text: text(500, 1) })).max(10),
    }),
    reply: Claim,
  }),
  approveClaim: endpoint({
    method: 'POST',
    path: '/payments/fund/claims/:id/approve',
    summary: '批准赔付, 立即付给家属 (财务, 不能是提出的人)',
    params: IdParams,
    body: payment,
    reply: Claim,
  }),
  rejectClaim: endpoint({
    method: 'POST',
    path: '/payments/fund/claims/:id/reject',
    summary: '驳回赔付 (财务)',
    params: IdParams,
    body: decision,
    reply: Claim,
  }),
  retryClaim: endpoint({
    method: 'POST',
    path: '/payments/fund/claims/:id/retry',
    summary: '没有付成的赔付再付一次 (财务)',
    params: IdParams,
    body: payment,
    reply: Claim,
  }),
  recoverClaim: endpoint({
    method: 'POST',
    path: '/payments/fund/claims/:id/recover',
    summary: '向责任陪诊员追偿: 从收入里扣 (财务)',
    params: IdParams,
    /** amountFen: all that shall be recovered of this claim, with what was taken before; companionId names or changes from whom */
    body: z.strictObject({
      ...commandFields,
      amountFen: Fen,
      companionId: Id.nullable().default(null),
      reason: Reason,
    }),
    reply: Claim,
  }),
  listMyCompensations: endpoint({
    method: 'GET',
    path: '/payments/compensations',
    summary: '我收到的赔付 (家属)',
    query: z.strictObject({ orderId: Id.optional(), ...PageQuery }),
    reply: page(Compensation),
  }),
  checkMyCompensation: endpoint({
    method: 'POST',
    path: '/payments/compensations/:id/check',
    summary: '向微信查询赔付结果 (家属)',
    params: IdParams,
    reply: Compensation,
  }),
}
export type FundRule = z.output<typeof FundRule>
export type FundRules = z.output<typeof FundRules>
export type Claim = z.output<typeof Claim>
export type ClaimState = z.output<typeof ClaimState>
export type Compensation = z.output<typeof Compensation>
