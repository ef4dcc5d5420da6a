/**
 * The operator's session. It lives in sessionStorage: closing the tab ends it, another tab signs in for itself.
 * A store outside React, because the wire (send.ts) ends it on a 401 without knowing any component.
 */
import type { Operator } from '@banyi/contract/identity'

export interface Session {
  token: string
  expiresAt: string
  operator: Operator
}
export interface SessionState {
  session: Session | null
  /** why there is none: the sign-in page says it */
  endedBy: 'nobody' | 'operator' | 'server'
}

const KEY = 'banyi.console.session'
const listeners = new Set<() => void>()

const isSession = (value: unknown): value is Session =>
  typeof value === 'object' &&
  value !== null &&
  'token' in value &&
  'operator' in value &&
  typeof value.token === 'string'

const read = (): Session | null => {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null')
    return isSession(value) ? value : null
  } catch {
    return null
  }
}

let state: SessionState = { session: read(), endedBy: 'nobody' }

const set = (next: SessionState): void => {
  state = next
  if (next.session) sessionStorage.setItem(KEY, JSON.stringify(next.session))
  else sessionStorage.removeItem(KEY)
  for (const listener of listeners) listener()
}

export const sessionStore = {
  get: (): SessionState => state,
  begin: (session: Session): void => set({ session, endedBy: 'nobody' }),
  /** duties may have changed since sign-in */
  update: (operator: Operator): void => {
    if (state.session) set({ ...state, session: { ...state.session, operator } })
  },
  end: (endedBy: 'operator' | 'server'): void => {
    if (state.session) set({ session: null, endedBy })
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}
