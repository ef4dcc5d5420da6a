/** Family links: one order, counted, expiring, revocable at once; the token is nowhere but in the answer. */
import type { ServerFrame } from '@banyi/contract/realtime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { FamilyOrder } from '@banyi/contract/orders'
import { WebSocket } from 'ws'
import { daughter, mother } from '../core/testing/people.ts'
import { newId, newWorld, type World } from '../core/testing/world.ts'
import { sql } from '../core/sql.ts'
import { acceptedOrder, castOf, said, tell, walk, written, type Cast } from './testing.ts'

let world: World
let cast: Cast
let order: FamilyOrder
const sockets: WebSocket[] = []
beforeAll(async () => {
  world = await newWorld()
  cast = await castOf(world)
  order = await acceptedOrder(world, cast, { startsAt: '2026-11-25T01:00:00.000Z' })
})
afterAll(async () => {
  for (const socket of sockets) socket.terminate()
  await world.close()
})

const link = (wish: { hours?: number; maxOpens?: number; commandId?: string } = {}) =>
  cast.anna.api.orders.createLink({ params: { id: order.id }, body: { commandId: newId(), label: '哥哥', ...wish } })
const open = (token: string) => world.call('POST', '/orders/links/open', { body: { token } })
const view = (token: unknown) => world.call('GET', '/orders/live', { token: String(token) })
const links = async () => (await cast.anna.api.orders.listLinks({ params: { id: order.id } })).items
const revoke = (linkId: string, token = cast.anna.token, id = order.id) =>
  world.call('DELETE', `/orders/${id}/links/${linkId}`, { token })

/** an open page that follows the order */
async function follow(
  token: string,
): Promise<{ frames: ServerFrame[]; closed: () => boolean; says: (what: string) => Promise<void> }> {
  const socket = new WebSocket(`${world.url.replace('http', 'ws')}/realtime`)
  sockets.push(socket)
  const frames: ServerFrame[] = []
  let isClosed = false
  socket.on('message', (data: Buffer) => frames.push(JSON.parse(data.toString('utf8')) as ServerFrame))
  socket.on('close', () => (isClosed = true))
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  socket.send(JSON.stringify({ type: 'sign-in', token }))
  socket.send(JSON.stringify({ type: 'follow', topic: `order:${order.id}`, after: null }))
  const says = async (what: string): Promise<void> => {
    await expect.poll(() => frames.some(({ type }) => type === what), { timeout: 5000 }).toBe(true)
  }
  return { frames, closed: () => isClosed, says }
}

test('a retry gives the same link and the same token; neither is stored', async () => {
  const commandId = newId()
  const [first, again, late] = [
    ...(await Promise.all([link({ commandId }), link({ commandId })])),
    await link({ commandId }),
  ]
  expect([again?.token, late?.token, late?.link.id]).toEqual([first?.token, first?.token, first?.link.id])
  expect(await links()).toHaveLength(1)
  const other = await acceptedOrder(world, cast, { startsAt: '2026-11-26T01:00:00.000Z' })
  expect(said(await tell(world, cast.anna, `/orders/${other.id}/links`, { commandId, label: '哥哥' }))).toBe(
    '409 COMMAND_REUSED',
  )
  const { body } = await open(first?.token ?? '')
  const tables = JSON.stringify([
    await world.rows(sql`select l::text from orders.links l`),
    await world.rows(sql`select v::text from orders.link_views v`),
    await world.rows(sql`select c::text from core.commands c`),
    world.logged,
  ])
  expect(tables).not.toContain(first?.token)
  expect(tables).not.toContain(Buffer.from(first?.token ?? '', 'base64url').toString('hex'))
  expect(tables).not.toContain(String(body['viewToken']).slice(3))
})

test('counts, stops at the last opening even when many open at once, and says that it is gone', async () => {
  const { token, link: made } = await link({ maxOpens: 3 })
  const answers = await Promise.all(Array.from({ length: 8 }, () => open(token)))
  expect(answers.map(said).toSorted()).toEqual([...Array<string>(3).fill('200'), ...Array<string>(5).fill('410 GONE')])
  expect((await links()).find(({ id }) => id === made.id)).toMatchObject({
    openedCount: 3,
    maxOpens: 3,
    lastOpenedAt: world.clock.now().toISOString(),
  })
  for (const { status, body } of answers) if (status === 200) expect((await view(body['viewToken'])).status).toBe(200)
  for (const wrong of ['x'.repeat(43), 'a'.repeat(100)]) expect(said(await open(wrong))).toBe('410 GONE')
  for (const wrong of ['x', 'x'.repeat(101), '']) expect(said(await open(wrong))).toBe('400 INVALID')
})

