/** Rules as data: what is paid for what, with which proof, who approves. A version is never changed; the newest is in force. */
import type { contract } from '@banyi/contract'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import type { FundRules } from '@banyi/contract/payments/fund'
import { writeAudit } from '../../core/audit.ts'
import { claimCommand } from '../../core/commands.ts'
import type { Tx } from '../../core/database.ts'
import { conflict, invalid } from '../../core/errors.ts'
import { sql } from '../../core/sql.ts'
import { actorOf } from '../../core/viewer.ts'
import { operatorNames } from '../../identity/index.ts'
import type { AnyoneContext, OperatorContext } from '../../system.ts'
import { inBooks } from '../books/books.ts'

type Api = typeof contract.payments
interface RulesRow {
  version: number
  body: FundRules
  reason: string
  changed_by: string | null
  changed_at: Date
}

export async function readFundRules(tx: Tx): Promise<RulesRow> {
  return tx.one<RulesRow>(
    sql`select version, body, reason, changed_by, changed_at from payments.rules where kind = 'fund' order by version desc limit 1`,
  )
}

export const getFundRules = (c: AnyoneContext): Promise<ReturnOf<Api['getFundRules']>> => show(c)

export async function setFundRules(
  c: OperatorContext,
  { body }: InputOf<Api['setFundRules']>,
): Promise<ReturnOf<Api['setFundRules']>> {
  checkRules(body.rules)
  const now = c.clock.now()
  const { operatorId } = c.viewer
  await inBooks(c, async (tx) => {
    const first = await claimCommand(tx, {
      actorId: operatorId,
      commandId: body.commandId,
      name: 'payments.set-fund-rules',
      subjectId: operatorId,
      now,
    })
    if (first !== null) return
    const added = await tx.run(sql`
      insert into payments.rules (kind, version, body, reason, changed_by, changed_at)
      select 'fund', ${body.version}::int + 1, ${JSON.stringify(body.rules)}, ${body.reason}, ${operatorId}, ${now}
      where ${body.version}::int = (select max(version) from payments.rules where kind = 'fund') on conflict do nothing`)
    if (added === 0) throw conflict('赔付规则已被别人修改，请看最新内容后再保存')
    await writeAudit(tx, {
      actor: actorOf(c.viewer),
      action: 'payments.set-fund-rules',
      subjectId: 'payments.rules:fund',
      reason: body.reason,
      detail: { version: body.version + 1 },
      now,
    })
  })
  return show(c)
}

/** Throws INVALID. */
function checkRules({ rules }: FundRules): void {
  const codes = rules.map(({ code }) => code)
  const twice = codes.find((code, i) => codes.indexOf(code) < i)
  if (twice !== undefined) throw invalid('rules', `代号 ${twice} 出现了两次`)
  const without = rules.find((rule) => rule.maxFen === 0 || rule.maxPercent === 0)
  if (without) throw invalid('rules', `“${without.title}”的上限要大于 0`)
  const repeated = rules.find((rule) => new Set(rule.proofs).size < rule.proofs.length)
  if (repeated) throw invalid('rules', `“${repeated.title}”的证明材料有重复`)
}

/** Everybody may read the rules; who changed them, and why, is for operators. */
async function show(c: AnyoneContext): Promise<ReturnOf<Api['getFundRules']>> {
  const { version, body, reason, changed_by: by, changed_at: at } = await inBooks(c, readFundRules)
  const isInside = c.viewer.kind === 'operator'
  const name = by && isInside ? (await operatorNames(c, [by])).get(by) : null
  return { version, changedAt: at.toISOString(), changedBy: name ?? '平台', reason: isInside ? reason : '', ...body }
}
