/** Every door of the module; each room has its own list. */
import { contract } from '@banyi/contract'
import { rawRoute, type Route } from '../route.ts'
import { financeRoutes } from './finance/routes.ts'
import { fundRoutes } from './fund/routes.ts'
import { payoutRoutes } from './payouts/routes.ts'
import { receiveCallback } from './receive-callback.ts'
import { reconciliationRoutes } from './reconciliation/routes.ts'
import { refundRoutes } from './refunds/routes.ts'

const api = contract.payments

export const routes: Route[] = [
  // each address takes every kind: the envelope says what it is
  rawRoute(api.notifyPayment, { who: 'anyone', bodyLimit: 64 * 1024, handle: receiveCallback }),
  rawRoute(api.notifyRefund, { who: 'anyone', bodyLimit: 64 * 1024, handle: receiveCallback }),
  rawRoute(api.notifyTransfer, { who: 'anyone', bodyLimit: 64 * 1024, handle: receiveCallback }),
  ...payoutRoutes,
  ...refundRoutes,
  ...fundRoutes,
  ...reconciliationRoutes,
  ...financeRoutes,
]
