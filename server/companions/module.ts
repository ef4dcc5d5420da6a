import path from 'node:path'
import type { Module } from '../module.ts'
import { reactions } from './reactions.ts'
import { routes } from './routes.ts'

export const companions: Module = {
  name: 'companions',
  migrations: path.join(import.meta.dirname, 'migrations'),
  routes,
  reactions,
}
