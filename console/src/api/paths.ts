/** Paths of documents that are fetched as bytes; the client speaks JSON only. */
import { routes } from '@banyi/contract/routes.gen'

const fill = (template: string, params: Record<string, string>): string =>
  template.replace(/:(\w+)/g, (_match, key: string) => encodeURIComponent(params[key] ?? ''))

export const statementPath = (payeeId: string, month: string, kind: 'pdf' | 'csv'): string =>
  fill(routes.payments[kind === 'pdf' ? 'getStatementPdfOf' : 'getStatementCsvOf'][1], { payeeId, month })
export const contractPdfPath = (orderId: string): string => fill(routes.contracts.getContractPdf[1], { id: orderId })
export const postingsCsvPath = (query: Record<string, string | undefined>): string => {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value)
  return routes.payments.exportPostings[1] + (search.size > 0 ? `?${search.toString()}` : '')
}
