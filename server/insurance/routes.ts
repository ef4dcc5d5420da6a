import { contract } from '@banyi/contract'
import { rawRoute, route, type Route } from '../route.ts'
import { getPolicyOfOrder } from './get-policy.ts'
import { listOffers } from './list-offers.ts'
import { listPolicies } from './list-policies.ts'
import { receiveCallback } from './receive-callback.ts'
import { reportClaim } from './report-claim.ts'
import { retryBind } from './retry-bind.ts'

const api = contract.insurance

export const routes: Route[] = [
  // each question goes to the insurer
  route(api.listOffers, { who: 'account', limit: { max: 30, seconds: 60, by: 'viewer' }, action: listOffers }),
  route(api.getPolicyOfOrder, { who: 'account', action: getPolicyOfOrder }),
  route(api.reportClaim, { who: 'account', limit: { max: 10, seconds: 3600, by: 'viewer' }, action: reportClaim }),
  rawRoute(api.notifyInsurer, { who: 'anyone', bodyLimit: 64 * 1024, handle: receiveCallback }),
  route(api.listPolicies, { who: ['finance', 'dispatcher'], action: listPolicies }),
  route(api.retryBind, { who: ['finance', 'dispatcher'], action: retryBind }),
]
