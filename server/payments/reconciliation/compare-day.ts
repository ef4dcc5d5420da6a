/** One day of ours against the two bills, in one transaction. Repeating it changes nothing. */
import { addDays, addMinutes, shanghaiInstant } from '../../core/clock.ts'
import { writeAudit } from '../../core/audit.ts'
import { sqlState, type Tx } from '../../core/database.ts'
import { yuan } from '../../core/money.ts'
import { sql } from '../../core/sql.ts'
import { addTask } from '../../core/tasks.ts'
import type { Actor } from '../../core/viewer.ts'
import type { FundRow } from '../../outside/wechat-pay/port.ts'
import type { System } from '../../system.ts'
import { FEE, inBooks, post, PROVIDER } from '../books/books.ts'
import { followPaymentAt, LAST_LOOK, sendRefundAt } from '../follow-key.ts'
import { sendTransferAt } from '../payouts/transfer-task.ts'
import { balanceHereAt, gapTold } from './balance-queries.ts'
import { listMissingThere, listUnmatchedLines, markLines, type Found } from './compare-queries.ts'
import { closeDay, feesOf, lockDay } from './day-queries.ts'
import { endFoundElsewhere, hasOpenLines, keepDifferences, listToldLater } from './keep-differences.ts'
import { pairBankLines } from './pair-bank-lines.ts'
import { lineOfFund, lineOfTrade, storeLines } from './store-bill.ts'

export const LOOK_AGAIN = 'payments.reconcile-again'

/** Throws when the bills cannot be had; then nothing was written. */
export async function compareDay(
  system: System,
  day: string,
  by: { actor: Actor; looksAgain: boolean },
): Promise<void> {
  const { wechatPay } = system.outside
  const [trade, fund] = [await wechatPay.tradeBill(day), await wechatPay.fundBill(day)]
  await inBooks(system, async (tx) => {
    const now = system.clock.now()
    const before = await lockDay(tx, day, now)
    let closingFen = before.balance_there_fen
    if (trade.hash !== before.trade_hash) await storeLines(tx, day, 'trade', map(trade.rows, lineOfTrade))
    if (fund.hash !== before.fund_hash) {
      closingFen = null
      const remember = (row: FundRow): FundRow => ((closingFen = row.balanceFen), row)
      await storeLines(tx, day, 'fund', map(map(fund.rows, remember), lineOfFund))
    }
    await pairBankLines(tx, day)
    const feePostingId = await postFees(system, tx, day, now)
    const found = await findDifferences(tx, day)
    await markLines(
      tx,
      day,
      found.flatMap(({ lineId }) => lineId ?? []),
    )
    const told = withoutTwins(found)
    await endFoundElsewhere(tx, day, now)
    const opened = await keepDifferences(tx, day, 'lines', told, now)
    const balanceHereFen =
      closingFen === null ? null : await balanceHereAt(tx, addDays(shanghaiInstant(day, '00:00'), 1))
    const balance = await balanceDifference(tx, day, balanceHereFen, closingFen)
    const openedToo = await keepDifferences(tx, day, 'balance', balance, now)
    const asked = await askAfter(tx, told, now)
    if (asked > 0 && by.looksAgain)
      await addTask(tx, {
        kind: LOOK_AGAIN,
        key: `${LOOK_AGAIN}:${day}`,
        payload: { day },
        now,
        runAt: addMinutes(now, 10),
      })
    await closeDay(
      tx,
      day,
      { tradeHash: trade.hash, fundHash: fund.hash, feePostingId, balanceHereFen, balanceThereFen: closingFen },
      now,
    )
    const detail = { found: told.length + balance.length, opened: opened + openedToo, asked }
    await writeAudit(tx, { actor: by.actor, action: 'payments.reconciled', subjectId: day, detail, now })
  })
}

function* map<A, B>(rows: Iterable<A>, change: (row: A) => B): Generator<B> {
  for (const row of rows) yield change(row)
}

async function findDifferences(tx: Tx, day: string): Promise<Found[]> {
  const from = shanghaiInstant(day, '00:00')
  const found = [...(await listUnmatchedLines(tx, day)), ...(await listMissingThere(tx, from, addDays(from, 1)))]
  const late = found.filter(({ kind }) => kind === 'time').map(({ number }) => number)
  const toldLater = late.length > 0 ? await listToldLater(tx, late) : new Set<string>()
  return found.filter(({ kind, number }) => kind !== 'time' || !toldLater.has(number))
}

/** Both bills tell the same thing twice, and two lines of one number one thing: one difference is enough. */
function withoutTwins(found: Found[]): Found[] {
  const inTrade = new Set(
    found.filter(({ source }) => source === 'trade').map(({ kind, number }) => `${kind} ${number}`),
  )
  const seen = new Set<string>()
  return found.filter(({ source, kind, number }) => {
    const key = `${source} ${kind} ${number}`
    if (seen.has(key) || (source === 'fund' && inTrade.has(`${kind} ${number}`))) return false
    seen.add(key)
    return true
  })
}

/** The account as a whole, when every line fits and it still is another. */
async function balanceDifference(tx: Tx, day: string, here: number | null, there: number | null): Promise<Found[]> {
  if (here === null || there === null || here === there) return []
  if ((await hasOpenLines(tx, day)) || (await gapTold(tx, day)) === there - here) return []
  const words = { hereWords: '账上日终余额', thereWords: '账单日终余额' }
  const it = { source: 'fund', kind: 'balance', number: day, orderId: null, lineId: null, ours: null } as const
  return [{ ...it, hereFen: here, thereFen: there, ...words }]
}

/** What they know and we do not is asked after at once. */
async function askAfter(tx: Tx, found: Found[], now: Date): Promise<number> {
  const unknown = found.filter(({ kind, ours }) => ours && (kind === 'missing-here' || kind === 'status'))
  for (const { number, ours } of unknown) {
    if (ours === 'payment') await followPaymentAt(tx, { number, step: LAST_LOOK }, now, now)
    else if (ours === 'refund') await sendRefundAt(tx, { number, step: 0 }, now, now)
    else await sendTransferAt(tx, { number, step: LAST_LOOK }, now, now)
  }
  return unknown.length
}

/** What the provider took for its work, known from its bill alone; of a corrected bill only the rest. */
async function postFees(system: System, tx: Tx, day: string, now: Date): Promise<string | null> {
  const { taken, posted, times } = await feesOf(tx, day)
  const amountFen = taken - posted
  if (amountFen === 0) return null
  await tx.run(sql`savepoint fees`)
  try {
    return await post(tx, {
      key: times === 0 ? `fees:${day}` : `fees:${day}:${times + 1}`,
      orderId: null,
      kind: 'fees',
      reference: day,
      sentence:
        amountFen > 0 ? `${day} 微信支付手续费 ${yuan(amountFen)}` : `${day} 微信支付退回手续费 ${yuan(-amountFen)}`,
      at: now,
      entries: [
        { account: FEE, amountFen },
        { account: PROVIDER, amountFen: -amountFen },
      ],
    })
  } catch (error) {
    if (sqlState(error) !== '23514') throw error
    // our account would fall below zero: something that came in is missing here; the next run posts it
    await tx.run(sql`rollback to savepoint fees`)
    system.log.error({ day, amountFen }, 'the fees of a day are more than what the books have at the provider')
    return null
  }
}
