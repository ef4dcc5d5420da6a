import type { Route } from '../../route.ts'

export const financeRoutes: Route[] = []
