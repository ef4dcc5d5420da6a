import { expect, test } from 'vitest'
import { ApiError, createClient, type Wire } from './client.ts'

const clientThat = (answer: {
  status: number
  body: unknown
}): { client: ReturnType<typeof createClient>; sent: Wire[] } => {
  const sent: Wire[] = []
  const send = async (wire: Wire): Promise<typeof answer> => {
    sent.push(wire)
    return answer
  }
  return { client: createClient(send), sent }
}

test('fills the path, leaves out what is not there, encodes what people type', async () => {
  const { client, sent } = clientThat({ status: 200, body: { items: [] } })
  await client.orders.revokeLink({ params: { id: 'a/b', linkId: '王 ?' } })
  await client.hospitals.searchHospitals({ query: { query: '瑞金 & 华山', district: undefined, limit: 5 } })
  await client.identity.getMe()
  expect(sent).toEqual([
    { method: 'DELETE', path: `/orders/a%2Fb/links/${encodeURIComponent('王 ?')}`, body: undefined },
    { method: 'GET', path: `/hospitals?query=${encodeURIComponent('瑞金 & 华山')}&limit=5`, body: undefined },
    { method: 'GET', path: '/identity/me', body: undefined },
  ])
})

test('a refusal is thrown as the server said it, anything else as an unexpected answer', async () => {
  const problem = {
    type: 'about:blank',
    title: 'CONFLICT',
    status: 409,
    code: 'CONFLICT',
    message: '内容已经更新',
    requestId: 'x',
  }
  await expect(clientThat({ status: 409, body: problem }).client.identity.getMe()).rejects.toMatchObject({ problem })
  const odd = await clientThat({ status: 502, body: '<html>' })
    .client.identity.getMe()
    .catch((error: unknown) => error)
  expect(odd).toBeInstanceOf(ApiError)
  expect((odd as ApiError).problem).toMatchObject({ status: 502, code: 'UNEXPECTED' })
})
