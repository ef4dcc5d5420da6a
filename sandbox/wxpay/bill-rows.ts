/** The CSV of trade and fund-flow bills. Amounts in yuan, every value behind a backtick so that spreadsheets keep the digits. */
import { shanghaiText } from '../core/clock.ts'
import type { World } from '../core/world.ts'
import type { PayOrder } from './orders.ts'
import type { Refund } from './refunds.ts'

export const DAY_MS = 86_400_000
export type BillKind = { type: 'trade'; part: 'ALL' | 'SUCCESS' | 'REFUND' } | { type: 'fund' }

const TRADE_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,' +
  '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const TRADE_SUMMARY = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const FUND_HEADER =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号'
const FUND_SUMMARY = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

const FEE_RATE = 0.006

/** The fee of a payment, in fen; refunds give their part back. */
const feeOf = (fen: number) => Math.round(fen * FEE_RATE)
const yuan = (fen: number) => (fen / 100).toFixed(2)
const fee = (fen: number) => (fen / 100).toFixed(5)
const line = (values: (string | number)[]) => values.map((value) => `\`${value}`).join(',')

type RefundRow = Refund & { transaction_id: string; description: string; attach: string; openid: string; total: number }

function readDay(world: World, from: number): { paid: PayOrder[]; refunds: RefundRow[] } {
  const paid = world.state.all<PayOrder>(
    'select * from pay_orders where paid_at >= ? and paid_at < ? order by paid_at',
    from,
    from + DAY_MS,
  )
  const refunds = world.state.all<RefundRow>(
    `select r.*, o.transaction_id, o.description, o.attach, o.openid, o.total from pay_refunds r
     join pay_orders o using (out_trade_no) where r.created_at >= ? and r.created_at < ? order by r.created_at`,
    from,
    from + DAY_MS,
  )
  return { paid, refunds }
}

/** `from` is midnight in Shanghai. Undefined when nothing happened. */
export function writeBill(world: World, kind: BillKind, from: number): string | undefined {
  const { paid, refunds } = readDay(world, from)
  if (kind.type === 'fund') return fundBill(world, paid, refunds)
  return tradeBill(world, kind.part === 'REFUND' ? [] : paid, kind.part === 'SUCCESS' ? [] : refunds)
}

function tradeBill(world: World, paid: PayOrder[], refunds: RefundRow[]): string | undefined {
  if (paid.length + refunds.length === 0) return undefined
  const account = [world.keys.wechat.appid, world.keys.wxpay.mchid, '0', '']
  const rows = paid.map((order) => ({
    at: order.paid_at ?? 0,
    text: line([
      shanghaiText(order.paid_at ?? 0),
      ...account,
      order.transaction_id ?? '',
      order.out_trade_no,
      order.openid,
      'JSAPI',
      'SUCCESS',
      'OTHERS',
      'CNY',
      yuan(order.total),
      '0.00',
      '0',
      '0',
      '0.00',
      '0.00',
      '',
      '',
      order.description,
      order.attach,
      fee(feeOf(order.total)),
      '0.60%',
      yuan(order.total),
      '0.00',
      '',
    ]),
  }))
  for (const refund of refunds) {
    rows.push({
      at: refund.created_at,
      text: line([
        shanghaiText(refund.created_at),
        ...account,
        refund.transaction_id,
        refund.out_trade_no,
        refund.openid,
        'JSAPI',
        'REFUND',
        'OTHERS',
        'CNY',
        '0.00',
        '0.00',
        refund.refund_id,
        refund.out_refund_no,
        yuan(refund.refund),
        '0.00',
        'ORIGINAL',
        refund.status,
        refund.description,
        refund.attach,
        fee(-feeOf(refund.refund)),
        '0.60%',
        '0.00',
        yuan(refund.refund),
        '',
      ]),
    })
  }
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)
  const orders = sum(paid.map(({ total }) => total))
  const back = sum(refunds.map(({ refund }) => refund))
  const fees = sum(paid.map(({ total }) => feeOf(total))) - sum(refunds.map(({ refund }) => feeOf(refund)))
  const body = rows.toSorted((a, b) => a.at - b.at).map(({ text }) => text)
  const summary = line([rows.length, yuan(orders), yuan(back), '0.00', fee(fees), yuan(orders), yuan(back)])
  return [TRADE_HEADER, ...body, TRADE_SUMMARY, summary, ''].join('\r\n')
}

type Flow = { at: number; ref: string; business: string; inFen: number; voucher: string }

function fundBill(world: World, paid: PayOrder[], refunds: RefundRow[]): string | undefined {
  const flows: Flow[] = []
  for (const order of paid) {
    const base = { at: order.paid_at ?? 0, ref: order.transaction_id ?? '', voucher: order.out_trade_no }
    flows.push({ ...base, business: '交易', inFen: order.total })
    if (feeOf(order.total) > 0) flows.push({ ...base, business: '扣除交易手续费', inFen: -feeOf(order.total) })
  }
  // Money leaves when the refund has arrived; one that failed never left.
  for (const refund of refunds.filter(({ status }) => status === 'SUCCESS')) {
    const base = { at: refund.created_at, ref: refund.refund_id, voucher: refund.out_refund_no }
    flows.push({ ...base, business: '退款', inFen: -refund.refund })
    if (feeOf(refund.refund) > 0) flows.push({ ...base, business: '退款手续费返还', inFen: feeOf(refund.refund) })
  }
  if (flows.length === 0) return undefined
  flows.sort((a, b) => a.at - b.at)
  let balance = 0
  const rows = flows.map((flow, index) => {
    balance += flow.inFen
    const direction = flow.inFen >= 0 ? '收入' : '支出'
    return line([
      shanghaiText(flow.at),
      flow.ref,
      `9${String(flow.at)}${String(index).padStart(6, '0')}`,
      flow.business,
      flow.business,
      direction,
      yuan(Math.abs(flow.inFen)),
      yuan(balance),
      world.keys.wxpay.mchid,
      '',
      flow.voucher,
    ])
  })
  const income = flows.filter(({ inFen }) => inFen >= 0)
  const spent = flows.filter(({ inFen }) => inFen < 0)
  const sum = (list: Flow[]) => yuan(Math.abs(list.reduce((total, { inFen }) => total + inFen, 0)))
  const summary = line([flows.length, income.length, sum(income), spent.length, sum(spent)])
  return [FUND_HEADER, ...rows, FUND_SUMMARY, summary, ''].join('\r\n')
}
