/** Lines of bills that tell another story than what happened, for tests of reconciliation. They stay until taken back. */
import type { World } from '../core/world.ts'

export type BillBend = {
  bill: 'trade' | 'fund'
  /** drop the line; show another amount; show it a day later; show a line of which nobody else knows */
  do: 'drop' | 'amount' | 'next-day' | 'foreign'
  /** out_trade_no, out_refund_no, out_bill_no or another number of the line */
  number: string
  /** the other amount; of a foreign line: above 0 came in, below 0 went out */
  fen?: number
  /** of a foreign line: YYYY-MM-DD in Shanghai */
  day?: string
}

export const BEND_TABLES = `
create table if not exists pay_bill_bends (
  bill text not null, do text not null, number text not null, fen integer, day text, primary key (bill, do, number));
`

export function bendBill(world: World, wish: Partial<BillBend>): BillBend {
  const { bill, number, fen, day } = wish
  if (bill !== 'trade' && bill !== 'fund') throw new Error('bill: trade or fund')
  if (!wish.do || !['drop', 'amount', 'next-day', 'foreign'].includes(wish.do)) {
    throw new Error('do: drop, amount, next-day or foreign')
  }
  if (!number) throw new Error('number: of the line')
  const needsFen = wish.do === 'amount' || wish.do === 'foreign'
  if (needsFen && (!Number.isSafeInteger(fen) || fen === 0)) throw new Error('fen: a whole number')
  if (wish.do === 'foreign' && !/^\d{4}-\d\d-\d\d$/.test(day ?? '')) throw new Error('day: YYYY-MM-DD')
  world.state.run(
    'insert or replace into pay_bill_bends values (?, ?, ?, ?, ?)',
    bill,
    wish.do,
    number,
    fen ?? null,
    day ?? null,
  )
  return { bill, do: wish.do, number, ...(needsFen && fen !== undefined ? { fen } : {}), ...(day ? { day } : {}) }
}

export const straightenBills = (world: World) => world.state.run('delete from pay_bill_bends')

export const listBends = (world: World, bill: BillBend['bill']) =>
  world.state.all<BillBend>('select * from pay_bill_bends where bill = ?', bill)

type Line = { at: number; number: string }

const DAY_MS = 86_400_000

/**
 * The lines of one day as the bill shows them. `read` gives what truly happened between two moments; `change` writes
 * another amount into a line; `make` invents one.
 */
export function bendLines<L extends Line>(
  world: World,
  bill: BillBend['bill'],
  from: number,
  tools: {
    read: (from: number, to: number) => L[]
    change: (line: L, fen: number) => L
    make: (bend: BillBend, at: number) => L[]
  },
): L[] {
  const bends = listBends(world, bill)
  const lines = tools.read(from, from + DAY_MS)
  if (bends.length === 0) return lines
  const numbersOf = (what: BillBend['do']) =>
    new Map(bends.filter((bend) => bend.do === what).map((bend) => [bend.number, bend]))
  const [dropped, changed, late] = [numbersOf('drop'), numbersOf('amount'), numbersOf('next-day')]
  const fromYesterday =
    late.size === 0
      ? []
      : tools
          .read(from - DAY_MS, from)
          .filter(({ number }) => late.has(number))
          .map((line) => ({ ...line, at: line.at + DAY_MS }))
  const shown = [...fromYesterday, ...lines.filter(({ number }) => !late.has(number))]
    .filter(({ number }) => !dropped.has(number))
    .map((line) => {
      const bend = changed.get(line.number)
      return bend ? tools.change(line, bend.fen ?? 0) : line
    })
  const foreign = bends.filter((bend) => bend.do === 'foreign' && Date.parse(`${bend.day}T00:00:00+08:00`) === from)
  return [...shown, ...foreign.flatMap((bend) => tools.make(bend, from + DAY_MS / 2))].toSorted((a, b) => a.at - b.at)
}
