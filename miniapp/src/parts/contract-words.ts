import type { ContractTemplate } from '@banyi/contract/contracts'

/** Two layers of a contract: its points, and its text, in which each order puts its own facts. */
export const asPolicy = (template: Pick<ContractTemplate, 'summary' | 'body'>): { summary: string; text: string } => ({
  summary: template.summary.map((point) => `- ${point}`).join('\n'),
  text: template.body.replace(/\{\{[^}]*\}\}/g, '（按订单填写）'),
})
