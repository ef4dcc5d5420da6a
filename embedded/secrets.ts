import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { DATA, inData } from './paths.ts'

/** Keys of this machine's demo, made once. Without them the encrypted fields in the database are lost. */
export type Secrets = { masterKey: string; hashKey: string; quoteSecret: string; databasePassword: string }

export function ensureSecrets(): Secrets {
  const file = inData('secrets.json')
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Secrets
  const secrets: Secrets = {
    masterKey: `1:${randomBytes(32).toString('base64')}`,
    hashKey: randomBytes(32).toString('base64url'),
    quoteSecret: randomBytes(32).toString('base64url'),
    databasePassword: randomBytes(24).toString('base64url'),
  }
  mkdirSync(DATA, { recursive: true })
  const half = `${file}.${process.pid}`
  writeFileSync(half, JSON.stringify(secrets, null, 2), { mode: 0o600, flush: true })
  renameSync(half, file)
  return secrets
}
