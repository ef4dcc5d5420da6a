/** Small choices kept on this machine (columns, saved views). Broken or foreign content counts as none. */
import { useCallback, useState } from 'react'

export function useStored<T>(
  key: string,
  fallback: T,
  isValid: (value: unknown) => value is T,
): [T, (next: T) => void] {
  const [value, setValue] = useState<T>(() => {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
      return isValid(stored) ? stored : fallback
    } catch {
      return fallback
    }
  })
  const keep = useCallback(
    (next: T) => {
      setValue(next)
      try {
        localStorage.setItem(key, JSON.stringify(next))
      } catch {
        // a full or forbidden store: the choice holds until the page is closed
      }
    },
    [key],
  )
  return [value, keep]
}
