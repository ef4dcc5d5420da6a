import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { useDidShow } from '@tarojs/taro'
import { sayProblem } from './problem'
import { useLatest } from './use-latest'

export interface Read<T> {
  data: T | null
  error: string | null
  isLoading: boolean
  reload: () => void
  /** puts an answer that a command brought back */
  set: (data: T) => void
}

interface Answer<T> {
  key: string | null
  turn: number
  data: T | null
  error: string | null
}

/** last answers by key: a page that opens again shows what it knew while it asks again */
const remembered = new Map<string, unknown>()
const recall = <T>(key: string | null): T | null => (key === null ? null : ((remembered.get(key) as T) ?? null))
export const forgetAll = (): void => remembered.clear()

/** Reads one thing; null key: not yet. An old answer stays on the page when a new reading fails. */
export function useRead<T>(key: string | null, read: () => Promise<T>): Read<T> {
  const [answer, setAnswer] = useState<Answer<T> | null>(null)
  const [turn, reload] = useReducer((n: number) => n + 1, 0)
  const reader = useLatest(read)
  /** grows when somebody else brought a newer answer: what is still under way is late then */
  const given = useRef(0)

  useEffect(() => {
    if (key === null) return
    const before = given.current
    let isLeft = false
    const settle = (make: (old: T | null) => Answer<T>) => {
      if (isLeft) return
      setAnswer((a) => make(a?.key === key ? a.data : recall<T>(key)))
    }
    reader.current().then(
      (data) => {
        if (given.current === before) remembered.set(key, data)
        settle((old) => ({ key, turn, data: given.current === before ? data : old, error: null }))
      },
      (error: unknown) => settle((old) => ({ key, turn, data: old, error: sayProblem(error) })),
    )
    return () => {
      isLeft = true
    }
  }, [key, turn, reader])

  const isFirst = useRef(true)
  useDidShow(() => {
    if (!isFirst.current) reload()
    isFirst.current = false
  })
  const set = useCallback(
    (data: T) => {
      given.current++
      if (key !== null) remembered.set(key, data)
      setAnswer((a) => ({ key, turn: a?.turn ?? 0, data, error: null }))
    },
    [key],
  )
  const mine = answer?.key === key ? answer : null
  const isLoading = key !== null && mine?.turn !== turn
  return {
    data: mine ? mine.data : recall<T>(key),
    error: isLoading ? null : (mine?.error ?? null),
    isLoading,
    reload,
    set,
  }
}
