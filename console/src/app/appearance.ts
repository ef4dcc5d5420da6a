/** Light, dark, or as the system says. The choice is kept on this machine. */
import { useSyncExternalStore } from 'react'
import { applyPalette, type Appearance } from './theme.ts'

export type Choice = Appearance | 'system'
const KEY = 'banyi.console.appearance'

const system = window.matchMedia('(prefers-color-scheme: dark)')
const listeners = new Set<() => void>()

const readChoice = (): Choice => {
  const value = localStorage.getItem(KEY)
  return value === 'light' || value === 'dark' ? value : 'system'
}
let choice: Choice = readChoice()

const current = (): Appearance => (choice === 'system' ? (system.matches ? 'dark' : 'light') : choice)
const changed = (): void => {
  applyPalette(current())
  for (const listener of listeners) listener()
}
system.addEventListener('change', changed)
applyPalette(current())

export const chooseAppearance = (next: Choice): void => {
  choice = next
  localStorage.setItem(KEY, next)
  changed()
}
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
export const useAppearance = (): Appearance => useSyncExternalStore(subscribe, current)
export const useAppearanceChoice = (): Choice => useSyncExternalStore(subscribe, () => choice)
