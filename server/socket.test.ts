/** The realtime door over a real WebSocket. */
import type { ClientFrame, ServerFrame } from '@banyi/contract/realtime'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { pushPassing, pushTo } from './core/realtime/pushes.ts'
import { newId, newWorld, type World } from './core/testing/world.ts'
import { daughter, operatorWith, type Person } from './core/testing/people.ts'

let world: World
let anna: Person
let boardToken: string
const open: WebSocket[] = []
beforeAll(async () => {
  world = await newWorld()
  anna = await daughter(world)
  boardToken = (await operatorWith(world, ['dispatcher'])).token
})
afterEach(() => {
  for (const socket of open.splice(0)) socket.terminate()
})
afterAll(() => world.close())

class Reader {
  readonly frames: ServerFrame[] = []
  readonly socket: WebSocket
  closedWith: number | null = null
  constructor(socket: WebSocket) {
    this.socket = socket
    open.push(socket)
    socket.on('message', (data: Buffer) => this.frames.push(JSON.parse(data.toString('utf8')) as ServerFrame))
    socket.on('close', (code) => (this.closedWith = code))
  }
  send(frame: ClientFrame | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }
  until(fits: (reader: Reader) => boolean): Promise<void> {
    return expect.poll(() => fits(this), { timeout: 5000, interval: 5 }).toBe(true)
  }
  get seqs(): (number | null)[] {
    return this.frames.flatMap((frame) => (frame.type === 'push' ? [frame.seq] : []))
  }
}
async function connect(token?: string): Promise<Reader> {
  const reader = new Reader(new WebSocket(`${world.url.replace('http', 'ws')}/realtime`))
  await new Promise((resolve, reject) => reader.socket.once('open', resolve).once('error', reject))
  if (token) {
    reader.send({ type: 'sign-in', token })
    await reader.until(({ frames }) => frames.length > 0)
  }
  return reader
}
const say = (topic: string): Promise<number> =>
  world.system.db.tx((tx) => pushTo(tx, { topic, kind: 'test', body: {}, now: world.clock.now() }))

describe('who may listen', () => {
  test('a stranger is told so and shown out', async () => {
    const reader = await connect('bs_stranger-stranger-stranger-stranger')
    expect(reader.frames[0]).toMatchObject({ type: 'refused', code: 'SIGN_IN_REQUIRED' })
    await reader.until(({ closedWith }) => closedWith === 4401)
  })

  test('before sign-in, of others, of made-up topics: nothing', async () => {
    const reader = await connect()
    reader.send({ type: 'follow', topic: 'board', after: null })
    await reader.until(({ frames }) => frames.length === 1)
    expect(reader.frames[0]).toMatchObject({ type: 'refused', code: 'FORBIDDEN' })
    const family = await connect(anna.token)
    for (const topic of [
      'board',
      `order:${newId()}`,
      `companion:${newId()}`,
      `thread:${newId()}`,
      '__proto__:x',
      'constructor',
      `order:'; drop table x`,
    ])
      family.send({ type: 'follow', topic, after: null })
    await family.until(({ frames }) => frames.length === 8)
    expect(family.frames.slice(1).every((frame) => frame.type === 'refused')).toBe(true)
  })

  test('frames that are none are answered, not fatal', async () => {
    const reader = await connect(anna.token)
    for (const text of ['', '{', '[]', '1', '{"type":"dance"}', '{"type":"follow","topic":5,"after":-1}'])
      reader.send(text)
    reader.send({ type: 'ping' })
    await reader.until(({ frames }) => frames.at(-1)?.type === 'pong')
    expect(reader.frames.filter((frame) => frame.type === 'refused')).toHaveLength(6)
  })
})

describe('without a gap', () => {
  test('passing pushes reach whoever follows', async () => {
    const reader = await connect(boardToken)
    reader.send({ type: 'follow', topic: 'board', after: null })
    await reader.until(({ frames }) => frames.some((frame) => frame.type === 'following'))
    await world.system.db.tx(async (tx) =>
      pushPassing(tx, { topic: 'board', kind: 'order', body: { orderId: 'x' }, now: world.clock.now() }),
    )
    await reader.until(({ frames }) =>
      frames.some((frame) => frame.type === 'push' && frame.seq === null && frame.body['orderId'] === 'x'),
    )
    expect(reader.seqs).toContain(null)
  })

  test('writers and a reconnecting reader at once: every number once and in order', async () => {
    const topic = `order:${newId()}`
    let isWriting = true
    const writing = (async () => {
      for (let round = 0; round < 20; round++) await Promise.all(Array.from({ length: 10 }, () => say(topic)))
      isWriting = false
    })()
    const got: number[] = []
    while (isWriting || got.length < 200) {
      // an operator may follow every order
      const reader = await connect(boardToken)
      reader.send({ type: 'follow', topic, after: got.at(-1) ?? 0 })
      await reader.until(({ seqs }) => seqs.length >= 7 || got.length + seqs.length >= 200)
      got.push(...(reader.seqs as number[]))
      reader.socket.terminate()
    }
    await writing
    expect(got).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
  })

  test('the same catch-up over HTTP', async () => {
    const topic = `order:${newId()}`
    for (let i = 0; i < 3; i++) await say(topic)
    const answer = await world.call('GET', `/realtime/pushes?topic=${topic}&after=1`, { token: boardToken })
    expect(answer).toMatchObject({ status: 200, body: { lastSeq: 3, items: [{ seq: 2 }, { seq: 3 }] } })
    expect((await world.call('GET', `/realtime/pushes?topic=${topic}&after=0`, { token: anna.token })).status).toBe(403)
    expect((await world.call('GET', `/realtime/pushes?topic=${topic}&after=0`)).status).toBe(401)
  })
})
