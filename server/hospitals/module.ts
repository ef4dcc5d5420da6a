import path from 'node:path'
import type { Module } from '../module.ts'
import { seedDirectory } from './seed-directory.ts'
import { routes } from './routes.ts'

export const hospitals: Module = {
  name: 'hospitals',
  migrations: path.join(import.meta.dirname, 'migrations'),
  seed: seedDirectory,
  routes,
}
