/** Called inside the transaction that books the order: order and insurance exist together or not at all. */
import { randomUUID } from 'node:crypto'
import type { Tx } from '../core/database.ts'
import { conflict } from '../core/errors.ts'
import { requireConsent } from '../identity/index.ts'
import { insertPolicy } from './policy-queries.ts'

/**
 * Nothing is asked of the insurer before the order is paid. Throws CONSENT_REQUIRED (insurer-sharing); CONFLICT when the
 * offer is for another visit, or has been used.
 */
export async function insure(
  tx: Tx,
  wish: {
    offerId: string
    orderId: string
    orderNumber: string
    accountId: string
    patientId: string
    startsAt: Date
    endsAt: Date
  },
): Promise<void> {
  await requireConsent(tx, wish.accountId, 'insurer-sharing')
  const added = await insertPolicy(tx, {
    id: randomUUID(),
    order_id: wish.orderId,
    order_number: wish.orderNumber,
    offer_id: wish.offerId,
    account_id: wish.accountId,
    patient_id: wish.patientId,
    starts_at: wish.startsAt,
    ends_at: wish.endsAt,
  })
  if (added === 0) throw conflict('这份保险报价不能用于这次预约，请重新选择保险')
}
