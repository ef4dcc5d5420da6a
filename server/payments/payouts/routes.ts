import { contract } from '@banyi/contract'
import { rawRoute, route, type Route } from '../../route.ts'
import { approveWithdrawal, rejectWithdrawal } from './decide-withdrawal.ts'
import { checkWithdrawal, getWithdrawal, listPayees, listWithdrawals } from './finance-withdrawals.ts'
import { getMyEarnings, listMyStatements } from './my-earnings.ts'
import { cancelMyWithdrawal, checkMyWithdrawal, getMyWithdrawal, listMyWithdrawals } from './my-withdrawals.ts'
import { getPayee, setPayee } from './payee.ts'
import { getPayoutRules, setPayoutRules } from './payout-rules.ts'
import { requestWithdrawal } from './request-withdrawal.ts'
import { asCsv, asPdf, getMyStatement, getStatementOf, mine, ofPayee } from './statement.ts'

const api = contract.payments
const hers = { who: 'account' } as const
const finance = { who: ['finance' as const] }
/** each of them asks WeChat */
const asks = { limit: { max: 20, seconds: 60, by: 'viewer' } } as const
/** each of them keeps a thread busy for a moment */
const prints = { limit: { max: 20, seconds: 60, by: 'viewer' } } as const
/** the name is compared: no guessing */
const guesses = { limit: { max: 10, seconds: 3600, by: 'viewer' } } as const

export const payoutRoutes: Route[] = [
  route(api.getMyEarnings, { ...hers, action: getMyEarnings }),
  route(api.listMyStatements, { ...hers, action: listMyStatements }),
  route(api.getMyStatement, { ...hers, action: getMyStatement }),
  rawRoute(api.getMyStatementPdf, { ...hers, ...prints, handle: mine(asPdf) }),
  rawRoute(api.getMyStatementCsv, { ...hers, ...prints, handle: mine(asCsv) }),
  route(api.getPayee, { ...hers, action: getPayee }),
  route(api.setPayee, { ...hers, ...guesses, action: setPayee }),
  route(api.requestWithdrawal, { ...hers, action: requestWithdrawal }),
  route(api.listMyWithdrawals, { ...hers, action: listMyWithdrawals }),
  route(api.getMyWithdrawal, { ...hers, action: getMyWithdrawal }),
  route(api.checkMyWithdrawal, { ...hers, ...asks, action: checkMyWithdrawal }),
  route(api.cancelMyWithdrawal, { ...hers, ...asks, action: cancelMyWithdrawal }),

  route(api.listWithdrawals, { ...finance, action: listWithdrawals }),
  route(api.getWithdrawal, { ...finance, action: getWithdrawal }),
  route(api.approveWithdrawal, { ...finance, action: approveWithdrawal }),
  route(api.rejectWithdrawal, { ...finance, action: rejectWithdrawal }),
  route(api.checkWithdrawal, { ...finance, ...asks, action: checkWithdrawal }),
  route(api.listPayees, { ...finance, action: listPayees }),
  route(api.getStatementOf, { ...finance, action: getStatementOf }),
  rawRoute(api.getStatementPdfOf, { ...finance, ...prints, handle: ofPayee(asPdf) }),
  rawRoute(api.getStatementCsvOf, { ...finance, ...prints, handle: ofPayee(asCsv) }),
  route(api.getPayoutRules, { ...finance, action: getPayoutRules }),
  route(api.setPayoutRules, { ...finance, action: setPayoutRules }),
]
