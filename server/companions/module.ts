import type { Module } from '../module.ts'

export const companions: Module = { name: 'companions' }
