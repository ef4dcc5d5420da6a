import type { MyCompanion } from '@banyi/contract/companions'
import { api, useRead, type Read } from '@/api'
import { useAccount } from '@/parts/use-account'

/** Whether the signed-in person works as a companion: only then there is an answer. */
export function useMyCompanion(): Read<MyCompanion> {
  const { isSignedIn, account } = useAccount()
  return useRead(isSignedIn && account ? `companion.of.${account.id}` : null, () => api.companions.getMyCompanion())
}
