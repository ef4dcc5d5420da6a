/** The family's orders: what is to come soonest first, what was newest first. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { OrderState } from '@banyi/contract/orders'
import { findCompanions } from '../../companions/index.ts'
import { toPage } from '../../core/paging.ts'
import { departmentNames, findHospitals } from '../../hospitals/index.ts'
import { findPatients } from '../../identity/index.ts'
import type { AccountContext } from '../../system.ts'
import { listOrdersOfAccount } from '../order-queries.ts'
import { ON_THE_WAY, OVER } from '../order-states.ts'
import { showCard } from '../order-view.ts'
import { readPlace } from '../page-place.ts'
import { showFamilyOrder } from './family-view.ts'

type Api = typeof contract.orders
const tabs: Record<'active' | 'unpaid' | 'done', OrderState[]> = {
  unpaid: ['booked'],
  active: ['paid', 'accepted', ...ON_THE_WAY, 'finished', 'reported'],
  done: OVER,
}

export async function listMyOrders(
  c: AccountContext,
  { query }: InputOf<Api['listMyOrders']>,
): Promise<ReturnOf<Api['listMyOrders']>> {
  const after = readPlace(query.cursor)
  const rows = await listOrdersOfAccount(
    c.db,
    c.viewer.accountId,
    query.tab === 'all' ? null : tabs[query.tab],
    after,
    query.limit + 1,
    query.tab === 'active' || query.tab === 'unpaid' ? 'soonest' : 'newest',
  )
  const [patients, companions, hospitals, departments] = await Promise.all([
    findPatients(
      c,
      rows.map((row) => row.patient_id),
      c.viewer.accountId,
    ),
    findCompanions(
      c,
      rows.flatMap((row) => row.companion_id ?? []),
    ),
    findHospitals(
      c,
      rows.map((row) => row.hospital_id),
    ),
    departmentNames(
      c,
      rows.flatMap((row) => row.department_code ?? []),
    ),
  ])
  return toPage(
    rows,
    query.limit,
    (row) => [row.starts_at.toISOString(), row.id],
    (row) =>
      showCard(c, row, {
        patientName: patients.get(row.patient_id)?.name ?? '',
        departmentName: row.department_code ? (departments.get(row.department_code) ?? null) : null,
        companionName: row.companion_id ? (companions.get(row.companion_id)?.name ?? null) : null,
        hospital: hospitals.get(row.hospital_id),
      }),
  )
}

export const getMyOrder = (
  c: AccountContext,
  { params }: InputOf<Api['getMyOrder']>,
): Promise<ReturnOf<Api['getMyOrder']>> => showFamilyOrder(c, params.id)
