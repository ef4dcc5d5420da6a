import { contract } from '@banyi/contract'
import { rawRoute, route, type Route } from '../route.ts'
import { getContractForOperator, getContractOfOrder, getContractPdf, getTemplate, OPERATORS } from './read-contract.ts'
import { verifyByCode, verifyPdf } from './verify.ts'

const api = contract.contracts
/** codes have 80 random bits; the limit is for those who try all the same */
const looks = { limit: { max: 30, seconds: 60, by: 'ip' } } as const

export const routes: Route[] = [
  route(api.getTemplate, { who: 'anyone', action: getTemplate }),
  route(api.getContractOfOrder, { who: 'account', action: getContractOfOrder }),
  rawRoute(api.getContractPdf, {
    who: 'anyone',
    limit: { max: 30, seconds: 60, by: 'viewer' },
    handle: getContractPdf,
  }),
  route(api.getContractForOperator, { who: OPERATORS, action: getContractForOperator }),
  route(api.verifyByCode, { who: 'anyone', ...looks, action: verifyByCode }),
  rawRoute(api.verifyPdf, { who: 'anyone', ...looks, bodyLimit: 4 * 1024 * 1024, handle: verifyPdf }),
]
