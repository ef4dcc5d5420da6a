import { useEffect } from 'react'
import type { Account } from '@banyi/contract/identity'
import { api } from '@/api'
import { useElder } from '@/store/elder'
import { useSession } from '@/store/session'

/** The signed-in account; null while unknown. */
export function useAccount(): { isSignedIn: boolean; account: Account | null } {
  const { token, account, know } = useSession()
  useEffect(() => {
    if (!token || account) return
    // not signed in any more or no network: the page says so itself
    api.identity.getMe().then(
      (me) => {
        know(me)
        // chosen on another phone; a choice on this one comes first
        if (me.isElderMode && useElder.getState().choice === null) useElder.getState().choose(true)
      },
      () => undefined,
    )
  }, [token, account, know])
  return { isSignedIn: token !== null, account }
}
