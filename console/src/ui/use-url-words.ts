/** A few words in the URL as a page's filters; another filter begins at the first page again. */
import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

export function useUrlWords<K extends string>(
  keys: readonly K[],
): [Record<K, string>, (change: Partial<Record<K, string>>) => void] {
  const [search, setSearch] = useSearchParams()
  const names = keys.join()
  const words = useMemo(
    () => Object.fromEntries(names.split(',').map((key) => [key, search.get(key) ?? ''])) as Record<K, string>,
    [search, names],
  )
  const change = useCallback(
    (part: Partial<Record<K, string>>) =>
      setSearch((old) => {
        const next = new URLSearchParams(old)
        next.delete('cursor')
        for (const [key, value] of Object.entries<string | undefined>(part)) {
          if (value) next.set(key, value)
          else next.delete(key)
        }
        return next
      }),
    [setSearch],
  )
  return [words, change]
}
