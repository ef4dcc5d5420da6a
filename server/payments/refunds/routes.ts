import type { Route } from '../../route.ts'

export const refundRoutes: Route[] = []
