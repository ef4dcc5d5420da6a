import { fileURLToPath } from 'node:url'
import type { Module } from '../module.ts'
import { jobs, reactions } from './jobs.ts'
import { routes } from './routes.ts'

export const insurance: Module = {
  name: 'insurance',
  migrations: fileURLToPath(new URL('./migrations', import.meta.url)),
  routes,
  jobs,
  reactions,
}
