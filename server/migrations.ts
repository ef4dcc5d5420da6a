/** core first, then the modules in the order of the map. */
import { fileURLToPath } from 'node:url'
import { migrate, readMigrations } from './core/migrate.ts'
import type { Module } from './module.ts'

const CORE = fileURLToPath(new URL('./core/migrations', import.meta.url))

export function migrateAll(ownerUrl: string, modules: Module[], appPassword: string): Promise<string[]> {
  const folders = modules.flatMap((module): [string, string][] =>
    module.migrations ? [[module.name, module.migrations]] : [],
  )
  return migrate(ownerUrl, readMigrations([['core', CORE], ...folders]), appPassword)
}
