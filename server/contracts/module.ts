import { fileURLToPath } from 'node:url'
import type { Module } from '../module.ts'
import { routes } from './routes.ts'

export const contracts: Module = {
  name: 'contracts',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes,
}
