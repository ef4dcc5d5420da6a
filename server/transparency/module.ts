import type { Module } from '../module.ts'
import { routes } from './routes.ts'

export const transparency: Module = {
  name: 'transparency',
  routes,
}
