import { transparency } from '@banyi/contract/transparency'
import { route, type Route } from '../route.ts'
import { getReport, listReports } from './get-report.ts'

const reading = { max: 60, seconds: 60, by: 'ip' } as const

export const routes: Route[] = [
  route(transparency.listReports, { who: 'anyone', limit: reading, action: listReports }),
  route(transparency.getReport, { who: 'anyone', limit: reading, action: getReport }),
]
