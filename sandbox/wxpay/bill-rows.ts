/** The CSV of trade and fund-flow bills. Amounts in yuan, every value behind a backtick so that spreadsheets keep the digits. */
import { shanghaiText } from '../core/clock.ts'
import type { World } from '../core/world.ts'
import { bendLines } from './bill-bends.ts'
import { BUSINESS, feeOf, type Flow } from './merchant-account.ts'

export const DAY_MS = 86_400_000
export type BillKind = { type: 'trade'; part: 'ALL' | 'SUCCESS' | 'REFUND' } | { type: 'fund' }

const TRADE_HEADER =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,' +
  '微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注'
const TRADE_SUMMARY = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额'
const FUND_HEADER =
  '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额（元）,账户结余（元）,资金变更提交申请人,备注,业务凭证号'
const FUND_SUMMARY = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额'

const yuan = (fen: number) => (fen / 100).toFixed(2)
const feeYuan = (fen: number) => (fen / 100).toFixed(5)
const line = (values: (string | number)[]) => values.map((value) => `\`${value}`).join(',')
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

/** `from` is midnight in Shanghai. Undefined when nothing happened. */
export function writeBill(world: World, kind: BillKind, from: number): string | undefined {
  return kind.type === 'fund' ? fundBill(world, from) : tradeBill(world, kind.part, from)
}

type TradeLine = {
  at: number
  /** out_trade_no of a payment, out_refund_no of a refund */
  number: string
  isRefund: boolean
  fen: number
  fee: number
  transaction_id: string
  out_trade_no: string
  openid: string
  refund_id: string
  status: string
  description: string
  attach: string
}

function readTrade(world: World, from: number, to: number): TradeLine[] {
  const paid = world.state.all<TradeLine>(
    `select paid_at as at, out_trade_no as number, 0 as isRefund, total as fen, 0 as fee, transaction_id, out_trade_no,
       openid, '' as refund_id, '' as status, description, attach
     from pay_orders where paid_at >= ? and paid_at < ? order by paid_at`,
    from,
    to,
  )
  const refunds = world.state.all<TradeLine & { known_fee: number | null }>(
    `select r.created_at as at, r.out_refund_no as number, 1 as isRefund, r.refund as fen, d.fee as known_fee,
       o.transaction_id, o.out_trade_no, o.openid, r.refund_id, r.status, o.description, o.attach
     from pay_refunds r join pay_orders o using (out_trade_no) left join pay_refund_details d using (out_refund_no)
     where r.created_at >= ? and r.created_at < ? order by r.created_at`,
    from,
    to,
  )
  return [
    ...paid.map((one) => ({ ...one, isRefund: false, fee: feeOf(one.fen) })),
    ...refunds.map(({ known_fee, ...one }) => ({ ...one, isRefund: true, fee: -(known_fee ?? feeOf(one.fen)) })),
  ].toSorted((a, b) => a.at - b.at)
}

function tradeBill(world: World, part: 'ALL' | 'SUCCESS' | 'REFUND', from: number): string | undefined {
  const all = bendLines<TradeLine>(world, 'trade', from, {
    read: (start, end) => readTrade(world, start, end),
    change: (one, fen) => ({ ...one, fen }),
    make: ({ number, fen = 0 }, at) => [
      {
        at,
        number,
        isRefund: fen < 0,
        fen: Math.abs(fen),
        fee: Math.sign(fen) * feeOf(Math.abs(fen)),
        transaction_id: `4200009998${number}`.slice(0, 32),
        out_trade_no: number,
        openid: 'oSBXstranger',
        refund_id: fen < 0 ? `5030009998${number}`.slice(0, 32) : '',
        status: fen < 0 ? 'SUCCESS' : '',
        description: '别处的订单',
        attach: '',
      },
    ],
  })
  const lines = all.filter(({ isRefund }) => part === 'ALL' || isRefund === (part === 'REFUND'))
  if (lines.length === 0) return undefined
  const account = [world.keys.wechat.appid, world.keys.wxpay.mchid, '0', '']
  const rows = lines.map((one) =>
    line([
      shanghaiText(one.at),
      ...account,
      one.transaction_id,
      one.out_trade_no,
      one.openid,
      'JSAPI',
      one.isRefund ? 'REFUND' : 'SUCCESS',
      'OTHERS',
      'CNY',
      one.isRefund ? '0.00' : yuan(one.fen),
      '0.00',
      ...(one.isRefund ? [one.refund_id, one.number, yuan(one.fen), '0.00', 'ORIGINAL', one.status] : NO_REFUND),
      one.description,
      one.attach,
      feeYuan(one.fee),
      '0.60%',
      one.isRefund ? '0.00' : yuan(one.fen),
      one.isRefund ? yuan(one.fen) : '0.00',
      '',
    ]),
  )
  const orders = sum(lines.filter(({ isRefund }) => !isRefund).map(({ fen }) => fen))
  const back = sum(lines.filter(({ isRefund }) => isRefund).map(({ fen }) => fen))
  const fees = sum(lines.map(({ fee }) => fee))
  const summary = line([rows.length, yuan(orders), yuan(back), '0.00', feeYuan(fees), yuan(orders), yuan(back)])
  return [TRADE_HEADER, ...rows, TRADE_SUMMARY, summary, ''].join('\r\n')
}

/** Number, refund number, amount, voucher part, kind and state of a line that is no refund. */
const NO_REFUND = ['0', '0', '0.00', '0.00', '', '']

type FundLine = Flow & { number: string }

function readFlows(world: World, from: number, to: number): FundLine[] {
  return world.state.all<FundLine>(
    'select *, voucher as number from pay_flows where at >= ? and at < ? order by at, no',
    from,
    to,
  )
}

function fundBill(world: World, from: number): string | undefined {
  const lines = bendLines<FundLine>(world, 'fund', from, {
    read: (start, end) => readFlows(world, start, end),
    change: (one, fen) =>
      one.business === BUSINESS.paymentFee || one.business === BUSINESS.refundFee
        ? one
        : { ...one, in_fen: Math.sign(one.in_fen) * fen },
    make: ({ number, fen = 0 }, at) => [
      {
        no: 0,
        at,
        ref: number,
        voucher: number,
        number,
        business: fen < 0 ? BUSINESS.refund : BUSINESS.payment,
        in_fen: fen,
      },
    ],
  })
  if (lines.length === 0) return undefined
  const opening = world.state.one<{ fen: number }>(
    'select coalesce(sum(in_fen), 0) as fen from pay_flows where at < ?',
    from,
  )
  let balance = opening?.fen ?? 0
  const rows = lines.map((flow) => {
    balance += flow.in_fen
    return line([
      shanghaiText(flow.at),
      flow.ref,
      `9${String(flow.at)}${String(flow.no).padStart(9, '0')}`,
      flow.business,
      flow.business,
      flow.in_fen >= 0 ? '收入' : '支出',
      yuan(Math.abs(flow.in_fen)),
      yuan(balance),
      world.keys.wxpay.mchid,
      '',
      flow.voucher,
    ])
  })
  const income = lines.map(({ in_fen }) => in_fen).filter((fen) => fen >= 0)
  const spent = lines.map(({ in_fen }) => in_fen).filter((fen) => fen < 0)
  const summary = line([lines.length, income.length, yuan(sum(income)), spent.length, yuan(-sum(spent))])
  return [FUND_HEADER, ...rows, FUND_SUMMARY, summary, ''].join('\r\n')
}
