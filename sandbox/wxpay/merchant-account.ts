/** The merchant's basic account at WeChat Pay: every movement is one line, the balance is kept with it. */
import type { World } from '../core/world.ts'

export type Flow = {
  no: number
  at: number
  /** WeChat Pay's own number: transaction, refund or transfer bill. */
  ref: string
  /** Our number. */
  voucher: string
  business: string
  in_fen: number
}
export const BUSINESS = {
  payment: '交易',
  paymentFee: '扣除交易手续费',
  refund: '退款',
  refundFee: '退款手续费返还',
  transfer: '商家转账',
  transferBack: '商家转账退回',
  withdrawal: '提现',
  deposit: '充值',
} as const

export const ACCOUNT_TABLES = `
create table if not exists pay_flows (
  no integer primary key autoincrement, at integer not null, ref text not null, voucher text not null,
  business text not null, in_fen integer not null);
create index if not exists pay_flows_at on pay_flows (at);
create table if not exists pay_balance (one integer primary key check (one = 1), fen integer not null);
insert or ignore into pay_balance values (1, 0);
create trigger if not exists pay_flows_balance after insert on pay_flows
  begin update pay_balance set fen = fen + new.in_fen; end;
`

const FEE_RATE = 0.006

/** The fee of a payment, in fen; refunds give their part back. */
export const feeOf = (fen: number) => Math.round(fen * FEE_RATE)

/** Joins the caller's transaction. */
export function addFlow(world: World, flow: Omit<Flow, 'no'>): void {
  if (flow.in_fen === 0) return
  world.state.run(
    'insert into pay_flows (at, ref, voucher, business, in_fen) values (?, ?, ?, ?, ?)',
    flow.at,
    flow.ref,
    flow.voucher,
    flow.business,
    flow.in_fen,
  )
}

export function addPaymentFlows(world: World, of: { at: number; ref: string; voucher: string; fen: number }): void {
  const { at, ref, voucher, fen } = of
  addFlow(world, { at, ref, voucher, business: BUSINESS.payment, in_fen: fen })
  addFlow(world, { at, ref, voucher, business: BUSINESS.paymentFee, in_fen: -feeOf(fen) })
}

export const merchantFen = (world: World) => world.state.one<{ fen: number }>('select fen from pay_balance')?.fen ?? 0

/** What is there and not promised to a refund that is on its way; such a refund brings its part of the fee back. */
export function availableFen(world: World): number {
  const sql = `select coalesce(sum(r.refund - coalesce(d.fee, 0)), 0) as fen from pay_refunds r
    left join pay_refund_details d using (out_refund_no) where r.status in ('PROCESSING', 'ABNORMAL')`
  return merchantFen(world) - (world.state.one<{ fen: number }>(sql)?.fen ?? 0)
}

let running = 0
const newFundNo = (letter: string, now: number) => `${letter}${now}${String(++running % 10_000).padStart(4, '0')}`

/** 提现: to the merchant's own bank account. */
export function withdrawToBank(world: World, fen: number): void {
  requireAmount(fen)
  if (fen > availableFen(world)) throw new Error(`withdrawToBank: only ${availableFen(world)} fen can be taken`)
  const number = newFundNo('W', world.clock.now())
  addFlow(world, { at: world.clock.now(), ref: number, voucher: number, business: BUSINESS.withdrawal, in_fen: -fen })
}

/** 充值: from the merchant's own bank account. */
export function depositFromBank(world: World, fen: number): void {
  requireAmount(fen)
  const number = newFundNo('D', world.clock.now())
  addFlow(world, { at: world.clock.now(), ref: number, voucher: number, business: BUSINESS.deposit, in_fen: fen })
}

function requireAmount(fen: number): void {
  if (!Number.isSafeInteger(fen) || fen <= 0) throw new Error('fen: a whole number above 0')
}

/** Data of before there was an account: its lines are written from the orders and refunds. */
export function writeMissingFlows(world: World): void {
  if (world.state.one('select 1 from pay_flows limit 1')) return
  world.state.tx(() => {
    const paid = world.state.all<{ at: number; ref: string; voucher: string; fen: number }>(
      `select paid_at as at, transaction_id as ref, out_trade_no as voucher, total as fen from pay_orders
       where paid_at is not null order by paid_at`,
    )
    for (const order of paid) addPaymentFlows(world, order)
    const refunds = world.state.all<{ at: number; ref: string; voucher: string; fen: number }>(
      `select success_at as at, refund_id as ref, out_refund_no as voucher, refund as fen from pay_refunds
       where status = 'SUCCESS'`,
    )
    for (const { at, ref, voucher, fen } of refunds) {
      addFlow(world, { at, ref, voucher, business: BUSINESS.refund, in_fen: -fen })
      addFlow(world, { at, ref, voucher, business: BUSINESS.refundFee, in_fen: feeOf(fen) })
    }
  })
}
