/**
 * Sends one operator command: same commandId while it says the same thing, the version that was on the screen, and on
 * a conflict a fresh look with the changes in words. Nothing is ever sent twice by itself.
 */
import { useMemo, useState } from 'react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { OperatorOrder } from '@banyi/contract/orders'
import { useClient } from '../api/api.ts'
import { createCommandIds } from '../api/command-id.ts'
import { explain, isConflict, sentenceOf } from '../api/problems.ts'
import { whatChanged } from './what-changed.ts'

export interface CommandFields {
  commandId: string
  version: number
}
export interface CommandProblem {
  sentence: string
  changes: string[]
  /** the answer was lost: pressing again is safe */
  isRetrySafe: boolean
}
interface Options {
  order: OperatorOrder
  onDone: (fresh: OperatorOrder) => void
}
interface Command {
  run: (payload: unknown, call: (fields: CommandFields) => Promise<OperatorOrder>) => void
  isSending: boolean
  problem: CommandProblem | null
}

export function useOrderCommand({ order, onDone }: Options): Command {
  const client = useClient()
  const queries = useQueryClient()
  const idFor = useMemo(() => createCommandIds(), [])
  const [problem, setProblem] = useState<CommandProblem | null>(null)
  const key = ['order', order.id]

  const mutation = useMutation({
    mutationFn: ({ payload, call }: { payload: unknown; call: (fields: CommandFields) => Promise<OperatorOrder> }) =>
      call({ commandId: idFor({ payload, version: order.version }), version: order.version }),
    onMutate: () => setProblem(null),
    onSuccess: (fresh) => {
      queries.setQueryData(key, fresh)
      void queries.invalidateQueries({ queryKey: ['board'] })
      // money and notices follow in jobs, a moment later
      setTimeout(() => {
        void queries.invalidateQueries({ queryKey: key })
        void queries.invalidateQueries({ queryKey: ['notices', order.id] })
      }, 2_000)
      onDone(fresh)
    },
    onError: async (error) => {
      const seen = order
      const isLost = explain(error).kind === 'offline' || explain(error).kind === 'server'
      setProblem({ sentence: sentenceOf(error), changes: [], isRetrySafe: isLost })
      if (!isConflict(error)) return
      try {
        const fresh = await client.orders.getBoardOrder({ params: { id: order.id } })
        queries.setQueryData(key, fresh)
        setProblem({ sentence: sentenceOf(error), changes: whatChanged(seen, fresh), isRetrySafe: false })
      } catch {
        // the refusal is already on the screen; the page's own refresh will follow
      }
    },
  })
  return { run: (payload, call) => mutation.mutate({ payload, call }), isSending: mutation.isPending, problem }
}
