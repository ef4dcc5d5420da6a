/** The e-contract of one order: frozen inputs, hash, acceptance of both sides, a PDF that anybody can check. */
import { z } from 'zod'
import { Id, IdParams, Instant } from './common.ts'
import { endpoint } from './endpoint.ts'

/** the text that is agreed to; `body` is Markdown with {{names}} of the frozen inputs */
export const ContractTemplate = z.object({
  version: z.int(),
  title: z.string(),
  effectiveFrom: Instant,
  summary: z.array(z.string()),
  body: z.string(),
})
export const Acceptance = z.object({
  side: z.enum(['family', 'companion']),
  name: z.string(),
  at: Instant,
  /** 微信小程序 8.0.50, iPhone */
  device: z.string(),
  ipMasked: z.string(),
})
/**
 * open: the family agreed, no companion yet; complete: both agreed, there is a PDF; replaced: another companion, another
 * time or another price made a newer revision; void: the order ended before a companion agreed
 */
export const ContractState = z.enum(['open', 'complete', 'replaced', 'void'])
export const Contract = z.object({
  id: Id,
  number: z.string(),
  orderId: Id,
  revision: z.int(),
  templateVersion: z.int(),
  state: ContractState,
  stateName: z.string(),
  title: z.string(),
  /** rendered text, Markdown */
  text: z.string(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  /** sha-256 over the canonical inputs and the template, hex */
  hash: z.string(),
  verifyCode: z.string(),
  verifyUrl: z.string(),
  acceptances: z.array(Acceptance),
  createdAt: Instant,
  completedAt: Instant.nullable(),
  hasPdf: z.boolean(),
})
/** what anybody may know who holds the paper: names masked, no health data */
export const Verification = z.object({
  outcome: z.enum(['genuine', 'replaced', 'open', 'unknown', 'altered']),
  sentence: z.string(),
  number: z.string().nullable(),
  hash: z.string().nullable(),
  pdfHash: z.string().nullable(),
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  acceptances: z.array(Acceptance),
})

export const contracts = {
  getTemplate: endpoint({
    method: 'GET',
    path: '/contracts/template',
    summary: '现行服务合同 (公开)',
    reply: ContractTemplate,
  }),
  getContractOfOrder: endpoint({
    method: 'GET',
    path: '/contracts/orders/:id',
    summary: '订单的合同 (当事双方)',
    params: IdParams,
    reply: Contract,
  }),
  getContractPdf: endpoint({
    method: 'GET',
    path: '/contracts/orders/:id/pdf',
    summary: '合同 PDF (当事双方)',
    params: IdParams,
    reply: z.string(),
  }),
  getContractForOperator: endpoint({
    method: 'GET',
    path: '/contracts/board/:id',
    summary: '订单的合同与历次版本 (运营)',
    params: IdParams,
    reply: z.object({ items: z.array(Contract) }),
  }),
  verifyByCode: endpoint({
    method: 'GET',
    path: '/contracts/verify/:code',
    summary: '凭验证码查验合同 (公开)',
    params: z.strictObject({ code: z.string().regex(/^[0-9A-Za-z-]{8,40}$/, '验证码格式不对') }),
    reply: Verification,
  }),
  verifyPdf: endpoint({
    method: 'POST',
    path: '/contracts/verify',
    summary: '上传 PDF 查验 (公开, 原始字节, 不保存)',
    reply: Verification,
  }),
}
export type ContractTemplate = z.output<typeof ContractTemplate>
export type Contract = z.output<typeof Contract>
export type Acceptance = z.output<typeof Acceptance>
export type Verification = z.output<typeof Verification>
