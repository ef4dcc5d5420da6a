import { contract } from '@banyi/contract'
import { route, type Route } from '../../route.ts'
import { reconcileDay } from './reconcile-day.ts'

const api = contract.payments

export const reconciliationRoutes: Route[] = [
  route(api.reconcileDay, { who: ['finance'], limit: { max: 10, seconds: 60, by: 'viewer' }, action: reconcileDay }),
]
