import { useCallback, useEffect, useRef, useState } from 'react'
import { sayProblem } from './problem'

export interface Page<T> {
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
  items: T[]
  cursor: string | null
  isLoading: boolean
  error: string | null
}

/** A list that comes in pages. A new key starts again; null: not yet. */
export function usePaged<T>(key: string | null, read: (cursor: string | undefined) => Promise<Page<T>>): Paged<T> {
  const [state, setState] = useState<State<T>>({ items: [], cursor: null, isLoading: key !== null, error: null })
  const reader = useRef(read)
  reader.current = read
  const turn = useRef(0)

  const load = useCallback((cursor: string | null, kept: T[]) => {
    const mine = ++turn.current
    setState((s) => ({ ...s, isLoading: true, error: null }))
    reader.current(cursor ?? undefined).then(
      (page) => mine === turn.current && setState({ items: [...kept, ...page.items], cursor: page.nextCursor, isLoading: false, error: null }),
      (error: unknown) => mine === turn.current && setState((s) => ({ ...s, isLoading: false, error: sayProblem(error) })),
    )
  }, [])

  useEffect(() => {
    if (key === null) return
    setState({ items: [], cursor: null, isLoading: true, error: null })
    load(null, [])
  }, [key, load])
  useEffect(() => () => void (turn.current = -1), [])

  const more = useCallback(() => load(state.cursor, state.items), [load, state.cursor, state.items])
  const reload = useCallback(() => load(null, []), [load])
  return { items: state.items, hasMore: state.cursor !== null, isLoading: state.isLoading, error: state.error, more, reload }
}
