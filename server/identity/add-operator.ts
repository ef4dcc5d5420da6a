/** A new operator. The secret of the one-time passwords leaves once, in this answer. */
import type { Operator, identity } from '@banyi/contract/identity'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import { writeAudit } from '../core/audit.ts'
import { invalid } from '../core/errors.ts'
import { actorOf, type Actor } from '../core/viewer.ts'
import type { OperatorContext, System } from '../system.ts'
import { insertOperator } from './operator-queries.ts'
import { hashPassword } from './password.ts'
import { newTotpSecret, totpUri } from './totp.ts'

type NewOperator = InputOf<typeof identity.addOperator>['body']

export const addOperator = (
  c: OperatorContext,
  { body }: InputOf<typeof identity.addOperator>,
): Promise<ReturnOf<typeof identity.addOperator>> => createOperator(c, body, actorOf(c.viewer))

/** Also for the first operator, whom nobody can let in (cli.ts). */
export async function createOperator(
  system: Pick<System, 'db' | 'cipher' | 'clock'>,
  input: NewOperator,
  actor: Actor,
): Promise<{ operator: Operator; totpUri: string }> {
  const { db, cipher, clock } = system
  const { username, name } = input
  if (input.password.toLowerCase().includes(username)) throw invalid('password', '密码不能包含用户名')
  if (new Set(input.password).size < 6) throw invalid('password', '密码太简单，请用更多不同的字符')
  const id = randomUUID()
  const duties = [...new Set(input.duties)]
  const secret = newTotpSecret()
  const passwordHash = await hashPassword(input.password)
  const totpSealed = await cipher.seal(db, id, 'totp', secret)
  const now = clock.now()
  await db.tx(async (tx) => {
    const added = await insertOperator(tx, { id, username, name, passwordHash, totpSealed, duties, now })
    if (added === 0) throw invalid('username', '这个用户名已经有人用了')
    await writeAudit(tx, { actor, action: 'operator.added', subjectId: id, detail: { username, duties }, now })
  })
  return { operator: { id, username, name, duties, isActive: true }, totpUri: totpUri(secret, username) }
}
