import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { companionPerson, daughter, operatorWith, stranger, type Person } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import {
  arrivedAt,
  allow,
  noticesOf,
  orderOf,
  progress,
  stepOf,
  tell,
  withCompanion,
  type ToldOrder,
} from './testing.ts'

let world: World
let anna: Person
let wang: Person
let order: ToldOrder
beforeAll(async () => {
  world = await newWorld()
})
beforeEach(async () => {
  anna = await daughter(world)
  wang = await companionPerson(world)
  order = orderOf(anna)
})
afterAll(() => world.close())

const say = (person: Person, text: string, part: object = {}) =>
  world.call('POST', `/messaging/threads/${order.id}/messages`, {
    token: person.token,
    body: { commandId: randomUUID(), text, ...part },
  })
const textsFor = async (person: Person): Promise<string[]> =>
  (await person.api.messaging.listMessages({ params: { id: order.id }, query: { limit: 100 } })).items.map(
    (message) => message.text,
  )
const statusFor = async (person: Person): Promise<number> =>
  (await world.call('GET', `/messaging/threads/${order.id}`, { token: person.token })).status
const accepted = async (companion = wang, name = '王阿姨'): Promise<void> => {
  await progress(world, order, 'paid')
  await progress(world, order, 'accepted', withCompanion(companion, name))
}

