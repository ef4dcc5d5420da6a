import type { SandboxKeys } from '../sandbox/keys.ts'
import { type SandboxPorts, serverEnv } from '../sandbox/server-env.ts'
import { inData, inRoot } from './paths.ts'
import type { Ports } from './ports.ts'
import type { Secrets } from './secrets.ts'

export const HOST = '127.0.0.1'
export const addressOf = (port: number) => `http://${HOST}:${port}`

/** What programs get of the caller's environment. A DATABASE_URL or NODE_OPTIONS of the shell must not leak into them. */
const PASSED_ON = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'LOG_LEVEL',
  'CALLBACK_TIME_SCALE',
]

function base(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    PASSED_ON.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  )
}

export function sandboxEnv(ports: Ports): NodeJS.ProcessEnv {
  return {
    ...base(),
    SANDBOX_PORT_BASE: String(ports.sandboxBase),
    SANDBOX_HOST: HOST,
    SANDBOX_DATA: inData('sandbox'),
    SERVER_URL: addressOf(ports.server),
  }
}

export type ServerSettings = {
  ports: Ports
  sandboxPorts: SandboxPorts
  keys: SandboxKeys
  secrets: Secrets
  /** The database as a role that may create roles and schemas, for migrations. */
  ownerUrl: string
}

export function serverProgramEnv({ ports, sandboxPorts, keys, secrets, ownerUrl }: ServerSettings): NodeJS.ProcessEnv {
  const publicUrl = addressOf(ports.server)
  // The server itself signs in with a role that owns nothing; the migrations create it with this password.
  const appUrl = new URL(ownerUrl)
  appUrl.username = 'banyi_app'
  appUrl.password = secrets.databasePassword
  return {
    ...base(),
    ...serverEnv(keys, sandboxPorts, publicUrl),
    NODE_ENV: 'development',
    BANYI_MODE: 'embedded',
    // a number that nobody has
    SUPPORT_PHONE: '021-00000000',
    HOST,
    PORT: String(ports.server),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: appUrl.href,
    MIGRATE_DATABASE_URL: ownerUrl,
    MASTER_KEY: secrets.masterKey,
    HASH_KEY: secrets.hashKey,
    QUOTE_SECRET: secrets.quoteSecret,
    PAGES_DIR_H5: inRoot('miniapp/dist/h5'),
    PAGES_DIR_CONSOLE: inRoot('console/dist'),
    SANDBOX_PAGES_URL: addressOf(ports.sandboxBase),
    DEMO_FILE: inData('demo.json'),
  }
}
