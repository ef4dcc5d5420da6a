import { useCallback, useRef, useState } from 'react'
import { newId } from '../platform/random'
import { toast } from '../store/say'
import { useLatest } from './use-latest'
import { NoAnswer, refusedFields, sayProblem } from './problem'

interface Command {
  isBusy: boolean
  /** reasons beside the fields they belong to */
  fields: Record<string, string>
  /** what went wrong besides the fields */
  error: string | null
  /** resolves to false when it was refused */
  run: (act: (commandId: string) => Promise<void>) => Promise<boolean>
}

interface State {
  isBusy: boolean
  fields: Record<string, string>
  error: string | null
}

/**
 * One thing a person does. Its id stays the same until an answer comes, so tapping again after a lost answer does not
 * do it twice. A refusal is shown as a toast, fields beside their fields.
 */
export function useCommand(onRefused?: (error: unknown) => boolean): Command {
  const [state, setState] = useState<State>({ isBusy: false, fields: {}, error: null })
  const id = useRef<string | null>(null)
  const refused = useLatest(onRefused)
  const busy = useRef(false)

  const run = useCallback(
    async (act: (commandId: string) => Promise<void>) => {
      if (busy.current) return false
      busy.current = true
      id.current ??= newId()
      setState({ isBusy: true, fields: {}, error: null })
      try {
        await act(id.current)
        id.current = null
        setState({ isBusy: false, fields: {}, error: null })
        return true
      } catch (error) {
        if (!(error instanceof NoAnswer)) id.current = null
        const fields = refusedFields(error)
        const words = sayProblem(error)
        setState({ isBusy: false, fields, error: words })
        if (!refused.current?.(error)) toast(words)
        return false
      } finally {
        busy.current = false
      }
    },
    [refused],
  )
  return { ...state, run }
}
