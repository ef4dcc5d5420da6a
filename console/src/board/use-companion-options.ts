/** Companions by name for a select: searched on the server, with the chosen one always named. */
import { useState } from 'react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useClient } from '../api/api.ts'
import { companionStatusNames } from '../words/labels.ts'
import { clip } from '../words/clip.ts'

interface Found {
  options: { value: string; label: string }[]
  search: (text: string) => void
  isFetching: boolean
}
export function useCompanionOptions(chosenId: string, isAllowed: boolean): Found {
  const client = useClient()
  const [query, setQuery] = useState('')
  const list = useQuery({
    queryKey: ['roster', 'options', query],
    queryFn: () => client.companions.listRoster({ query: { query: query || undefined, limit: 50 } }),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    enabled: isAllowed,
  })
  const chosen = useQuery({
    queryKey: ['companion', chosenId],
    queryFn: () => client.companions.getCompanionRecord({ params: { id: chosenId } }),
    enabled: isAllowed && chosenId !== '',
  })
  const rows = list.data?.items ?? []
  const all = chosen.data && !rows.some((row) => row.id === chosenId) ? [chosen.data, ...rows] : rows
  return {
    options: all.map((row) => ({
      value: row.id,
      label: row.status === 'active' ? row.name : `${row.name}（${companionStatusNames[row.status]}）`,
    })),
    search: (text) => setQuery(clip(text.trim(), 50)),
    isFetching: list.isFetching,
  }
}
