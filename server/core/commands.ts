/** A command carries an id; carried out once, a retry only reads the present state. */
import type { Tx } from './database.ts'
import { AppError } from './errors.ts'
import { sql } from './sql.ts'

/**
 * Claims the id inside the transaction that carries the command out. A retry that overtakes the first try waits for its
 * commit. Returns the subject of the first try, or null when this is the first.
 * Throws COMMAND_REUSED when the id was used for another command or another thing.
 */
export async function claimCommand(
  tx: Tx,
  command: { actorId: string; commandId: string; name: string; subjectId: string; now: Date; isCreation?: boolean },
): Promise<string | null> {
  const added = await tx.run(sql`
    insert into core.commands (actor_id, command_id, name, subject_id, created_at)
    values (${command.actorId}, ${command.commandId}, ${command.name}, ${command.subjectId}, ${command.now}) on conflict do nothing`)
  if (added === 1) return null
  const first = await tx.one<{ name: string; subject_id: string }>(sql`
    select name, subject_id from core.commands where actor_id = ${command.actorId} and command_id = ${command.commandId}`)
  if (first.name !== command.name || (!command.isCreation && first.subject_id !== command.subjectId))
    throw new AppError('COMMAND_REUSED', '这次操作的编号已经用过，请刷新后重试')
  return first.subject_id
}
