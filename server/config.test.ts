import { randomBytes } from 'node:crypto'
import { inject, expect, test } from 'vitest'
import { ensureKeys, portsFrom, serverEnv } from '../sandbox/index.ts'
import { readConfig } from './config.ts'

const secret = (): string => randomBytes(32).toString('base64')
const own = (): Record<string, string> => ({
  PUBLIC_URL: 'https://banyi.example.com',
  DATABASE_URL: `postgres://banyi_app:${randomBytes(12).toString('hex')}@db.example.com/banyi`,
  MASTER_KEY: `1:${secret()}`,
  HASH_KEY: secret(),
  QUOTE_SECRET: secret(),
})
const faultsOf = (env: Record<string, string>): string => {
  try {
    readConfig(env)
    return ''
  } catch (error) {
    return (error as Error).message
  }
}

test('production refuses everything of the sandbox and names each fault', async () => {
  const sandbox = serverEnv(await ensureKeys(inject('keysDir')), portsFrom(9100), 'http://127.0.0.1:8080')
  const faults = faultsOf({ ...sandbox, ...own(), NODE_ENV: 'production', SANDBOX_PAGES_URL: 'http://127.0.0.1:9100' })
  const named = Object.keys(sandbox).filter(
    (name) => !['WXPAY_MCH_PRIVATE_KEY', 'WXPAY_PUBLIC_KEY', 'SUBSCRIBE_TEMPLATES', 'WXPAY_APIV3_KEY'].includes(name),
  )
  for (const name of [...named, 'SANDBOX_PAGES_URL']) expect(faults).toContain(name)
  for (const value of [sandbox['WECHAT_SECRET'], sandbox['WXPAY_APIV3_KEY']]) expect(faults).not.toContain(value)
})

test('production refuses missing secrets, weak ones, equal ones, default passwords and the superuser', async () => {
  const missing = faultsOf({ NODE_ENV: 'production' })
  for (const name of [
    'PUBLIC_URL',
    'DATABASE_URL',
    'MASTER_KEY',
    'HASH_KEY',
    'QUOTE_SECRET',
    'WECHAT_SECRET',
    'WXPAY_APIV3_KEY',
    'TENCENT_SECRET_KEY',
    'SMS_STATUS_SECRET',
  ])
    expect(missing).toContain(name)
  const sandbox = serverEnv(await ensureKeys(inject('keysDir')), portsFrom(9100), 'https://banyi.example.com')
  const same = secret()
  const faults = faultsOf({
    ...sandbox,
    ...own(),
    NODE_ENV: 'production',
    HASH_KEY: same,
    QUOTE_SECRET: same,
    SMS_STATUS_SECRET: 'a'.repeat(40),
    DATABASE_URL: 'postgres://postgres:postgres@localhost/banyi',
  })
  expect(faults).toContain('two of them are the same')
  expect(faults).toContain('SMS_STATUS_SECRET: is not random')
  expect(faults).toContain('uses the superuser')
  expect(faults).toContain('has a default or empty password')
})

test('development takes the sandbox as it is', async () => {
  const sandbox = serverEnv(await ensureKeys(inject('keysDir')), portsFrom(9100), 'http://127.0.0.1:8080')
  expect(faultsOf({ ...sandbox, ...own() })).toBe('')
})
