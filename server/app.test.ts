/** The door itself: what no module has to think of. */
import { contract } from '@banyi/contract'
import type { Endpoint } from '@banyi/contract/endpoint'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { daughter, type Person } from './core/testing/people.ts'
import { newId, newWorld, type World } from './core/testing/world.ts'
import { modules } from './modules.ts'

let world: World
let anna: Person
beforeAll(async () => {
  world = await newWorld()
  anna = await daughter(world)
})
afterAll(() => world.close())

const endpoints = Object.values(contract).flatMap((operations): Endpoint[] => Object.values(operations))
const routes = modules.flatMap((module) => module.routes ?? [])
const addressOf = (endpoint: Endpoint): string => endpoint.path.replace(/:\w+/g, () => newId())

describe('every route', () => {
  test('of the contract is served, and none beside it', () => {
    const served = new Set(routes.map((route) => route.endpoint))
    expect(endpoints.filter((endpoint) => !served.has(endpoint)).map((endpoint) => endpoint.path)).toEqual([
      '/realtime/pushes',
    ])
  })

  test('begins with the name of its module', () => {
    for (const module of modules)
      for (const { endpoint } of module.routes ?? []) expect(endpoint.path).toMatch(new RegExp(`^/${module.name}(/|$)`))
  })

  test.each(
    routes
      .filter((route) => route.who !== 'anyone')
      .map((route) => [route.endpoint.method, route.endpoint.path, route] as const),
  )('%s %s wants a sign-in', async (method, _path, route) => {
    for (const token of [undefined, 'bs_not-a-token-not-a-token-not-a-token', 'xx_unknown-prefix-unknown-prefix']) {
      const answer = await world.call(method, addressOf(route.endpoint), {
        ...(token ? { token } : {}),
        ...(method === 'GET' ? {} : { body: {} }),
      })
      expect(answer).toMatchObject({ status: 401, body: { code: 'SIGN_IN_REQUIRED' } })
    }
  })

  test.each(
    routes
      .filter((route) => route.who === 'operator' || Array.isArray(route.who))
      .map((route) => [route.endpoint.method, route.endpoint.path, route] as const),
  )('%s %s is not for families', async (method, _path, route) => {
    const answer = await world.call(method, addressOf(route.endpoint), {
      token: anna.token,
      ...(method === 'GET' ? {} : { body: {} }),
    })
    expect(answer).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } })
  })

  test.each(
    routes
      .filter((route) => route.type === 'action' && route.endpoint.body)
      .map((route) => [route.endpoint.method, route.endpoint.path, route] as const),
  )('%s %s refuses unknown fields and names them', async (method, _path, route) => {
    const token = route.who === 'account' ? anna.token : undefined
    if (route.who !== 'account' && route.who !== 'anyone') return
    const answer = await world.call(method, addressOf(route.endpoint), {
      ...(token ? { token } : {}),
      body: { thisIsNotAField: 1 },
    })
    expect(answer).toMatchObject({
      status: 400,
      body: { code: 'INVALID', fields: { thisIsNotAField: '不认识的字段' } },
    })
  })
})

describe('bad input', () => {
  test('a body that is no JSON, cut off, not UTF-8, or of another type', async () => {
    for (const [body, type] of [
      ['{', 'application/json'],
      ['', 'application/json'],
      ['{"a":', 'application/json'],
      ['a=1', 'application/x-www-form-urlencoded'],
      ['[]', 'application/json'],
      ['null', 'application/json'],
      ['"text"', 'application/json'],
    ] as const)
      expect(
        await world.call('POST', '/identity/sms-codes', { body, headers: { 'content-type': type } }),
      ).toMatchObject({ status: 400, body: { code: 'INVALID' } })
    const bytes = Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d])
    expect((await world.call('POST', '/identity/sms-codes', { body: bytes })).status).toBe(400)
  })

  test('ten megabytes are refused before they are read', async () => {
    const answer = await world.call('POST', '/identity/sms-codes', { body: `{"phone":"${'1'.repeat(10_000_000)}"}` })
    expect(answer).toMatchObject({ status: 413, body: { code: 'TOO_LARGE', message: '内容太大' } })
  })

  test('__proto__ in a body changes nothing', async () => {
    const answer = await world.call('POST', '/identity/sms-codes', {
      body: '{"__proto__":{"admin":true},"phone":"13800000000"}',
    })
    expect([200, 400]).toContain(answer.status)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  test('an id that is none, a method that is none, an address that is none', async () => {
    expect(await world.call('GET', '/orders/not-an-id', { token: anna.token })).toMatchObject({
      status: 400,
      body: { fields: { id: '编号格式不对' } },
    })
    expect(await world.call('GET', '/nothing/here')).toMatchObject({ status: 404, body: { code: 'NOT_FOUND' } })
    expect((await world.call('DELETE', '/orders/price-list')).status).toBe(404)
    expect((await world.call('GET', `/orders/${'%00'.repeat(3)}`, { token: anna.token })).status).toBe(400)
    expect((await world.call('GET', '/orders/%E0%A4%A', { token: anna.token })).status).toBe(400)
  })

  test('errors are problem+json in Chinese, with a request id and without the inside', async () => {
    const answer = await world.call('GET', `/orders/${newId()}`, { token: anna.token })
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.headers.get('x-request-id')).toBe(answer.body['requestId'])
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.body.message).toMatch(/没有找到/)
    expect(JSON.stringify(answer.body)).not.toMatch(/select|stack|node_modules/i)
  })
})

test('the description of the API covers every action route', async () => {
  const { body } = await world.call('GET', '/openapi.json')
  expect(body['openapi']).toBe('3.1.0')
  const described = Object.entries(body['paths'] as Record<string, object>).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  for (const route of routes)
    if (route.type === 'action')
      expect(described).toContain(`${route.endpoint.method} ${route.endpoint.path.replace(/:(\w+)/g, '{$1}')}`)
})
