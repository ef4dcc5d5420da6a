import { useCallback, useEffect, useRef, useState } from 'react'
import { useDidShow } from '@tarojs/taro'
import { sayProblem } from './problem'

export interface Read<T> {
  data: T | null
  error: string | null
  isLoading: boolean
  reload: () => void
  /** puts an answer that a command brought back */
  set: (data: T) => void
}

/** last answers by key: a page that opens again shows what it knew while it asks again */
const remembered = new Map<string, unknown>()
const recall = <T>(key: string | null): T | null => (key === null ? null : ((remembered.get(key) as T | undefined) ?? null))
export const forgetAll = (): void => remembered.clear()

interface State<T> {
  key: string | null
  data: T | null
  error: string | null
  isLoading: boolean
}

/** Reads one thing; null key: not yet. An old answer stays on the page when a new reading fails. */
export function useRead<T>(key: string | null, read: () => Promise<T>): Read<T> {
  const [state, setState] = useState<State<T>>(() => ({ key, data: recall<T>(key), error: null, isLoading: key !== null }))
  const reader = useRef(read)
  reader.current = read
  const isFirst = useRef(true)
  const turn = useRef(0)

  const load = useCallback(() => {
    if (key === null) return
    const mine = ++turn.current
    setState((s) => ({ key, data: s.key === key ? s.data : recall<T>(key), error: null, isLoading: true }))
    reader.current().then(
      (data) => {
        remembered.set(key, data)
        if (mine === turn.current) setState({ key, data, error: null, isLoading: false })
      },
      (error: unknown) => mine === turn.current && setState((s) => ({ ...s, error: sayProblem(error), isLoading: false })),
    )
  }, [key])

  useEffect(load, [load])
  useEffect(() => () => void (turn.current = -1), [])
  useDidShow(() => {
    if (!isFirst.current) load()
    isFirst.current = false
  })
  const set = useCallback(
    (data: T) => {
      turn.current++
      if (key) remembered.set(key, data)
      setState({ key, data, error: null, isLoading: false })
    },
    [key],
  )
  return { data: state.key === key ? state.data : null, error: state.error, isLoading: state.isLoading, reload: load, set }
}
