import { useSession } from '../store/session'
import { api } from './index'

const DAY_MS = 86_400_000

/** A token that was copied somewhere is worth a day: an older one is exchanged when the mini-program is opened. */
export async function renewSession(now = Date.now()): Promise<void> {
  const { token, givenAt, renew } = useSession.getState()
  if (!token || now - givenAt < DAY_MS) return
  const { token: next, expiresAt } = await api.identity.rotateSession()
  // signed out, or in again, while the answer was on its way
  if (useSession.getState().token === token) renew(next, expiresAt)
}
