import { contract } from '@banyi/contract'
import { route, type Route } from '../../route.ts'
import { approveClaim, rejectClaim, retryClaim } from './decide-claim.ts'
import { getFundRules, setFundRules } from './fund-rules.ts'
import { getFund } from './get-fund.ts'
import { getClaim, listClaims } from './list-claims.ts'
import { checkMyCompensation, listMyCompensations } from './my-compensations.ts'
import { openClaim } from './open-claim.ts'
import { recoverClaim } from './recover-claim.ts'

const api = contract.payments

export const fundRoutes: Route[] = [
  route(api.getFundRules, { who: 'anyone', limit: { max: 120, seconds: 60, by: 'ip' }, action: getFundRules }),
  route(api.setFundRules, { who: ['finance'], action: setFundRules }),
  route(api.getFund, { who: ['finance'], action: getFund }),
  route(api.listClaims, { who: ['dispatcher', 'finance'], action: listClaims }),
  route(api.getClaim, { who: ['dispatcher', 'finance'], action: getClaim }),
  route(api.openClaim, { who: ['dispatcher', 'finance'], action: openClaim }),
  route(api.approveClaim, { who: ['finance'], action: approveClaim }),
  route(api.rejectClaim, { who: ['finance'], action: rejectClaim }),
  route(api.retryClaim, { who: ['finance'], action: retryClaim }),
  route(api.recoverClaim, { who: ['finance'], action: recoverClaim }),
  route(api.listMyCompensations, { who: 'account', action: listMyCompensations }),
  // asks WeChat
  route(api.checkMyCompensation, {
    who: 'account',
    limit: { max: 20, seconds: 60, by: 'viewer' },
    action: checkMyCompensation,
  }),
]
