import type { MyCompanion } from '@banyi/contract/companions'
import { api, useRead, type Read } from '@/api'
import { useAccount } from '@/parts/use-account'

/**
 * Whether the signed-in person works as a companion: only then there is an answer. A record is linked by a verified
 * phone, so without one nobody is asked, unless a page must be certain.
 */
export function useMyCompanion({ isCertain = true }: { isCertain?: boolean } = {}): Read<MyCompanion> {
  const { isSignedIn, account } = useAccount()
  const mayBe = isSignedIn && account && (isCertain || account.phoneMasked !== null)
  return useRead(mayBe ? `companion.of.${account.id}` : null, () => api.companions.getMyCompanion())
}
