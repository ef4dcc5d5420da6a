/** The trade bill: CSV by header name, every value behind a backtick, amounts in yuan. Pure. */
import type { BillRow } from './port.ts'

const SUMMARY = '总交易单数'

/** 268.00 -> 26800, without floating point. Throws for anything that is no amount. */
export function fenOf(yuan: string): number {
  const match = /^(-?)(\d{1,11})(?:\.(\d{1,2})0*)?$/.exec(yuan.trim())
  if (!match) throw new Error('bill: not an amount')
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  return match[1] ? -fen : fen
}

/** Values may hold commas (product names) but each begins with a backtick; the header does not. */
const valuesOf = (line: string): string[] =>
  line
    .replace(/^`/, '')
    .split(',`')
    .map((value) => value.trim())

export function parseTradeBill(text: string): BillRow[] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .filter((line) => line !== '')
  const names = lines[0]?.split(',').map((name) => name.trim()) ?? []
  const end = lines.findIndex((line) => line.startsWith(SUMMARY))
  if (end < 1) throw new Error('bill: no summary')
  const column = (name: string): number => {
    const at = names.indexOf(name)
    if (at < 0) throw new Error(`bill: no column ${name}`)
    return at
  }
  const at = {
    number: column('商户订单号'),
    transactionId: column('微信订单号'),
    tradeState: column('交易状态'),
    amount: column('订单金额'),
    refundNumber: column('商户退款单号'),
    refund: column('申请退款金额'),
    refundState: column('退款状态'),
  }
  const rows = lines.slice(1, end).map((line): BillRow => {
    const values = valuesOf(line)
    const read = (index: number): string => values[index] ?? ''
    const refundNumber = /^0?$/.test(read(at.refundNumber)) ? null : read(at.refundNumber)
    return {
      number: read(at.number),
      transactionId: read(at.transactionId),
      refundNumber,
      state: refundNumber ? read(at.refundState) : read(at.tradeState),
      amountFen: fenOf(read(at.amount)),
      refundFen: fenOf(read(at.refund)),
    }
  })
  const announced = Number(valuesOf(lines[end + 1] ?? '')[0])
  if (announced !== rows.length) throw new Error('bill: the summary counts other rows')
  return rows
}
