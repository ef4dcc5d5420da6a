import { create } from 'zustand'
import type { Account, Session } from '@banyi/contract/identity'
import { readStored, writeStored } from './stored'

interface SessionState {
  token: string | null
  expiresAt: string | null
  account: Account | null
  begin: (session: Session) => void
  renew: (token: string, expiresAt: string) => void
  know: (account: Account) => void
  end: () => void
}

const KEY = 'banyi.session'
type Kept = { token: string; expiresAt: string }

export const useSession = create<SessionState>((set) => {
  const kept = readStored<Kept>(KEY)
  return {
    token: kept?.token ?? null,
    expiresAt: kept?.expiresAt ?? null,
    account: null,
    begin: ({ token, expiresAt, account }) => {
      writeStored(KEY, { token, expiresAt })
      set({ token, expiresAt, account })
    },
    renew: (token, expiresAt) => {
      writeStored(KEY, { token, expiresAt })
      set({ token, expiresAt })
    },
    know: (account) => set({ account }),
    end: () => {
      writeStored(KEY, null)
      set({ token: null, expiresAt: null, account: null })
    },
  }
})
