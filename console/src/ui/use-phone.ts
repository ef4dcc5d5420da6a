import { useSyncExternalStore } from 'react'

/** below this width the menu folds away and tables become cards */
const query = window.matchMedia('(max-width: 767px)')
const subscribe = (listener: () => void): (() => void) => {
  query.addEventListener('change', listener)
  return () => query.removeEventListener('change', listener)
}
export const usePhone = (): boolean => useSyncExternalStore(subscribe, () => query.matches)
