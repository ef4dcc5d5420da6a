/** The public report of a month: what went wrong, what was given back, computed from the books by a command that anybody of ours can repeat. */
import { z } from 'zod'
import { Fen, Instant } from './common.ts'
import { endpoint } from './endpoint.ts'

const Month = z.string().regex(/^20\d{2}-(0[1-9]|1[0-2])$/, '月份应为 YYYY-MM')
export const TransparencyReport = z.object({
  month: Month,
  /** the month is over and will not change by itself */
  isFinal: z.boolean(),
  computedAt: Instant,
  orders: z.object({ paid: z.int(), served: z.int(), cancelled: z.int() }),
  incidents: z.object({
    companionNoShow: z.int(),
    patientNoShow: z.int(),
    handedOver: z.int(),
    unserved: z.int(),
    late: z.int(),
    /** per thousand paid orders */
    perThousand: z.number(),
  }),
  refunds: z.object({
    count: z.int(),
    amountFen: Fen,
    medianMinutes: z.int().nullable(),
    failed: z.int(),
  }),
  disputes: z.object({
    opened: z.int(),
    resolved: z.int(),
    forFamily: z.int(),
    medianHours: z.int().nullable(),
  }),
  fund: z.object({
    openingFen: Fen,
    setAsideFen: Fen,
    paidFen: Fen,
    paidCount: z.int(),
    recoveredFen: Fen,
    closingFen: Fen,
    medianMinutesToPay: z.int().nullable(),
  }),
  insurance: z.object({ policies: z.int(), claims: z.int(), claimsPaidFen: Fen }),
  /** sha-256 over the figures in canonical order */
  fingerprint: z.string(),
})
export const transparency = {
  listReports: endpoint({
    method: 'GET',
    path: '/transparency',
    summary: '透明度报告目录 (公开)',
    reply: z.object({ months: z.array(Month) }),
  }),
  getReport: endpoint({
    method: 'GET',
    path: '/transparency/:month',
    summary: '一个月的透明度报告 (公开)',
    params: z.strictObject({ month: Month }),
    reply: TransparencyReport,
  }),
}
export type TransparencyReport = z.output<typeof TransparencyReport>