describe('who is in a chat', () => {
  test('the family from the first step; the companion from her acceptance, and nobody else', async () => {
    expect(await statusFor(anna)).toBe(404)
    await progress(world, order, 'paid')
    expect(await statusFor(anna)).toBe(200)
    await progress(world, order, 'assigned', withCompanion(wang))
    expect(await statusFor(wang)).toBe(404)
    await say(anna, '请带轮椅')
    await progress(world, order, 'accepted', withCompanion(wang))
    // what the family wrote while nobody had the order is for whoever takes it
    expect(await textsFor(wang)).toEqual(['第 paid 步', '第 assigned 步', '请带轮椅', '第 accepted 步'])
    const thread = await anna.api.messaging.getThread({ params: { id: order.id } })
    expect(thread.title).toBe('上海交通大学医学院附属瑞金医院 · 半天陪诊')
    expect(thread.members.map(({ name, role, isMe }) => ({ name, role, isMe }))).toEqual([
      { name: '小敏', role: 'family', isMe: true },
      { name: '王阿姨', role: 'companion', isMe: false },
    ])

    const bea = await daughter(world)
    const li = await companionPerson(world)
    for (const other of [bea, li]) {
      const id = order.id
      for (const [method, path, body] of [
        ['GET', `/messaging/threads/${id}`],
        ['GET', `/messaging/threads/${id}/messages`],
        ['POST', `/messaging/threads/${id}/messages`, { commandId: randomUUID(), text: '你好' }],
        ['POST', `/messaging/threads/${id}/read`, { seq: 1 }],
        ['POST', `/messaging/threads/${id}/pictures`, { imageBase64: 'AAAAAAAAAAAA' }],
      ] as const)
        expect((await world.call(method, path, { token: other.token, body })).status).toBe(404)
      expect(
        (await world.call('GET', `/realtime/pushes?topic=thread:${id}&after=0`, { token: other.token })).status,
      ).toBe(403)
      expect((await other.api.messaging.listThreads({ query: {} })).items).toEqual([])
    }
    expect(await textsFor(anna)).toHaveLength(4)
  })

  test('who loses the order loses the chat and its history; the next one sees what came after', async () => {
    await accepted()
    await say(anna, '给王阿姨的话')
    await say(wang, '好的')
    await progress(world, order, 'handed-over', { formerCompanionAccountId: wang.accountId })
    expect([await statusFor(wang), (await say(wang, '还在吗')).status]).toEqual([404, 404])
    expect(
      (await world.call('GET', `/realtime/pushes?topic=thread:${order.id}&after=0`, { token: wang.token })).status,
    ).toBe(403)
    await say(anna, '给下一位的话')
    const li = await companionPerson(world)
    await progress(world, order, 'accepted', withCompanion(li, '李师傅'))
    expect(await textsFor(li)).toEqual(['第 handed-over 步', '给下一位的话', '第 accepted 步'])
    // the family keeps everything, with the names of then
    const { items } = await anna.api.messaging.listMessages({ params: { id: order.id }, query: {} })
    expect(items.find((message) => message.text === '好的')?.senderName).toBe('王阿姨')
    expect(
      (await li.api.messaging.getThread({ params: { id: order.id } })).members.map((member) => member.name),
    ).toEqual(['小敏', '李师傅'])
  })

  test('after the meeting a companion whom the dispatcher sends is in at once', async () => {
    await accepted()
    await progress(world, order, 'met', withCompanion(wang))
    const li = await companionPerson(world)
    await progress(world, order, 'assigned', {
      ...withCompanion(li, '李师傅'),
      formerCompanionAccountId: wang.accountId,
    })
    expect([await statusFor(wang), await statusFor(li)]).toEqual([404, 200])
  })

  test('steps that arrive twice or late change nothing: an old acceptance does not bring a companion back', async () => {
    await progress(world, order, 'paid')
    await world.advance({ seconds: 1 })
    const acceptance = stepOf(world, order, 'accepted', withCompanion(wang))
    await world.advance({ seconds: 1 })
    const handOver = stepOf(world, order, 'handed-over', { formerCompanionAccountId: wang.accountId })
    await tell(world, handOver)
    await world.drain()
    await tell(world, acceptance)
    await tell(world, acceptance)
    await Promise.all([tell(world, handOver), tell(world, acceptance)])
    await world.drain()
    expect(await statusFor(wang)).toBe(404)
    expect((await textsFor(anna)).toSorted()).toEqual(['第 accepted 步', '第 handed-over 步', '第 paid 步'])
  })

  test('an order that was never paid gets no chat', async () => {
    await progress(world, order, 'expired', { isOver: true })
    expect(await statusFor(anna)).toBe(404)
    expect(await noticesOf(world, order)).toEqual([])
  })

  test('a week after the end it closes: nobody writes, the companion is out, the family can still read', async () => {
    await accepted()
    await progress(world, order, 'confirmed', { ...withCompanion(wang), isOver: true })
    await world.advance({ days: 6, hours: 23 })
    await world.drain()
    expect((await say(wang, '还有东西落下吗')).status).toBe(200)
    expect((await anna.api.messaging.getThread({ params: { id: order.id } })).isOpen).toBe(true)
    await world.advance({ hours: 2 })
    expect((await say(anna, '在吗')).body.code).toBe('NOT_ALLOWED_NOW')
    await world.drain()
    expect(await statusFor(wang)).toBe(404)
    const thread = await anna.api.messaging.getThread({ params: { id: order.id } })
    expect([thread.isOpen, thread.members.length]).toEqual([false, 1])
    // money that comes back later says so in the chat, and brings nobody in again
    await progress(world, order, 'refunded', { amountFen: 100, isOver: true, ...withCompanion(wang) })
    expect((await textsFor(anna)).at(-1)).toBe('第 refunded 步')
    expect(await statusFor(wang)).toBe(404)
  })
})

