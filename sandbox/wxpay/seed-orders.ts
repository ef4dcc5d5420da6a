/** Many paid orders at once, straight into the state: for measuring, where a hundred thousand real payments would take hours. */
import { shanghaiIso } from '../core/clock.ts'
import type { World } from '../core/world.ts'
import { addPaymentFlows } from './merchant-account.ts'

export type SeededOrder = {
  outTradeNo: string
  transactionId: string
  totalFen: number
  paidAt: number
  openid: string
}

/** `day` is YYYY-MM-DD in Shanghai; the payments are spread over it. Numbers begin with SEED and the day: seeding a day twice fails. */
export function seedPaidOrders(world: World, count: number, day: string): SeededOrder[] {
  const from = Date.parse(`${day}T00:00:00+08:00`)
  if (Number.isNaN(from)) throw new Error('day: YYYY-MM-DD')
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000) throw new Error('count: 1 to 1000000')
  const compact = shanghaiIso(from).slice(0, 10).replaceAll('-', '')
  const orders = Array.from({ length: count }, (_, index) => ({
    outTradeNo: `SEED${compact}${String(index).padStart(7, '0')}`,
    transactionId: `4200009997${compact}${String(index).padStart(10, '0')}`,
    totalFen: 10_000 + ((index * 7919) % 50_000),
    paidAt: from + Math.floor((index * 86_399_000) / count),
    openid: `oSBXseed${String(index % 1000).padStart(4, '0')}`,
  }))
  world.state.tx(() => {
    for (const { outTradeNo, transactionId, totalFen, paidAt, openid } of orders) {
      world.state.run(
        `insert into pay_orders (out_trade_no, transaction_id, prepay_id, prepay_at, fingerprint, description, attach,
           notify_url, openid, total, state, expires_at, created_at, paid_at)
         values (?, ?, ?, ?, '', '半天陪诊', '', '', ?, ?, 'SUCCESS', ?, ?, ?)`,
        outTradeNo,
        transactionId,
        `wxseed${outTradeNo}`,
        paidAt,
        openid,
        totalFen,
        paidAt,
        paidAt,
        paidAt,
      )
      addPaymentFlows(world, { at: paidAt, ref: transactionId, voucher: outTradeNo, fen: totalFen })
    }
  })
  return orders
}
