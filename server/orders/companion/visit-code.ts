/** Proof that she stands before the patient: the code that only the family sees. Three wrong tries lock it. */
import { AppError, invalid } from '../../core/errors.ts'
import { isSameSecret } from '../../core/crypto/keyed-hash.ts'
import { sql } from '../../core/sql.ts'
import type { AccountContext } from '../../system.ts'
import { countCodeTries, type OrderRow } from '../order-queries.ts'
import { saysDone } from '../order-words.ts'
import { checkVersion, contactOf, progress } from '../progress.ts'
import type { Me } from './me.ts'
import { findTask } from './task-queries.ts'
import { CODE_TRIES } from './task-view.ts'

const LOCKED = '就诊码输错三次，已锁定。请让家属在订单里换一个新码，或打电话给平台'

/**
 * Returns when the code is right (or not asked: the step will be refused for another reason). A wrong try is counted in a
 * transaction of its own, because the refusal must not undo it; the same command id counts once.
 */
export async function tryVisitCode(
  c: AccountContext,
  attempt: { orderId: string; me: Me; commandId: string; version: number; code: string | null },
): Promise<void> {
  const outcome = await c.db.tx(async (tx): Promise<{ right: true } | { right: false; left: number }> => {
    const order = await findTask(tx, attempt.orderId, attempt.me, c.clock.now())
    if (!order || order.state !== 'departed') return { right: true }
    // two phones at once: the second waits here, so that tries are counted one after the other
    const locked = await tx.one<OrderRow>(sql`select * from orders.orders where id = ${order.id} for update`)
    // somebody (maybe this very command, sent twice) was first: the command itself finds out
    if (locked.state !== 'departed') return { right: true }
    checkVersion(locked, attempt.version)
    if (locked.code_locked_at) return { right: false, left: 0 }
    if (attempt.code === null || attempt.code === '') throw invalid('visitCode', '请输入就诊码')
    if (isSameSecret(attempt.code, locked.visit_code)) return { right: true }
    await tx.run(
      sql`insert into orders.code_tries (order_id, command_id, companion_id, at) values (${order.id}, ${attempt.commandId}, ${attempt.me.id}, ${c.clock.now()}) on conflict do nothing`,
    )
    const left = CODE_TRIES - (await countCodeTries(tx, order.id))
    if (left > 0) return { right: false, left }
    await progress(c, tx, locked, {
      kind: 'code-locked',
      state: locked.state,
      sentence: saysDone('code-locked', '', locked.hospital_name),
      byWhom: 'system',
      actorId: null,
      companion: await contactOf(c, tx, locked),
      changes: sql`code_locked_at = ${c.clock.now()}`,
    })
    return { right: false, left: 0 }
  })
  if (outcome.right) return
  if (outcome.left === 0) throw new AppError('LOCKED', LOCKED, { fields: { visitCode: '已锁定' } })
  throw new AppError('INVALID', `就诊码不对，还可以试 ${outcome.left} 次`, {
    fields: { visitCode: '就诊码不对' },
    facts: { attemptsLeft: outcome.left },
  })
}
