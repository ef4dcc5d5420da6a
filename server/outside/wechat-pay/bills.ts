/** The two bills of a day, in our words. Pure. */
import { fenOf, nearFenOf, openBillFile, timeOf } from './bill-file.ts'
import type { FundRow, TradeRow } from './port.ts'

/** What happened: payments and the refunds asked for on that day. */
export function readTradeBill(file: Buffer): Iterable<TradeRow> {
  const { column, rows } = openBillFile(file, '总交易单数')
  const at = column('交易时间')
  const number = column('商户订单号')
  const transactionId = column('微信订单号')
  const tradeState = column('交易状态')
  const amount = column('订单金额')
  const refundNumber = column('商户退款单号')
  const refundId = column('微信退款单号')
  const refund = column('申请退款金额')
  const refundState = column('退款状态')
  const fee = column('手续费')
  const rowOf = (lineNumber: number, values: string[]): TradeRow => {
    const read = (index: number): string => values[index] ?? ''
    const isRefund = !/^0?$/.test(read(refundNumber))
    return {
      lineNumber,
      at: timeOf(read(at)),
      number: read(number),
      transactionId: read(transactionId),
      refundNumber: isRefund ? read(refundNumber) : null,
      refundId: isRefund ? read(refundId) : null,
      state: read(isRefund ? refundState : tradeState),
      amountFen: fenOf(read(amount)),
      refundFen: fenOf(read(refund)),
      feeFen: nearFenOf(read(fee)),
    }
  }
  return eachOf(rows, rowOf)
}

/** What moved on the merchant's basic account, with its balance after each. */
export function readFundBill(file: Buffer): Iterable<FundRow> {
  const { column, rows } = openBillFile(file, '资金流水总笔数')
  const at = column('记账时间')
  const providerNumber = column('微信支付业务单号')
  const flowNumber = column('资金流水单号')
  const business = column('业务名称')
  const direction = column('收支类型')
  const amount = column('收支金额(元)')
  const balance = column('账户结余(元)')
  const ourNumber = column('业务凭证号')
  const rowOf = (lineNumber: number, values: string[]): FundRow => {
    const read = (index: number): string => values[index] ?? ''
    const fen = fenOf(read(amount))
    return {
      lineNumber,
      at: timeOf(read(at)),
      providerNumber: read(providerNumber),
      flowNumber: read(flowNumber),
      business: read(business),
      amountFen: read(direction) === '支出' && fen ? -fen : fen,
      balanceFen: fenOf(read(balance)),
      ourNumber: read(ourNumber),
    }
  }
  return eachOf(rows, rowOf)
}

const eachOf = <Row>(
  rows: () => Iterable<[number, string[]]>,
  rowOf: (lineNumber: number, values: string[]) => Row,
): Iterable<Row> => ({
  *[Symbol.iterator]() {
    for (const [lineNumber, values] of rows()) yield rowOf(lineNumber, values)
  },
})
