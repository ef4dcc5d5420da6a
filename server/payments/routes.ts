import { contract } from '@banyi/contract'
import { rawRoute, route, type Route } from '../route.ts'
import { receiveCallback } from './receive-callback.ts'
import { reconcileDay } from './reconciliation/reconcile-day.ts'

const api = contract.payments

// both addresses take both kinds: the envelope says what it is
export const routes: Route[] = [
  rawRoute(api.notifyPayment, { who: 'anyone', bodyLimit: 64 * 1024, handle: receiveCallback }),
  rawRoute(api.notifyRefund, { who: 'anyone', bodyLimit: 64 * 1024, handle: receiveCallback }),
  route(api.reconcileDay, { who: ['finance'], limit: { max: 10, seconds: 60, by: 'viewer' }, action: reconcileDay }),
]
