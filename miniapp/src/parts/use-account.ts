import { useEffect } from 'react'
import type { Account } from '@banyi/contract/identity'
import { api } from '@/api'
import { useSession } from '@/store/session'

/** The signed-in account; null while unknown. */
export function useAccount(): { isSignedIn: boolean; account: Account | null } {
  const { token, account, know } = useSession()
  useEffect(() => {
    if (!token || account) return
    // not signed in any more or no network: the page says so itself
    api.identity.getMe().then(know, () => undefined)
  }, [token, account, know])
  return { isSignedIn: token !== null, account }
}