describe('messages', () => {
  test('numbers are gapless and the same as those of the pushes, with many writers at once', async () => {
    await accepted()
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => say(i % 2 ? anna : wang, `第${i}句`)))
    expect(answers.every((answer) => answer.status === 200)).toBe(true)
    const { items } = await anna.api.messaging.listMessages({ params: { id: order.id }, query: { limit: 100 } })
    expect(items.map((message) => message.seq)).toEqual(Array.from({ length: 22 }, (_, i) => i + 1))
    const pushes = await anna.api.realtime.listPushes({ query: { topic: `thread:${order.id}`, after: 0 } })
    expect(pushes.items.map((push) => [push.seq, push.body['messageId']])).toEqual(
      items.map((message) => [message.seq, message.id]),
    )
    expect(JSON.stringify(pushes)).not.toContain('句')
    const mine = items.find((message) => message.text === '第1句')
    expect(mine).toMatchObject({ isMine: true, senderName: '小敏', senderRole: 'family', kind: 'text', picture: null })
  })

  test('a retry after a lost answer brings the same message, not a second one', async () => {
    await accepted()
    const commandId = randomUUID()
    const answers = await Promise.all([1, 2, 3].map(() => say(anna, '只说一次', { commandId })))
    expect(new Set(answers.map((answer) => answer.body['id'])).size).toBe(1)
    expect((await textsFor(anna)).filter((text) => text === '只说一次')).toHaveLength(1)
    // the id of a message of another chat tells nothing here
    const other = orderOf(anna)
    await progress(world, other, 'paid')
    const answer = await world.call('POST', `/messaging/threads/${other.id}/messages`, {
      token: anna.token,
      body: { commandId, text: '别处' },
    })
    expect(answer.body.code).toBe('COMMAND_REUSED')
  })

  test('the history turns back page by page, without gaps or repeats', async () => {
    await accepted()
    for (let i = 0; i < 25; i++) await say(anna, `第${i}句`)
    const seen: number[] = []
    let before: number | undefined
    for (let more = true; more;) {
      const page = await wang.api.messaging.listMessages({
        params: { id: order.id },
        query: { limit: 10, ...(before ? { before } : {}) },
      })
      seen.unshift(...page.items.map((message) => message.seq))
      before = page.items[0]?.seq
      more = page.hasMore
    }
    expect(seen).toEqual(Array.from({ length: 27 }, (_, i) => i + 1))
    const after = await wang.api.messaging.listMessages({ params: { id: order.id }, query: { after: 20, limit: 5 } })
    expect([after.items.map((message) => message.seq), after.hasMore]).toEqual([[21, 22, 23, 24, 25], true])
  })

  test('what was written lies encrypted, with a key of the thread', async () => {
    await accepted()
    const text = "妈妈的检查结果; drop table messaging.messages; --<script>alert('x')</script> 👵🏻"
    expect((await say(anna, text)).body).toMatchObject({ text })
    const rows = await world.rows<{ text: string }>(
      sql`select m::text as text from messaging.messages m where thread_id = ${order.id}`,
    )
    for (const row of rows) expect(row.text).not.toContain(Buffer.from('检查结果').toString('hex'))
    expect(await world.rows(sql`select 1 from core.subject_keys where subject_id = ${order.id}`)).toHaveLength(1)
    expect(world.logged.join()).not.toContain('检查结果')
    await expect(world.system.db.run(sql`update messaging.messages set at = at`)).rejects.toThrow('permission denied')
  })

  test.each([
    { text: '' },
    { text: '   ' },
    { text: '长'.repeat(1001) },
    { text: 'a\u0000b' },
    { text: 5 },
    { commandId: 'x' },
    { text: '好', senderId: randomUUID() },
    { text: '', pictureId: 'x' },
  ])('refuses %j', async (part) => {
    await progress(world, order, 'paid')
    expect((await say(anna, '好', part)).status).toBe(400)
    expect(await textsFor(anna)).toHaveLength(1)
  })

  test('nobody is in no chat, and an operator cannot write', async () => {
    await accepted()
    const desk = await operatorWith(world, ['dispatcher'])
    const path = `/messaging/threads/${order.id}/messages`
    const body = { commandId: randomUUID(), text: '你好' }
    expect((await world.call('POST', path, { body })).status).toBe(401)
    expect((await world.call('POST', path, { body, token: desk.token })).status).toBe(403)
  })
})

describe('read marks and lists', () => {
  test('unread counts what others said; a mark only goes forward and not into the future', async () => {
    await accepted()
    await say(wang, '一')
    await say(wang, '二')
    const of = (person: Person) => person.api.messaging.getThread({ params: { id: order.id } })
    expect(await of(anna)).toMatchObject({ lastSeq: 4, unread: 4, lastText: '二' })
    expect(await of(wang)).toMatchObject({ unread: 0, readSeq: 4 })
    const read = (seq: number) => anna.api.messaging.markRead({ params: { id: order.id }, body: { seq } })
    await read(3)
    await read(1)
    expect(await of(anna)).toMatchObject({ readSeq: 3, unread: 1 })
    await read(1_000_000)
    expect(await of(anna)).toMatchObject({ readSeq: 4, unread: 0 })
    expect((await of(wang)).members.find((member) => member.role === 'family')?.readSeq).toBe(4)
    // marks take no number of the topic
    const pushes = await anna.api.realtime.listPushes({ query: { topic: `thread:${order.id}`, after: 0 } })
    expect(pushes.lastSeq).toBe(4)
  })

  test('the list turns page by page, newest first', async () => {
    const orders = [order, orderOf(anna), orderOf(anna)]
    for (const each of orders) await progress(world, each, 'paid')
    await world.advance({ seconds: 1 })
    await say(anna, '最新')
    const first = await anna.api.messaging.listThreads({ query: { limit: 2 } })
    const second = await anna.api.messaging.listThreads({ query: { limit: 2, cursor: first.nextCursor ?? '' } })
    expect([...first.items, ...second.items].map((thread) => thread.id)).toEqual([
      order.id,
      orders[2]?.id,
      orders[1]?.id,
    ])
    expect([first.items[0]?.lastText, second.nextCursor]).toEqual(['最新', null])
    const bad = Buffer.from('["x","y"]').toString('base64url')
    expect((await world.call('GET', `/messaging/threads?cursor=${bad}`, { token: anna.token })).status).toBe(400)
  })
})

