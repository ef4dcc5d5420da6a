import type { Module } from '../module.ts'

export const messaging: Module = { name: 'messaging' }
