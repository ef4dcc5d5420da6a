import { contract } from '@banyi/contract'
import { route, type Route } from '../../route.ts'
import { handleAbnormalRefund } from './handle-abnormal-refund.ts'
import { getRefundForFinance, listRefundsForFinance } from './list-refunds.ts'
import { recordBankRefund } from './record-bank-refund.ts'
import { refundAgain } from './refund-again.ts'

const api = contract.payments
const limit = { max: 30, seconds: 60, by: 'viewer' } as const

export const refundRoutes: Route[] = [
  route(api.listRefunds, { who: ['finance'], action: listRefundsForFinance }),
  route(api.getRefund, { who: ['finance'], action: getRefundForFinance }),
  route(api.handleAbnormalRefund, { who: ['finance'], limit, action: handleAbnormalRefund }),
  route(api.recordBankRefund, { who: ['finance'], limit, action: recordBankRefund }),
  route(api.refundAgain, { who: ['finance'], limit, action: refundAgain }),
]
