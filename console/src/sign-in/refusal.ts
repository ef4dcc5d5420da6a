import type { Explained } from '../api/problems.ts'
import { sayMinutes } from '../words/time.ts'

/** why somebody was not let in; the server's own sentence is kept, because it knows whether the account is locked */
export const sayRefusal = (problem: Explained): string => {
  if (problem.kind === 'busy' && problem.retryAfterSeconds !== null) {
    const wait = sayMinutes(Math.ceil(problem.retryAfterSeconds / 60))
    return problem.detail.includes('分钟')
      ? `${problem.detail}。急用请找安全管理员。`
      : `${problem.detail} 约 ${wait}后可以再试。急用请找安全管理员。`
  }
  if (problem.kind === 'signed-out') return problem.detail || '账号、密码或动态码不对。'
  return problem.detail
}

/** only a path of this console: a link must not send a person who has just signed in to somebody else's page */
export const returnPath = (wanted: string | null): string =>
  wanted !== null && /^\/(?![/\\])/.test(wanted) && !wanted.startsWith('/sign-in') ? wanted : '/orders'
