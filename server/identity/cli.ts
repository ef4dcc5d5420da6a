/**
 * The first operator of a new installation, whom nobody can let in yet:
 *
 *   OPERATOR_PASSWORD=… node server/identity/cli.ts add-operator --username=li.wei --name=李伟 --duties=security
 *
 * Without OPERATOR_PASSWORD the password is read from standard input (never from the arguments: they are visible to
 * everybody on the machine). Prints the TOTP address once; scan it with an authenticator app.
 */
import { identity } from '@banyi/contract/identity'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { systemClock } from '../core/clock.ts'
import { FieldCipher, parseMasterKeys } from '../core/crypto/field-cipher.ts'
import { Database } from '../core/database.ts'
import { AppError } from '../core/errors.ts'
import { createOperator } from './add-operator.ts'

const USAGE = 'usage: node server/identity/cli.ts add-operator --username=… --name=… --duties=security,dispatcher'

function refuse(message: string): never {
  process.stderr.write(`${message}\n`)
  process.exit(64)
}

async function readPassword(): Promise<string> {
  const given = process.env['OPERATOR_PASSWORD']
  if (given) return given
  if (process.stdin.isTTY) process.stderr.write('Password (at least 12 characters), then Enter and Ctrl-D:\n')
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}

const option = { type: 'string' } as const
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { username: option, name: option, duties: option },
})
if (positionals[0] !== 'add-operator' || positionals.length > 1) refuse(USAGE)
const config = readConfig(process.env)
const input = identity.addOperator.body.safeParse({
  username: values.username,
  name: values.name,
  duties: values.duties?.split(','),
  password: await readPassword(),
})
if (!input.success)
  refuse(`${input.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n')}\n${USAGE}`)

const db = new Database({ url: config.DATABASE_URL, max: 2 })
const cipher = new FieldCipher(parseMasterKeys(config.MASTER_KEY))
try {
  const { operator, totpUri } = await createOperator({ db, cipher, clock: systemClock }, input.data, {
    kind: 'system',
    id: null,
  })
  process.stdout.write(`${operator.username} (${operator.duties.join(', ')})\n${totpUri}\n`)
} catch (error) {
  refuse(error instanceof AppError ? error.message : String(error))
} finally {
  await db.close()
}
