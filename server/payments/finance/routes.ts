import { contract } from '@banyi/contract'
import { rawRoute, route, type Route } from '../../route.ts'
import { approveProposal, rejectProposal } from './decide-proposal.ts'
import { getFinanceOverview } from './get-overview.ts'
import { getOrderMoney, listOrderMoney } from './list-order-money.ts'
import { exportPostings, getPosting, listPostings } from './list-postings.ts'
import { listProposals } from './proposal-view.ts'
import { proposePosting } from './propose-posting.ts'

const api = contract.payments
const limit = { max: 30, seconds: 60, by: 'viewer' } as const

export const financeRoutes: Route[] = [
  route(api.getFinanceOverview, { who: ['finance'], action: getFinanceOverview }),
  route(api.listPostings, { who: ['finance'], action: listPostings }),
  rawRoute(api.exportPostings, { who: ['finance'], limit: { ...limit, max: 5 }, handle: exportPostings }),
  route(api.getPosting, { who: ['finance'], action: getPosting }),
  route(api.listOrderMoney, { who: ['finance'], action: listOrderMoney }),
  route(api.getOrderMoney, { who: ['finance'], action: getOrderMoney }),
  route(api.listProposals, { who: ['finance'], action: listProposals }),
  route(api.proposePosting, { who: ['finance'], limit, action: proposePosting }),
  route(api.approveProposal, { who: ['finance'], limit, action: approveProposal }),
  route(api.rejectProposal, { who: ['finance'], limit, action: rejectProposal }),
]
