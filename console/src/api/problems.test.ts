import { expect, it, vi } from 'vitest'
import { createClient } from '@banyi/contract/client'
import { id, problem, type Answer } from '../testing.tsx'
import { createCommandIds, randomId } from './command-id.ts'
import { explain, isConflict, isPassing, sentenceOf } from './problems.ts'
import { OfflineError } from './send.ts'

const refused = async (answer: Answer): Promise<unknown> => {
  const client = createClient(async () => answer)
  return client.orders.getBoardOrder({ params: { id: id(1) } }).then(
    () => null,
    (error: unknown) => error,
  )
}

it.each([
  [401, 'signed-out'],
  [403, 'forbidden'],
  [404, 'gone'],
  [410, 'gone'],
  [409, 'conflict'],
  [429, 'busy'],
  [400, 'invalid'],
  [422, 'invalid'],
  [500, 'server'],
  [503, 'server'],
])('status %i is %s, in the words of the server', async (status, kind) => {
  const error = await refused(problem(status, 'CODE', '服务器说的话'))
  expect(explain(error)).toMatchObject({ kind, detail: '服务器说的话', requestId: 'req-1' })
})

it('a page of a proxy instead of an answer is still a sentence', async () => {
  const error = await refused({ status: 502, body: null })
  expect(explain(error)).toMatchObject({ kind: 'server', detail: '服务暂时不可用，请稍后再试' })
})

it('names the fields that were refused', async () => {
  const error = await refused(problem(400, 'INVALID', '有内容需要改', { fields: { 'body.reason': '至少 2 个字' } }))
  expect(sentenceOf(error)).toBe('有内容需要改（至少 2 个字）')
})

it('only a dead line or a failing server is asked again by itself', async () => {
  expect(isPassing(new OfflineError())).toBe(true)
  expect(isPassing(await refused(problem(503, 'UNAVAILABLE', 'x')))).toBe(true)
  for (const status of [400, 401, 403, 404, 409, 429])
    expect(isPassing(await refused(problem(status, 'X', 'x')))).toBe(false)
  expect(isConflict(await refused(problem(409, 'CONFLICT', 'x')))).toBe(true)
})

it('the same command keeps its id, another one gets another', () => {
  const idFor = createCommandIds()
  const first = idFor({ refund: 100, version: 3 })
  expect(idFor({ refund: 100, version: 3 })).toBe(first)
  expect(idFor({ refund: 200, version: 3 })).not.toBe(first)
  expect(idFor({ refund: 100, version: 4 })).not.toBe(first)
})

it('makes a real uuid where the browser has none to give', () => {
  const { crypto } = globalThis
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => crypto.getRandomValues(bytes) })
  expect(randomId()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  vi.unstubAllGlobals()
})
