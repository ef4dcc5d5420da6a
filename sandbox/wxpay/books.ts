/** What the sandbox itself thinks the merchant has: to be compared with the merchant's own books. */
import type { World } from '../core/world.ts'
import { availableFen, BUSINESS, merchantFen } from './merchant-account.ts'

type Sums = Record<string, number>
export type SandboxBooks = {
  merchantFen: number
  availableFen: number
  orders: { count: number; paidFen: number; refundedFen: number; refundingFen: number }
  /** paidFen: arrived and not reversed; waitingFen: left the account and may still come back */
  transfers: { count: number; paidFen: number; waitingFen: number; returnedFen: number }
  /** kept by the provider */
  feesFen: number
  bank: { depositedFen: number; withdrawnFen: number }
  perUser: Record<string, { paidFen: number; refundedFen: number; receivedFen: number }>
}

export function readBooks(world: World): SandboxBooks {
  const { state } = world
  const flow = (business: string) =>
    state.one<{ fen: number }>('select coalesce(sum(in_fen), 0) as fen from pay_flows where business = ?', business)
      ?.fen ?? 0
  const orders = state.one<{ count: number; paid: number }>(
    'select count(*) as count, coalesce(sum(total), 0) as paid from pay_orders where paid_at is not null',
  )
  const refunds = state.one<Sums>(
    `select coalesce(sum(case when status = 'SUCCESS' then refund end), 0) as done,
       coalesce(sum(case when status in ('PROCESSING', 'ABNORMAL') then refund end), 0) as under from pay_refunds`,
  )
  const transfers = state.one<Sums>(
    `select count(*) as count, coalesce(sum(case when state = 'SUCCESS' then amount end), 0) as paid,
       coalesce(sum(case when state in ('FAIL', 'CANCELLED') then amount end), 0) as returned,
       coalesce(sum(amount), 0) as total from pay_transfers`,
  )
  const paid = transfers?.paid ?? 0
  const returned = transfers?.returned ?? 0
  return {
    merchantFen: merchantFen(world),
    availableFen: availableFen(world),
    orders: {
      count: orders?.count ?? 0,
      paidFen: orders?.paid ?? 0,
      refundedFen: refunds?.done ?? 0,
      refundingFen: refunds?.under ?? 0,
    },
    transfers: {
      count: transfers?.count ?? 0,
      paidFen: paid,
      waitingFen: (transfers?.total ?? 0) - paid - returned,
      returnedFen: returned,
    },
    feesFen: -flow(BUSINESS.paymentFee) - flow(BUSINESS.refundFee),
    bank: { depositedFen: flow(BUSINESS.deposit), withdrawnFen: -flow(BUSINESS.withdrawal) },
    perUser: perUser(world),
  }
}

function perUser(world: World): SandboxBooks['perUser'] {
  const rows = world.state.all<{ openid: string; paid: number; refunded: number; received: number }>(
    `select openid, sum(paid) as paid, sum(refunded) as refunded, sum(received) as received from (
       select openid, total as paid, 0 as refunded, 0 as received from pay_orders where paid_at is not null
       union all select o.openid, 0, r.refund, 0 from pay_refunds r join pay_orders o using (out_trade_no)
         where r.status = 'SUCCESS'
       union all select openid, 0, 0, amount from pay_transfers where state = 'SUCCESS')
     group by openid order by openid`,
  )
  return Object.fromEntries(
    rows.map(({ openid, paid, refunded, received }) => [
      openid,
      { paidFen: paid, refundedFen: refunded, receivedFen: received },
    ]),
  )
}
