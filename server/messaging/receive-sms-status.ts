/** Reports of the SMS provider. They are not signed: the address is the secret, and serial and phone must fit. */
import { z } from 'zod'
import { isSameSecret } from '../core/crypto/keyed-hash.ts'
import { forbidden, invalid } from '../core/errors.ts'
import { hashPhone } from '../identity/index.ts'
import type { RawReply, RawRequest } from '../route.ts'
import type { AnyoneContext } from '../system.ts'
import { saveSmsReport } from './notice-queries.ts'

const Report = z.object({
  mobile: z.string().regex(/^(\+?86)?1[3-9]\d{9}$/),
  report_status: z.enum(['SUCCESS', 'FAIL']),
  errmsg: z.string().max(100).default(''),
  sid: z.string().min(1).max(100),
})
const Reports = z.array(Report).max(1000)
const TAKEN: RawReply = {
  status: 200,
  contentType: 'application/json',
  body: JSON.stringify({ result: 0, errmsg: 'OK' }),
}

export async function receiveSmsStatus(c: AnyoneContext, { params, body }: RawRequest): Promise<RawReply> {
  if (!isSameSecret(params['secret'] ?? '', c.config.SMS_STATUS_SECRET)) throw forbidden('来源无法确认')
  const reports = Reports.safeParse(parse(body))
  if (!reports.success) throw invalid('body', '格式不对')
  const now = c.clock.now()
  await c.db.tx(async (tx) => {
    // in a fixed order, so that two batches cannot wait for each other
    for (const report of reports.data.toSorted((a, b) => (a.sid < b.sid ? -1 : 1))) {
      const isDelivered = report.report_status === 'SUCCESS'
      const phoneHash = hashPhone(c, report.mobile.slice(-11))
      await saveSmsReport(tx, {
        serial: report.sid,
        phoneHash,
        isDelivered,
        reason: isDelivered ? '' : report.errmsg,
        now,
      })
    }
  })
  return TAKEN
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
}
