import { type PropsWithChildren } from 'react'
import { Empty } from '@/ui'
import { useSession } from '@/store/session'
import { goSignIn } from './go'

/** What needs a sign-in: says why, and comes back here afterwards. */
export function SignedIn({ why, children }: PropsWithChildren<{ why: string }>) {
  const token = useSession((s) => s.token)
  if (token) return <>{children}</>
  return <Empty title={why} note="用微信登录，几秒钟就好" action="去登录" onTap={goSignIn} />
}
