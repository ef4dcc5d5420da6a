/** Somebody on duty says that a family was harmed, by which rule, with which proofs. Nothing is paid yet. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { Claim, FundRule } from '@banyi/contract/payments/fund'
import { randomUUID } from 'node:crypto'
import { requireCompanion } from '../../companions/index.ts'
import { writeAudit } from '../../core/audit.ts'
import { shanghaiDay } from '../../core/clock.ts'
import { claimCommand } from '../../core/commands.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { percentOf, yuan } from '../../core/money.ts'
import { actorOf } from '../../core/viewer.ts'
import type { OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'
import { lockOrder } from '../collecting/order-queries.ts'
import { addStep } from '../payouts/steps.ts'
import { findLiveClaim, findPaidFen, insertClaim, nextClaimNumber } from './claim-queries.ts'
import { showClaim } from './claim-view.ts'
import { readFundRules } from './fund-rules.ts'

type Operation = typeof contract.payments.openClaim

export async function openClaim(c: OperatorContext, { body }: InputOf<Operation>): Promise<ReturnOf<Operation>> {
  const now = c.clock.now()
  const { operatorId } = c.viewer
  const { orderId, amountFen } = body
  if (body.companionId) await requireCompanion(c, body.companionId)
  const id = randomUUID()
  const claimId = await inBooks(c, async (tx) => {
    const command = { actorId: operatorId, commandId: body.commandId, name: 'payments.open-claim' }
    const first = await claimCommand(tx, { ...command, subjectId: id, now, isCreation: true })
    if (first !== null) return first
    const rules = await readFundRules(tx)
    const rule = rules.body.rules.find(({ code }) => code === body.ruleCode)
    if (!rule) throw invalid('ruleCode', '没有这条赔付规则')
    // locked, so that the same claim cannot be made twice at the same moment
    const order = await lockOrder(tx, orderId)
    const paidFen = await findPaidFen(tx, orderId)
    if (!order || paidFen === null) throw invalid('orderId', '没有找到这个订单，或者它还没有付款')
    checkAmount(rule, paidFen, amountFen)
    checkProofs(rule, body.proofs)
    const live = await findLiveClaim(tx, orderId, rule.code)
    if (live)
      throw new AppError('NOT_ALLOWED_NOW', `这个订单已经有一件“${rule.title}”的赔付：${live.number}`, {
        fields: { ruleCode: `已有 ${live.number}` },
      })
    const number = numberOf(now, await nextClaimNumber(tx))
    // without a name, it is whoever was paid for the order, if anybody was
    const companionId = body.companionId ?? (rule.responsible === 'companion' ? order.companion_id : null)
    const words = { reason: body.reason, proofs: body.proofs, amountFen, orderId, companionId }
    await insertClaim(tx, { ...words, id, number, rulesVersion: rules.version, rule, createdBy: operatorId, now })
    const actor = actorOf(c.viewer)
    await addStep(tx, { subject: id, actor, what: `提出赔付 ${yuan(amountFen)}`, reason: body.reason, at: now })
    const detail = { number, orderId, rule: rule.code, amountFen, companionId }
    await writeAudit(tx, { actor, action: 'payments.open-claim', subjectId: id, reason: body.reason, detail, now })
    return id
  })
  return showClaim(c, claimId)
}

/** PF2611230007 */
const numberOf = (now: Date, n: number): string =>
  `PF${shanghaiDay(now).replaceAll('-', '').slice(2)}${String(n).padStart(4, '0')}`

/** The most that this rule pays for an order of this price. */
export const mostOf = (rule: Pick<FundRule, 'maxPercent' | 'maxFen'>, paidFen: number): number =>
  Math.min(percentOf(paidFen, rule.maxPercent), rule.maxFen)

function checkAmount(rule: FundRule, paidFen: number, amountFen: number): void {
  const most = mostOf(rule, paidFen)
  if (amountFen > most)
    throw invalid(
      'amountFen',
      `“${rule.title}”这个订单最多赔 ${yuan(most)}（实付的 ${rule.maxPercent}%，不超过 ${yuan(rule.maxFen)}）`,
    )
}

function checkProofs(rule: FundRule, proofs: Claim['proofs']): void {
  const given = new Set(proofs.map(({ kind }) => kind))
  const missing = rule.proofs.filter((proof) => !given.has(proof))
  if (missing.length > 0) throw invalid('proofs', `还缺：${missing.join('、')}`)
}
