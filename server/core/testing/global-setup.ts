/** Once per test run: a throw-away PostgreSQL (or TEST_DATABASE_URL), one migrated template database, one set of sandbox keys. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { startTestPostgres } from '../../../embedded/postgres-test.ts'
import { ensureKeys } from '../../../sandbox/keys.ts'
import { migrateAll, seedAll } from '../../migrations.ts'
import { modules } from '../../modules.ts'

export const TEST_APP_PASSWORD = 'only-in-tests-0f3a9c'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    template: string
    keysDir: string
  }
}

export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL']
  const started = given ? null : await startTestPostgres()
  const url = given ?? started?.url ?? ''
  const template = `banyi_template_${process.pid}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`drop database if exists ${template}`)
  await admin.query(`create database ${template}`)
  const templateUrl = new URL(url)
  templateUrl.pathname = `/${template}`
  await migrateAll(templateUrl.href, modules, TEST_APP_PASSWORD)
  const appUrl = new URL(templateUrl)
  appUrl.username = 'banyi_app'
  appUrl.password = TEST_APP_PASSWORD
  await seedAll(appUrl.href, modules)
  const keysDir = mkdtempSync(path.join(tmpdir(), 'banyi-keys-'))
  await ensureKeys(keysDir)
  project.provide('databaseUrl', url)
  project.provide('template', template)
  project.provide('keysDir', keysDir)
  return async () => {
    await admin.query(`drop database if exists ${template} with (force)`).catch(() => {})
    await admin.end()
    await started?.stop()
    rmSync(keysDir, { recursive: true, force: true })
  }
}