test('what is seen is the visit: no name, phone, need, note, code, money', async () => {
  const { token } = await link()
  expect(JSON.stringify((await open(token)).body)).not.toContain('门诊大厅')
  const met = await walk(cast.wang, cast.anna, order.id, ['departed', 'met'])
  await cast.wang.api.orders.recordMilestone({
    params: { id: order.id },
    body: { commandId: newId(), version: met.version, kind: 'registered', note: '血压 180' },
  })
  await cast.wang.api.orders.sendLocation({ params: { id: order.id }, body: { lat: 31.2114, lng: 121.4675 } })
  const { body } = await open(token)
  expect(body['view']).toMatchObject({
    state: 'registered',
    patientName: '王*兰',
    companionName: '王秀珍',
    place: { sentence: '已在上海交通大学医学院附属瑞金医院' },
  })
  expect(JSON.stringify(body)).not.toMatch(
    new RegExp(
      `王秀兰|139123|138001|${cast.anna.phone}|${cast.wang.phone}|${cast.anna.accountId}|心内科|心血管|门诊大厅|血压|青霉素|¥|已支付|"(need|version|visitCode|money|number)"`,
    ),
  )
  const live = await view(body['viewToken'])
  expect(live.body).toEqual(body['view'])
  expect(live.headers.get('referrer-policy')).toBe('no-referrer')
})

test('taken back: an open view and its realtime end at once, others go on', async () => {
  const [gone, stays] = [await link(), await link()]
  const views = await Promise.all([open(gone.token), open(stays.token)])
  const [lost, kept] = await Promise.all(views.map(({ body }) => follow(String(body['viewToken']))))
  await Promise.all([lost?.says('following'), kept?.says('following')])
  const bea = await daughter(world)
  await mother(bea)
  const before = await written(world)
  expect(said(await revoke(gone.link.id, bea.token))).toBe('404 NOT_FOUND')
  expect(said(await revoke(newId()))).toBe('404 NOT_FOUND')
  expect(await written(world)).toBe(before)

  expect(said(await revoke(gone.link.id))).toBe('200')
  expect(said(await revoke(gone.link.id))).toBe('200')
  await lost?.says('refused')
  await expect.poll(() => lost?.closed(), { timeout: 5000 }).toBe(true)
  expect(said(await view(views[0]?.body['viewToken']))).toBe('401 SIGN_IN_REQUIRED')
  expect(said(await open(gone.token))).toBe('410 GONE')
  await cast.wang.api.orders.sendLocation({ params: { id: order.id }, body: { lat: 31.3, lng: 121.4 } })
  await kept?.says('push')
  expect(lost?.frames.some(({ type }) => type === 'push')).toBe(false)
  expect((await view(views[1]?.body['viewToken'])).status).toBe(200)
})

test('expires: the view with it, after twelve hours the view alone, and old views are swept away', async () => {
  const [short, long] = [await link({ hours: 1 }), await link({ hours: 48 })]
  const [first, second] = [await open(short.token), await open(long.token)]
  await world.advance({ minutes: 59 })
  expect((await view(first.body['viewToken'])).status).toBe(200)
  await world.advance({ minutes: 1 })
  expect(said(await view(first.body['viewToken']))).toBe('401 SIGN_IN_REQUIRED')
  expect(said(await open(short.token))).toBe('410 GONE')
  await world.advance({ hours: 11 })
  expect(said(await view(second.body['viewToken']))).toBe('401 SIGN_IN_REQUIRED')
  expect((await open(long.token)).status).toBe(200)
  await world.advance({ hours: 2 })
  await world.drain()
  expect(await world.rows(sql`select 1 from orders.link_views where expires_at < ${world.clock.now()}`)).toEqual([])
})

test('not more than ten alive, none for an order that is over', async () => {
  const alive = (await links()).filter(
    ({ revokedAt, expiresAt }) => !revokedAt && new Date(expiresAt) > world.clock.now(),
  )
  await Promise.all(Array.from({ length: 12 }, () => link().catch(() => null)))
  expect(
    (await links()).filter(({ revokedAt, expiresAt }) => !revokedAt && new Date(expiresAt) > world.clock.now()),
  ).toHaveLength(10)
  expect(alive.length).toBeLessThan(10)
  const { version } = await cast.anna.api.orders.getMyOrder({ params: { id: order.id } })
  await world.rows(sql`update orders.orders set state = 'cancelled' where id = ${order.id}`)
  expect(said(await tell(world, cast.anna, `/orders/${order.id}/links`, { label: '哥哥' }))).toBe('409 NOT_ALLOWED_NOW')
  expect(version).toBeGreaterThan(0)
})
