/** Who gets the money: her own WeChat and her real name, as her record says it. A changed payee waits before anything leaves. */
import type { Payee, payouts } from '@banyi/contract/payments/payouts'
import type { InputOf } from '@banyi/contract/endpoint'
import { claimCommand } from '../../core/commands.ts'
import { addHours } from '../../core/clock.ts'
import type { Tx } from '../../core/database.ts'
import { AppError, invalid } from '../../core/errors.ts'
import { yuan } from '../../core/money.ts'
import { maskName, sayMoment } from '../../core/words.ts'
import { accountContact } from '../../identity/index.ts'
import type { KnownCompanion } from '../../companions/index.ts'
import type { AccountContext } from '../../system.ts'
import { balanceOf, earningsOf, inBooks } from '../books/books.ts'
import { findPayee, lockPayee, savePayee, takenToday, type PayeeRow } from './payee-queries.ts'
import { findPayoutRules, type RulesRow } from './payout-rules.ts'
import { PAYEE_NAME } from './start-transfer.ts'
import { addStep } from './steps.ts'
import { requirePayee } from './who.ts'

export async function getPayee(c: AccountContext): Promise<Payee> {
  const me = await requirePayee(c)
  return viewPayee(c, me)
}

export async function setPayee(c: AccountContext, { body }: InputOf<(typeof payouts)['setPayee']>): Promise<Payee> {
  const me = await requirePayee(c)
  if (body.realName !== me.name) throw invalid('realName', '和平台登记的姓名不一致；登记的姓名有误，请先联系平台更正')
  const openid = await openidOf(c)
  if (!openid) throw new AppError('NOT_ALLOWED_NOW', '请先用微信登录，再登记收款人')
  const nameEnc = await c.cipher.seal(c.db, me.id, PAYEE_NAME, me.name)
  await inBooks(c, async (tx) => {
    const now = c.clock.now()
    const { accountId } = c.viewer
    const done = await claimCommand(tx, {
      actorId: accountId,
      commandId: body.commandId,
      name: 'payments.set-payee',
      subjectId: me.id,
      now,
    })
    if (done) return
    const before = await lockPayee(tx, me.id)
    const isChanged = before !== null && (before.account_id !== accountId || before.openid !== openid)
    const { body: rules } = await findPayoutRules(tx)
    const from = isChanged ? addHours(now, rules.coolDownHours) : (before?.withdraw_from ?? null)
    await savePayee(tx, {
      id: me.id,
      account_id: accountId,
      openid,
      name_enc: nameEnc,
      registered_at: now,
      withdraw_from: from,
    })
    const what = before ? (isChanged ? '更换收款人' : '重新登记收款人') : '登记收款人'
    await addStep(tx, { subject: me.id, actor: { kind: 'account', id: accountId }, what, at: now })
  })
  return viewPayee(c, me)
}

export const openidOf = async (c: AccountContext): Promise<string | null> =>
  (await accountContact(c, c.viewer.accountId)).openid

/** The name is opened outside of the books, which have no way to the keys. */
export async function registeredName(c: AccountContext, payee: PayeeRow): Promise<string> {
  return c.cipher.open(c.db, payee.id, PAYEE_NAME, payee.name_enc)
}

async function viewPayee(c: AccountContext, me: KnownCompanion): Promise<Payee> {
  const openid = await openidOf(c)
  const now = c.clock.now()
  const { payee, rules, today, balanceFen } = await inBooks(c, async (tx: Tx) => ({
    payee: await findPayee(tx, me.id),
    rules: await findPayoutRules(tx),
    today: await takenToday(tx, me.id, now),
    balanceFen: 0 - (await balanceOf(tx, earningsOf(me.id))),
  }))
  const name = payee ? await registeredName(c, payee) : null
  const { minFen, maxFen, dailyFen, approvalAboveFen } = rules.body
  return {
    isRegistered: payee !== null,
    nameMasked: name && maskName(name),
    registeredAt: payee?.registered_at.toISOString() ?? null,
    withdrawFrom: payee?.withdraw_from && payee.withdraw_from > now ? payee.withdraw_from.toISOString() : null,
    minFen,
    maxFen,
    dailyFen,
    leftTodayFen: today.count >= rules.body.dailyCount ? 0 : Math.max(0, dailyFen - today.fen),
    approvalAboveFen,
    blocked:
      blockedBy({ payee, name, me, openid, accountId: c.viewer.accountId, rules, now }) ||
      (today.count >= rules.body.dailyCount ? `今天已提现 ${today.count} 次，明天再来` : '') ||
      (today.fen + minFen > dailyFen ? '今天的提现额度已用完，明天再来' : '') ||
      (balanceFen < minFen ? `满 ${yuan(minFen)} 可以提现` : ''),
  }
}

/** Why nothing may leave to this payee now; empty when it may. */
export function blockedBy(facts: {
  payee: PayeeRow | null
  name: string | null
  me: KnownCompanion
  openid: string | null
  accountId: string
  rules: RulesRow
  now: Date
}): string {
  const { payee, name, me, openid, accountId, rules, now } = facts
  if (!payee) return '请先登记收款人'
  if (payee.account_id !== accountId || payee.openid !== openid) return '登录的微信换过，请重新登记收款人'
  if (name !== me.name) return '平台登记的姓名更正过，请重新登记收款人'
  if (payee.withdraw_from && payee.withdraw_from > now)
    return `更换收款人后 ${rules.body.coolDownHours} 小时内不能提现，${sayMoment(payee.withdraw_from)} 起可以`
  return ''
}
