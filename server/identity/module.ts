/** Who somebody is: accounts, sessions, consents, patients, operators. */
import { fileURLToPath } from 'node:url'
import { job, type Module } from '../module.ts'
import { forgetExpired } from './forget-expired.ts'
import { routes } from './routes.ts'
import { ACCOUNT_SESSION, OPERATOR_SESSION, recogniseAccount, recogniseOperator } from './sessions.ts'

export const identity: Module = {
  name: 'identity',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes,
  jobs: [job('identity.forget-expired', forgetExpired, 3600)],
  signIns: { [ACCOUNT_SESSION.prefix]: recogniseAccount, [OPERATOR_SESSION.prefix]: recogniseOperator },
}
