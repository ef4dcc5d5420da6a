/** Rules of withdrawing: versions, never changed; the newest counts. */
import type { payouts } from '@banyi/contract/payments/payouts'
import { PayoutRules } from '@banyi/contract/payments/payouts'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { writeAudit } from '../../core/audit.ts'
import { claimCommand } from '../../core/commands.ts'
import type { Tx } from '../../core/database.ts'
import { conflict, invalid } from '../../core/errors.ts'
import { sql } from '../../core/sql.ts'
import { actorOf } from '../../core/viewer.ts'
import { operatorNames } from '../../identity/index.ts'
import type { OperatorContext, System } from '../../system.ts'
import { inBooks } from '../books/books.ts'

export interface RulesRow {
  version: number
  body: PayoutRules
  changed_by: string | null
  changed_at: Date
}
export const findPayoutRules = (tx: Tx): Promise<RulesRow> =>
  tx.one(
    sql`select version, body, changed_by, changed_at from payments.rules where kind = 'payout' order by version desc limit 1`,
  )

type Reply = ReturnOf<(typeof payouts)['getPayoutRules']>
/** what the audit is about */
const SUBJECT = '00000000-0000-4000-8000-000000000001'

export async function getPayoutRules(c: OperatorContext): Promise<Reply> {
  return view(c, await inBooks(c, findPayoutRules))
}

export async function setPayoutRules(
  c: OperatorContext,
  { body }: InputOf<(typeof payouts)['setPayoutRules']>,
): Promise<Reply> {
  const rules = PayoutRules.parse(body.rules)
  if (rules.maxFen < rules.minFen) throw invalid('rules.maxFen', '单笔上限不能低于最低金额')
  if (rules.dailyFen < rules.maxFen) throw invalid('rules.dailyFen', '每日上限不能低于单笔上限')
  const row = await inBooks(c, async (tx) => {
    const now = c.clock.now()
    const { operatorId: actorId } = c.viewer
    const done = await claimCommand(tx, {
      actorId,
      commandId: body.commandId,
      name: 'payments.set-payout-rules',
      subjectId: SUBJECT,
      now,
    })
    if (done) return findPayoutRules(tx)
    const before = await findPayoutRules(tx)
    if (before.version !== body.version) throw conflict()
    const added = await tx.run(sql`
      insert into payments.rules (kind, version, body, reason, changed_by, changed_at)
      values ('payout', ${before.version + 1}, ${JSON.stringify(rules)}, ${body.reason}, ${actorId}, ${now}) on conflict do nothing`)
    if (added === 0) throw conflict()
    await writeAudit(tx, {
      actor: actorOf(c.viewer),
      action: 'payments.set-payout-rules',
      subjectId: SUBJECT,
      reason: body.reason,
      detail: { from: before.body, to: rules },
      now,
    })
    return findPayoutRules(tx)
  })
  return view(c, row)
}

async function view(system: System, row: RulesRow): Promise<Reply> {
  const names = row.changed_by ? await operatorNames(system, [row.changed_by]) : new Map<string, string>()
  return {
    version: row.version,
    changedAt: row.changed_at.toISOString(),
    changedBy: names.get(row.changed_by ?? '') ?? '系统',
    rules: row.body,
  }
}
