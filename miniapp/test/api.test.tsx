import { act, renderHook } from '@testing-library/react'
import { beforeEach, describe, expect, it } from 'vitest'
import { ApiError } from '@banyi/contract/client'
import type { Problem } from '@banyi/contract/common'
import { api, useCommand } from '../src/api'
import { NoAnswer, refusedFields, sayProblem } from '../src/api/problem'
import { sendWith } from '../src/api/send'
import { useSession } from '../src/store/session'
import { server } from './taro'

const problem = (part: Partial<Problem>): Problem => ({
  type: 'about:blank',
  title: 'x',
  status: 400,
  code: 'INVALID',
  message: '填写的内容有误',
  requestId: 'r',
  ...part,
})
const account = { id: 'a', nickname: '李静', phoneMasked: null, hasWechat: true, isElderMode: false, consents: [] }
const signedIn = () =>
  useSession.getState().begin({ token: 'secret', expiresAt: '2099-01-01T00:00:00Z', account, isNewAccount: false })

describe('sending', () => {
  beforeEach(() => useSession.getState().end())

  it('sends a command again with the same id when no answer comes', async () => {
    let tries = 0
    server.answer = () => (++tries < 3 ? 'no answer' : { status: 200, body: { done: true } })
    const body = { commandId: 'one', version: 3 }
    await expect(sendWith({ method: 'POST', path: '/orders/1/confirm', body }, 't', [1, 1])).resolves.toMatchObject({
      status: 200,
    })
    expect(server.requests.map((r) => (r.data as typeof body).commandId)).toEqual(['one', 'one', 'one'])
  })
  it('does not repeat what would happen twice', async () => {
    await expect(
      sendWith({ method: 'POST', path: '/identity/sms-codes', body: { phone: '13800000000' } }, null, [1, 1]),
    ).rejects.toBeInstanceOf(NoAnswer)
    expect(server.requests).toHaveLength(1)
  })
  it('announces no JSON without a body', async () => {
    server.answer = () => ({ status: 200, body: {} })
    await api.orders.checkPayment({ params: { id: '1' } })
    expect(server.requests[0]?.header['content-type']).toBe('text/plain')
  })
  it('signs out on a dead session, not on a wrong SMS code', async () => {
    signedIn()
    server.answer = () => ({
      status: 401,
      body: problem({ status: 401, code: 'WRONG_CREDENTIALS', message: '验证码不对' }),
    })
    await expect(api.identity.bindPhoneBySms({ body: { phone: '13800000000', code: '000000' } })).rejects.toThrow(
      '验证码不对',
    )
    expect(useSession.getState().token).toBe('secret')
    server.answer = () => ({
      status: 401,
      body: problem({ status: 401, code: 'SIGN_IN_REQUIRED', message: '请先登录' }),
    })
    await expect(api.identity.getMe()).rejects.toBeInstanceOf(ApiError)
    expect(useSession.getState().token).toBeNull()
  })
})

describe('words for what went wrong', () => {
  it('puts reasons beside their fields', () => {
    const error = new ApiError(
      problem({ fields: { 'body.name': '不能为空', 'emergencyContacts.0.phone': '请填写 11 位手机号' } }),
    )
    expect(refusedFields(error)).toEqual({ name: '不能为空', 'emergencyContacts.0.phone': '请填写 11 位手机号' })
    expect(sayProblem(error)).toBe('有一处需要改：不能为空')
  })
  it('never shows English or a stack', () => {
    expect(sayProblem(new TypeError('x is undefined'))).toBe('出了点问题，请再试一次')
    expect(sayProblem(new NoAnswer(null))).toBe('网络不通，请检查网络后再试一次')
  })
})

describe('a command', () => {
  const run = async (fail: unknown, ids: string[], command: { current: ReturnType<typeof useCommand> }) => {
    await act(async () => {
      await command.current.run(async (commandId) => {
        ids.push(commandId)
        await Promise.resolve()
        if (fail) throw fail
      })
    })
  }
  it('keeps its id after a lost answer and takes a new one after a refusal', async () => {
    const { result } = renderHook(() => useCommand())
    const ids: string[] = []
    await run(new NoAnswer(null), ids, result)
    await run(new ApiError(problem({ fields: { label: '不能为空' } })), ids, result)
    expect(result.current.fields).toEqual({ label: '不能为空' })
    await run(null, ids, result)
    expect(ids[1]).toBe(ids[0])
    expect(ids[2]).not.toBe(ids[0])
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  })
})
