/** What the fund paid for a companion's fault comes back from what she earns: a part of it at a time, never below zero. */
import type { Tx } from '../../core/database.ts'
import { percentOf, yuan } from '../../core/money.ts'
import { balanceOf, earningsOf, FUND, post } from '../books/books.ts'
import { recordEarning } from '../payouts/record-earning.ts'
import { addStep, BY_SYSTEM } from '../payouts/steps.ts'
import { addRecovered, listDebts, type Debt } from './claim-queries.ts'
import { readFundRules } from './fund-rules.ts'

/**
 * After each settlement of hers, and when finance asks: at most the share of her balance that the rules in force allow,
 * oldest claim first. Returns what was taken. Two at the same moment take once: the key of the posting names how much of
 * the claim was recovered before.
 */
export async function recoverFromEarnings(tx: Tx, companionId: string, now: Date): Promise<number> {
  const debts = await listDebts(tx, companionId)
  if (debts.length === 0) return 0
  const { recoveryPercent } = (await readFundRules(tx)).body
  const most = percentOf(0 - (await balanceOf(tx, earningsOf(companionId))), recoveryPercent)
  let left = Math.max(0, most)
  for (const debt of debts) {
    const fen = Math.min(left, debt.due_fen)
    if (fen === 0) break
    left -= await take(tx, companionId, debt, fen, now)
  }
  return Math.max(0, most) - left
}

async function take(tx: Tx, companionId: string, debt: Debt, fen: number, now: Date): Promise<number> {
  const { id, number, order_id: orderId, order_number: orderNumber, rule } = debt
  const postingId = await post(tx, {
    key: `fund-recovered:${number}:${debt.recovered_fen}`,
    orderId,
    kind: 'fund-recovered',
    reference: number,
    sentence: `赔付 ${number} 向陪诊员追偿 ${yuan(fen)}：${rule.title}`,
    at: now,
    entries: [
      { account: earningsOf(companionId), amountFen: fen },
      { account: FUND, amountFen: -fen },
    ],
  })
  if (!postingId) return 0
  const why = `订单 ${orderNumber} ${rule.title}，平台已先行赔付给家属（${number}）`
  await recordEarning(tx, {
    postingId,
    payeeId: companionId,
    kind: 'recovery',
    title: '赔付追偿',
    orderId,
    orderNumber,
    lines: [{ code: 'recovery', name: '赔付追偿', amountFen: -fen, why }],
    amountFen: -fen,
    at: now,
  })
  await addRecovered(tx, id, fen, now)
  await addStep(tx, { subject: id, actor: BY_SYSTEM, what: `追偿到账 ${yuan(fen)}`, at: now })
  return fen
}
