import { create } from 'zustand'

/** What the page tells a person above its content: a passing line, or a question that waits for an answer. */
interface Question {
  title: string
  text?: string
  yes: string
  no?: string
  isDanger?: boolean
}

interface SayState {
  line: { text: string; undo?: () => void; at: number } | null
  question: (Question & { answer: (isYes: boolean) => void }) | null
}

export const useSay = create<SayState>(() => ({ line: null, question: null }))

/** A passing line at the bottom; `undo` beats asking before. */
export function toast(text: string, undo?: () => void): void {
  const at = Date.now()
  useSay.setState({ line: { text, at, ...(undo ? { undo } : {}) } })
  setTimeout(
    () => {
      if (useSay.getState().line?.at === at) useSay.setState({ line: null })
    },
    undo ? 8000 : 3500,
  )
}

/** Only for what cannot be undone: money, sending, signing. */
export function ask(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    const answer = (isYes: boolean) => {
      useSay.setState({ question: null })
      resolve(isYes)
    }
    useSay.setState({ question: { ...question, answer } })
  })
}
