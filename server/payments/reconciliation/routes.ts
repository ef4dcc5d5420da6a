import { contract } from '@banyi/contract'
import { route, type Route } from '../../route.ts'
import { approveResolution } from './approve-resolution.ts'
import { listBillLines } from './list-bill-lines.ts'
import { getReconciliation, listReconciliations } from './list-days.ts'
import { getDifference, listDifferences } from './list-differences.ts'
import { proposeResolution } from './propose-resolution.ts'
import { reconcileDay } from './reconcile-day.ts'
import { takeDifference } from './take-difference.ts'

const api = contract.payments
const finance = ['finance' as const]

export const reconciliationRoutes: Route[] = [
  route(api.reconcileDay, { who: finance, limit: { max: 10, seconds: 60, by: 'viewer' }, action: reconcileDay }),
  route(api.listReconciliations, { who: finance, action: listReconciliations }),
  route(api.getReconciliation, { who: finance, action: getReconciliation }),
  route(api.listBillLines, { who: finance, action: listBillLines }),
  route(api.listDifferences, { who: finance, action: listDifferences }),
  route(api.getDifference, { who: finance, action: getDifference }),
  route(api.takeDifference, { who: finance, action: takeDifference }),
  route(api.proposeResolution, { who: finance, action: proposeResolution }),
  route(api.approveResolution, { who: finance, action: approveResolution }),
]