describe('telling of unread messages', () => {
  test('one subscribe message in ten minutes, none when it was read in time, never an SMS', async () => {
    await accepted()
    await allow(world, anna, 'order-status')
    await allow(world, anna, 'order-status')
    const before = arrivedAt(world, anna, 'sms').length
    await say(wang, '到了吗')
    await anna.api.messaging.markRead({ params: { id: order.id }, body: { seq: 99 } })
    await world.advance({ seconds: 31 })
    await world.drain()
    expect(arrivedAt(world, anna, 'subscribe')).toEqual([])

    await world.advance({ minutes: 11 })
    for (let i = 0; i < 3; i++) await say(wang, `还在吗 ${i}`)
    await world.advance({ seconds: 31 })
    await world.drain()
    const [notice, ...more] = arrivedAt(world, anna, 'subscribe')
    expect(more).toEqual([])
    expect(notice?.text).toContain('新消息')
    expect(notice?.text).not.toContain('还在吗')
    expect(notice?.page).toBe(`packages/visit/chat/index?id=${order.id}`)
    await say(wang, '再说一句')
    await world.advance({ minutes: 1 })
    await world.drain()
    expect(arrivedAt(world, anna, 'subscribe')).toHaveLength(1)
    await world.advance({ minutes: 10 })
    await say(wang, '十分钟后')
    await world.advance({ minutes: 1 })
    await world.drain()
    expect(arrivedAt(world, anna, 'subscribe')).toHaveLength(2)
    expect(arrivedAt(world, anna, 'sms')).toHaveLength(before)
  })
})

describe('operators', () => {
  test('only dispatchers and security look into a chat, and every look is written down', async () => {
    await accepted()
    await say(anna, '私密的话')
    const [desk, guard, money] = [
      await operatorWith(world, ['dispatcher']),
      await operatorWith(world, ['security']),
      await operatorWith(world, ['finance', 'content', 'audit', 'reviewer']),
    ]
    const { items } = await desk.api.messaging.listBoardMessages({ params: { id: order.id }, query: {} })
    expect(items.map((message) => message.text)).toContain('私密的话')
    expect(items.every((message) => !message.isMine)).toBe(true)
    expect(
      (await guard.api.messaging.listBoardMessages({ params: { id: order.id }, query: { limit: 1, before: 3 } })).items,
    ).toMatchObject([{ seq: 2 }])
    for (const token of [money.token, anna.token, wang.token])
      expect((await world.call('GET', `/messaging/board/${order.id}/messages`, { token })).status).toBe(403)
    const looks = await world.rows<{ actor_id: string }>(
      sql`select actor_id from core.audit where action = 'messaging.chat-looked-at' and subject_id = ${order.id} order by id`,
    )
    expect(looks.map((look) => look.actor_id)).toEqual([desk.operatorId, guard.operatorId])
  })

  test('a stranger with the id of a chat gets nothing anywhere', async () => {
    await accepted()
    const eve = await stranger(world)
    expect((await world.call('GET', `/messaging/notices/${order.id}`, { token: eve.token })).status).toBe(403)
    expect((await world.call('GET', `/messaging/threads/${order.id}`)).status).toBe(401)
    expect((await world.call('GET', '/messaging/threads/not-an-id', { token: eve.token })).status).toBe(400)
  })
})
