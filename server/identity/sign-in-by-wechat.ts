/** The code of wx.login becomes a session; a person seen for the first time gets an account. */
import type { identity } from '@banyi/contract/identity'
import type { InputOf, ReturnOf } from '@banyi/contract/endpoint'
import { randomUUID } from 'node:crypto'
import type { AnyoneContext } from '../system.ts'
import { ensureAccountOfOpenid } from './account-queries.ts'
import { readAccountView } from './account-view.ts'
import { openSession } from './sessions.ts'

export async function signInByWechat(
  c: AnyoneContext,
  { body }: InputOf<typeof identity.signInByWechat>,
): Promise<ReturnOf<typeof identity.signInByWechat>> {
  const { openid, unionid } = await c.outside.wechat.signIn(body.code)
  const now = c.clock.now()
  const { session, account } = await c.db.tx(async (tx) => {
    const found = await ensureAccountOfOpenid(tx, { id: randomUUID(), openid, unionid, nickname: '微信用户', now })
    return { account: found, session: await openSession(tx, { accountId: found.id }, now) }
  })
  return {
    token: session.token,
    expiresAt: session.expiresAt.toISOString(),
    account: await readAccountView(c, account.id),
    isNewAccount: account.is_new,
  }
}
