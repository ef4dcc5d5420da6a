/** The service report, sealed with the patient's key. */
import type { Report, ReportInput } from '@banyi/contract/orders'
import { findCompanions } from '../companions/index.ts'
import type { Queryable } from '../core/database.ts'
import { sql } from '../core/sql.ts'
import { departmentName } from '../hospitals/index.ts'
import { findPatients } from '../identity/index.ts'
import type { System } from '../system.ts'
import { readTimeline, type OrderRow } from './order-queries.ts'
import { showTimeline } from './timeline-view.ts'

export const insertReport = (
  db: Queryable,
  report: { orderId: string; reportEnc: Buffer; companionId: string; at: Date },
): Promise<number> =>
  db.run(
    sql`insert into orders.reports (order_id, report_enc, companion_id, submitted_at) values (${report.orderId}, ${report.reportEnc}, ${report.companionId}, ${report.at})`,
  )

/** null while there is none */
export async function readReport(
  system: System,
  order: OrderRow,
  readerAccountId: string | null,
): Promise<Report | null> {
  const row = await system.db.maybe<{ report_enc: Buffer; companion_id: string; submitted_at: Date }>(
    sql`select report_enc, companion_id, submitted_at from orders.reports where order_id = ${order.id}`,
  )
  if (!row) return null
  const [patients, companions, department, timeline] = await Promise.all([
    findPatients(system, [order.patient_id], readerAccountId),
    findCompanions(system, [row.companion_id]),
    order.department_code ? departmentName(system, order.department_code) : null,
    readTimeline(system.db, order.id),
  ])
  // withdrawn consent: what the doctor said is for the family alone
  if (readerAccountId === null && !patients.has(order.patient_id)) return null
  const at = (kind: string): string | null => timeline.find((entry) => entry.kind === kind)?.at.toISOString() ?? null
  return {
    ...(JSON.parse(
      await system.cipher.open(system.db, order.patient_id, 'order-report', row.report_enc),
    ) as ReportInput),
    orderNumber: order.number,
    patientName: patients.get(order.patient_id)?.name ?? '',
    hospitalName: order.hospital_name,
    departmentName: department,
    companionName: companions.get(row.companion_id)?.name ?? '',
    startedAt: at('met') ?? at('arrived'),
    finishedAt: at('finished'),
    submittedAt: row.submitted_at.toISOString(),
    timeline: await showTimeline(system, order, timeline, readerAccountId ? 'family' : 'companion-afterwards'),
  }
}
