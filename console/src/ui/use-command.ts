/**
 * Sends one command: the same commandId while it says the same thing, a refusal in words, and after it (or a conflict)
 * a fresh look at what it touched. Nothing is resent by itself.
 */
import { useMemo, useState } from 'react'
import { useMutation, useQueryClient, type QueryKey } from '@tanstack/react-query'
import { createCommandIds } from '../api/command-id.ts'
import { explain, isConflict, isPassing, sentenceOf } from '../api/problems.ts'

export interface Problem {
  sentence: string
  /** the answer was lost: pressing again is safe */
  isRetrySafe: boolean
  /** somebody else was faster; what is on the screen is fresh now */
  isStale: boolean
  fields: Record<string, string>
}
export interface Command<T> {
  run: (payload: unknown, call: (commandId: string) => Promise<T>) => void
  isSending: boolean
  problem: Problem | null
}
/** what jobs change a moment after the answer */
const LATER = 2_000

export function useCommand<T>(keys: readonly QueryKey[], onDone: (answer: T) => void): Command<T> {
  const queries = useQueryClient()
  const idFor = useMemo(() => createCommandIds(), [])
  const [problem, setProblem] = useState<Problem | null>(null)
  const refresh = (): void => {
    for (const queryKey of keys) void queries.invalidateQueries({ queryKey })
  }
  const mutation = useMutation({
    mutationFn: ({ payload, call }: { payload: unknown; call: (commandId: string) => Promise<T> }) =>
      call(idFor(payload)),
    onMutate: () => setProblem(null),
    onSuccess: (answer) => {
      refresh()
      setTimeout(refresh, LATER)
      onDone(answer)
    },
    onError: (error) => {
      const isStale = isConflict(error)
      setProblem({
        sentence: sentenceOf(error),
        isRetrySafe: isPassing(error),
        isStale,
        fields: explain(error).fields,
      })
      if (isStale) refresh()
    },
  })
  return { run: (payload, call) => mutation.mutate({ payload, call }), isSending: mutation.isPending, problem }
}
