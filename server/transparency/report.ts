/**
 * The report of a month, computed from what orders, payments and insurance have written down. The public page and the
 * command (cli.ts) both call this, so anybody of ours can repeat what was published. Counts and sums only: nobody is in it.
 */
import type { TransparencyReport } from '@banyi/contract/transparency'
import { createHash } from 'node:crypto'
import type { System } from '../system.ts'
import { countPolicies } from '../insurance/index.ts'
import { countDisputes, countIncidents, countOrders } from '../orders/index.ts'
import { moneyFigures } from '../payments/index.ts'
import { spanOf } from './months.ts'

export type Reader = Pick<System, 'db' | 'clock'>

export async function computeReport(system: Reader, month: string): Promise<TransparencyReport> {
  const { from, to } = spanOf(month)
  const now = system.clock.now()
  const [money, { served, cancelled }, incidents, disputes, insurance] = await Promise.all([
    moneyFigures(system, from, to),
    countOrders(system, from, to),
    countIncidents(system, from, to),
    countDisputes(system, from, to),
    countPolicies(system, from, to),
  ])
  const sum = Object.values(incidents).reduce((total, count) => total + count, 0)
  const figures = {
    month,
    orders: { paid: money.paidOrders, served, cancelled },
    incidents: { ...incidents, perThousand: perThousand(sum, money.paidOrders) },
    refunds: money.refunds,
    disputes,
    fund: money.fund,
    insurance,
  }
  return { ...figures, isFinal: now >= to, computedAt: now.toISOString(), fingerprint: fingerprintOf(figures) }
}

/** one decimal; no order, no rate */
const perThousand = (count: number, orders: number): number =>
  orders === 0 ? 0 : Math.round((count * 10_000) / orders) / 10

/** sha-256 over the figures as JSON with sorted names and no spaces */
export const fingerprintOf = (figures: object): string => createHash('sha256').update(canonical(figures)).digest('hex')

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`
}
