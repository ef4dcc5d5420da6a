/** For the quote of an order: the offer as it was made, if it is this account's, still good, and for this visit. */
import type { PackageKind } from '@banyi/contract/orders'
import { AppError, notFound } from '../core/errors.ts'
import type { System } from '../system.ts'
import { findOffer } from './offer-queries.ts'

export interface ChosenOffer {
  offerId: string
  planCode: string
  planName: string
  insurerName: string
  premiumFen: number
  patientId: string
  hospitalId: string
  packageKind: PackageKind
  startsAt: Date
  expiresAt: Date
}

/** Throws NOT_FOUND, EXPIRED, or CONFLICT when what is given of the visit differs from what was offered. */
export async function requireOffer(
  system: System,
  wish: {
    accountId: string
    offerId: string
    patientId?: string
    hospitalId?: string
    packageKind?: PackageKind
    startsAt?: Date
  },
): Promise<ChosenOffer> {
  const row = await findOffer(system.db, wish.accountId, wish.offerId)
  if (!row) throw notFound('这份保险报价')
  if (row.expires_at <= system.clock.now()) throw new AppError('EXPIRED', '保险报价已过期，请重新选择保险')
  const isForThis =
    (wish.patientId ?? row.patient_id) === row.patient_id &&
    (wish.hospitalId ?? row.hospital_id) === row.hospital_id &&
    (wish.packageKind ?? row.package_kind) === row.package_kind &&
    (wish.startsAt ?? row.starts_at).getTime() === row.starts_at.getTime()
  if (!isForThis) throw new AppError('CONFLICT', '就诊人、医院、服务或时间变了，请重新选择保险')
  return {
    offerId: row.id,
    planCode: row.plan_code,
    planName: row.plan_name,
    insurerName: row.insurer_name,
    premiumFen: row.premium_fen,
    patientId: row.patient_id,
    hospitalId: row.hospital_id,
    packageKind: row.package_kind,
    startsAt: row.starts_at,
    expiresAt: row.expires_at,
  }
}
