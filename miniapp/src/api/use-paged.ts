import { useCallback, useEffect, useReducer, useState } from 'react'
import { sayProblem } from './problem'
import { useLatest } from './use-latest'

interface Page<T> {
  items: T[]
  nextCursor: string | null
}
export interface Paged<T> {
  items: readonly T[]
  hasMore: boolean
  isLoading: boolean
  error: string | null
  more: () => void
  reload: () => void
}

interface State<T> {
  key: string | null
  /** reloads that this answers */
  turn: number
  items: T[]
  cursor: string | null
  isLoadingMore: boolean
  error: string | null
}

/** A list that comes in pages. A new key starts again; null: not yet. */
export function usePaged<T>(key: string | null, read: (cursor: string | undefined) => Promise<Page<T>>): Paged<T> {
  const [state, setState] = useState<State<T> | null>(null)
  const [turn, reload] = useReducer((n: number) => n + 1, 0)
  const reader = useLatest(read)

  useEffect(() => {
    if (key === null) return
    let isLeft = false
    reader.current(undefined).then(
      (page) => {
        if (!isLeft)
          setState({ key, turn, items: page.items, cursor: page.nextCursor, isLoadingMore: false, error: null })
      },
      (error: unknown) => {
        // what was read before stays on the page
        const words = sayProblem(error)
        if (isLeft) return
        setState((s) => {
          const kept = s?.key === key ? s : { key, items: [], cursor: null, isLoadingMore: false }
          return { ...kept, turn, isLoadingMore: false, error: words }
        })
      },
    )
    return () => {
      isLeft = true
    }
  }, [key, turn, reader])

  const mine = state?.key === key ? state : null
  const cursor = mine?.cursor ?? null
  const more = useCallback(() => {
    if (cursor === null) return
    const change = (make: (s: State<T>) => State<T>) =>
      // a new key or a reload has overtaken this page
      setState((s) => (s && s.key === key && s.cursor === cursor ? make(s) : s))
    change((s) => ({ ...s, isLoadingMore: true, error: null }))
    reader.current(cursor).then(
      (page) =>
        change((s) => ({ ...s, items: [...s.items, ...page.items], cursor: page.nextCursor, isLoadingMore: false })),
      (error: unknown) => change((s) => ({ ...s, isLoadingMore: false, error: sayProblem(error) })),
    )
  }, [cursor, key, reader])

  const isReading = key !== null && mine?.turn !== turn
  return {
    items: mine?.items ?? [],
    hasMore: cursor !== null,
    isLoading: isReading || (mine?.isLoadingMore ?? false),
    error: isReading ? null : (mine?.error ?? null),
    more,
    reload,
  }
}
