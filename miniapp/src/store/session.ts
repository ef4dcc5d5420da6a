import { create } from 'zustand'
import type { Account, Session } from '@banyi/contract/identity'
import { readStored, writeStored } from './stored'

interface SessionState {
  token: string | null
  expiresAt: string | null
  /** when this token was given, in ms; old ones are exchanged (api/renew-session.ts) */
  givenAt: number
  account: Account | null
  begin: (session: Session) => void
  renew: (token: string, expiresAt: string) => void
  know: (account: Account) => void
  end: () => void
}

const KEY = 'banyi.session'
type Kept = { token: string; expiresAt: string; givenAt?: number }

export const useSession = create<SessionState>((set) => {
  const kept = readStored<Kept>(KEY)
  return {
    token: kept?.token ?? null,
    expiresAt: kept?.expiresAt ?? null,
    givenAt: kept?.givenAt ?? 0,
    account: null,
    begin: ({ token, expiresAt, account }) => {
      const givenAt = Date.now()
      writeStored(KEY, { token, expiresAt, givenAt })
      set({ token, expiresAt, givenAt, account })
    },
    renew: (token, expiresAt) => {
      const givenAt = Date.now()
      writeStored(KEY, { token, expiresAt, givenAt })
      set({ token, expiresAt, givenAt })
    },
    know: (account) => set({ account }),
    end: () => {
      writeStored(KEY, null)
      set({ token: null, expiresAt: null, givenAt: 0, account: null })
    },
  }
})
