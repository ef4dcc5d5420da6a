/** Three operators, made by the command that a real installation uses, each with a password and an authenticator of its own. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { promisify } from 'node:util'

export interface DemoOperator {
  username: string
  name: string
  duties: string
  note: string
  password: string
  /** of the one-time passwords, base32 */
  secret: string
}
const WANTED = [
  {
    username: 'demo.admin',
    name: '演示管理员',
    duties: 'reviewer,dispatcher,finance,content,security,audit',
    note: '全部权限',
  },
  { username: 'demo.dispatch', name: '演示调度', duties: 'dispatcher', note: '调度：指派、取消' },
  { username: 'demo.finance', name: '演示财务', duties: 'finance', note: '财务：退款、价目、对账' },
]
const CLI = path.join(import.meta.dirname, '../identity/cli.ts')

/** `known`: those of an earlier run that did not come to its end; `keep` is told of each new one at once. */
export async function addOperators(
  env: NodeJS.ProcessEnv,
  known: DemoOperator[],
  keep: (all: DemoOperator[]) => void,
): Promise<DemoOperator[]> {
  const all = [...known]
  for (const wanted of WANTED) {
    if (all.some((operator) => operator.username === wanted.username)) continue
    const password = `Yanshi-${randomBytes(9).toString('base64url')}`
    const { username, name, duties } = wanted
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [
        '--disable-warning=ExperimentalWarning',
        CLI,
        'add-operator',
        `--username=${username}`,
        `--name=${name}`,
        `--duties=${duties}`,
      ],
      { env: { ...env, OPERATOR_PASSWORD: password } },
    )
    const uri = stdout.split('\n').find((line) => line.startsWith('otpauth:')) ?? ''
    all.push({ ...wanted, password, secret: new URL(uri).searchParams.get('secret') ?? '' })
    keep(all)
  }
  return all
}
