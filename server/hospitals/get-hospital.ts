import type { hospitals } from '@banyi/contract/hospitals'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { notFound } from '../core/errors.ts'
import type { AnyoneContext } from '../system.ts'
import { cardOf, guideOf } from './hospital-card.ts'
import { findGuide, findHospital } from './hospital-queries.ts'

type Operation = typeof hospitals.getHospital

export async function getHospital(c: AnyoneContext, { params }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  const hospital = await findHospital(c.db, params.id)
  if (!hospital) throw notFound('这家医院')
  return {
    ...cardOf(hospital, null),
    phone: hospital.phone,
    attribution: hospital.attribution,
    guide: guideOf(await findGuide(c.db, params.id)),
  }
}
