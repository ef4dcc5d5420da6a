/** core first, then the modules in the order of the map. */
import { fileURLToPath } from 'node:url'
import { migrate, readMigrations } from './core/migrate.ts'
import { systemClock } from './core/clock.ts'
import { Database } from './core/database.ts'
import type { Module } from './module.ts'

const CORE = fileURLToPath(new URL('./core/migrations', import.meta.url))

export function migrateAll(ownerUrl: string, modules: Module[], appPassword: string): Promise<string[]> {
  const folders = modules.flatMap((module): [string, string][] =>
    module.migrations ? [[module.name, module.migrations]] : [],
  )
  return migrate(ownerUrl, readMigrations([['core', CORE], ...folders]), appPassword)
}

/** Data that comes with the program, written as the role that the server uses. */
export async function seedAll(appUrl: string, modules: Module[]): Promise<void> {
  const db = new Database({ url: appUrl, max: 2 })
  try {
    for (const module of modules) await module.seed?.({ db, clock: systemClock })
  } finally {
    await db.close()
  }
}
