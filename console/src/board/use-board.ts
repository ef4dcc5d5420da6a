/** The page of the board that the URL asks for, kept fresh by pushes: one read for many pushes, rows lit for a moment. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { keepPreviousData, useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import type { ReplyOf } from '@banyi/contract/endpoint'
import type { Contract } from '@banyi/contract/index'
import { useClient } from '../api/api.ts'
import { useTopic } from '../api/live.tsx'
import { toBoardQuery, type Filters } from './filters.ts'
import { changedRows, mergePage, type BoardPage } from './merge.ts'

export const PAGE_SIZE = 20
/** at most one read of the list in this time, however many pushes arrive */
const CALM = 1_500
const LIT = 3_000

export type Counts = ReplyOf<Contract['orders']['countBoard']>

/** runs soon after the first call and never twice within `gap` */
export const useCoalesced = (run: () => void, gap: number): (() => void) => {
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  const lastRun = useRef(0)
  const latest = useRef(run)
  latest.current = run
  useEffect(() => () => void (timer.current && clearTimeout(timer.current)), [])
  return useCallback(() => {
    if (timer.current) return
    const delay = Math.max(150, lastRun.current + gap - Date.now())
    timer.current = setTimeout(() => {
      timer.current = null
      lastRun.current = Date.now()
      latest.current()
    }, delay)
  }, [gap])
}

export interface Board {
  page: UseQueryResult<BoardPage>
  counts: Counts | undefined
  lit: ReadonlySet<string>
}

export function useBoard(filters: Filters): Board {
  const client = useClient()
  const queries = useQueryClient()
  const key = ['board', 'page', filters]
  const page = useQuery({
    queryKey: key,
    queryFn: async () => {
      const fresh = await client.orders.listBoard({ query: toBoardQuery(filters, PAGE_SIZE) })
      return mergePage(queries.getQueryData<BoardPage>(key), fresh)
    },
    placeholderData: keepPreviousData,
    structuralSharing: false,
    // a line that is down must not freeze the board
    refetchInterval: 60_000,
  })
  const range = { from: filters.from || undefined, to: filters.to || undefined }
  const counts = useQuery({
    queryKey: ['board', 'counts', range],
    queryFn: () => client.orders.countBoard({ query: range }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const refresh = useCoalesced(() => void queries.invalidateQueries({ queryKey: ['board'] }), CALM)
  useTopic('board', refresh)
  return {
    page,
    counts: counts.data,
    lit: useLit(JSON.stringify(filters), page.isPlaceholderData ? undefined : page.data),
  }
}

function useLit(key: string, page: BoardPage | undefined): ReadonlySet<string> {
  const before = useRef<{ key: string; items: BoardPage['items'] } | null>(null)
  const [lit, setLit] = useState<ReadonlySet<string>>(new Set())
  useEffect(() => {
    if (!page) return undefined
    const changed = changedRows(before.current?.key === key ? before.current.items : undefined, page.items)
    before.current = { key, items: page.items }
    if (changed.size === 0) return undefined
    setLit(changed)
    const timer = setTimeout(() => setLit(new Set()), LIT)
    return () => clearTimeout(timer)
  }, [key, page])
  return lit
}
