import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../core/sql.ts'
import { companionPerson, daughter, operatorWith, stranger, type Person } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import {
  allow,
  arrivedAt,
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
let order: ToldOrder
beforeAll(async () => {
  world = await newWorld()
})
beforeEach(async () => {
  anna = await daughter(world)
  order = orderOf(anna)
  await progress(world, order, 'paid')
})
afterEach(() => world.sandbox.control.clearScenarios())
afterAll(() => world.close())

const misbehave = (vendor: 'wechat' | 'tencent-cloud', trick: object) =>
  world.sandbox.control.misbehave({
    on: 'answer',
    vendor,
    action: vendor === 'wechat' ? '/cgi-bin/message/subscribe/send' : 'SendSms',
    match: vendor === 'wechat' ? anna.openid : anna.phone,
    count: 1,
    ...trick,
  })
const brief = async () =>
  (await noticesOf(world, order)).map(({ channel, status, reason }) => [channel, status, reason])
const counts = () => [arrivedAt(world, anna, 'subscribe').length, arrivedAt(world, anna, 'sms').length]
const settle = async (amount: Parameters<World['advance']>[0] = { minutes: 4 }) => {
  await world.sandbox.control.idle()
  await world.advance(amount)
  await world.drain()
  await world.sandbox.control.idle()
}

describe('telling the family', () => {
  test('by subscribe message when it was allowed, and WeChat confirms it; no SMS then', async () => {
    await allow(world, anna, 'order-status')
    await progress(world, order, 'accepted', { sentence: '王阿姨 已接单' })
    await world.sandbox.control.idle()
    expect(counts()).toEqual([1, 0])
    const [message] = arrivedAt(world, anna, 'subscribe')
    expect(message?.text).toContain('王阿姨 已接单')
    expect(message?.text).toContain(order.number)
    expect(message?.page).toBe(`packages/visit/order/index?id=${order.id}`)
    expect(await brief()).toEqual([['subscribe-message', 'delivered', '']])
  })

  test('by SMS when it was not allowed; the report makes it delivered', async () => {
    await progress(world, order, 'departed', { sentence: '王阿姨 已出发' })
    await world.sandbox.control.idle()
    expect(counts()).toEqual([0, 1])
    expect(arrivedAt(world, anna, 'sms')[0]?.text).toContain('您的家人的就诊进度：王阿姨 已出发')
    expect(await brief()).toEqual([
      ['subscribe-message', 'skipped', '没有订阅 (43101)'],
      ['sms', 'delivered', ''],
    ])
  })

  test('one allowance is one message: the next one goes by SMS, without asking WeChat in vain', async () => {
    await allow(world, anna, 'visit-milestone')
    await progress(world, order, 'departed')
    await progress(world, order, 'met')
    await world.sandbox.control.idle()
    expect(counts()).toEqual([1, 1])
    expect(await brief()).toEqual([
      ['subscribe-message', 'delivered', ''],
      ['subscribe-message', 'skipped', '没有订阅次数'],
      ['sms', 'delivered', ''],
    ])
  })

  test('the app and WeChat telling of one acceptance is one allowance', async () => {
    const id = world.system.config.subscribeTemplates['refund']?.id ?? ''
    await anna.api.messaging.recordSubscriptions({ body: { accepted: [id, 'unknown-template', id] } })
    await allow(world, anna, 'refund')
    const [row] = await world.rows(
      sql`select told_by_app, told_by_wechat, used from messaging.subscriptions where account_id = ${anna.accountId} and template = 'refund'`,
    )
    expect(row).toEqual({ told_by_app: 1, told_by_wechat: 1, used: 0 })
    await progress(world, order, 'refunded', { amountFen: 26_800, sentence: '已退款' })
    await progress(world, order, 'refunded', { amountFen: 100, sentence: '又退款' })
    await world.sandbox.control.idle()
    expect(counts()).toEqual([1, 1])
    expect(arrivedAt(world, anna, 'subscribe')[0]?.text).toContain('¥268.00')
    expect(arrivedAt(world, anna, 'sms')[0]?.text).toContain('退款¥1.00')
  })

  test('a person without WeChat or phone is skipped, and that is written down', async () => {
    const bea = await stranger(world)
    const other = orderOf(bea)
    await progress(world, other, 'accepted')
    expect((await noticesOf(world, other)).map(({ channel, status, reason }) => [channel, status, reason])).toEqual([
      ['subscribe-message', 'skipped', '没有订阅 (43101)'],
      ['sms', 'skipped', '没有绑定手机号'],
    ])
  })

  test('no patient and no number of a person is in the log of the server', async () => {
    await progress(world, order, 'accepted')
    expect(world.logged.join()).not.toContain(anna.phone)
    expect(world.logged.join()).not.toContain(anna.openid)
  })
})

describe('telling companions', () => {
  test('of a task, a change and the end; one who lost it hears that too', async () => {
    const [wang, li] = [await companionPerson(world), await companionPerson(world)]
    await allow(world, wang, 'companion-task', 'order-status')
    await progress(world, order, 'assigned', { ...withCompanion(wang), amountFen: 18_000 })
    expect(arrivedAt(world, wang, 'subscribe')[0]?.text).toContain('¥180.00')
    expect(arrivedAt(world, wang, 'subscribe')[0]?.page).toBe(`packages/companion/offer/index?id=${order.id}`)
    expect(counts()).toEqual([0, 0])
    await progress(world, order, 'assigned', {
      ...withCompanion(li, '李师傅'),
      formerCompanionAccountId: wang.accountId,
    })
    expect(arrivedAt(world, wang, 'subscribe').at(-1)?.text).toContain('已转派')
    expect(arrivedAt(world, li, 'sms').at(-1)?.text).toContain('有新的陪诊任务')
    await progress(world, order, 'cancelled', { ...withCompanion(li), isOver: true, sentence: '家属取消了预约' })
    expect(arrivedAt(world, li, 'sms').at(-1)?.text).toContain('家属取消了预约')
    expect(arrivedAt(world, anna, 'sms')).toHaveLength(1)
  })
})

describe('once and not twice', () => {
  test('a step that is told three times, at once and later, is one notice', async () => {
    await allow(world, anna, 'order-status')
    const step = stepOf(world, order, 'accepted')
    await Promise.all([tell(world, step), tell(world, step)])
    await world.drain()
    await tell(world, step)
    await settle()
    expect(counts()).toEqual([1, 0])
    expect(await noticesOf(world, order)).toHaveLength(1)
  })

  test('provider busy: tried again later, sent once', async () => {
    await allow(world, anna, 'order-status')
    misbehave('wechat', { do: 'error', status: 429, count: 3 })
    await progress(world, order, 'accepted')
    expect(await brief()).toEqual([['subscribe-message', 'waiting', '']])
    await settle({ minutes: 1 })
    expect(counts()).toEqual([1, 0])
    expect(await noticesOf(world, order)).toMatchObject([{ status: 'delivered', attempts: 2 }])
  })

  test('answer lost after WeChat sent it: the report confirms it, nothing goes out twice', async () => {
    await allow(world, anna, 'order-status')
    misbehave('wechat', { do: 'close-after-commit' })
    await progress(world, order, 'accepted')
    await settle()
    expect(counts()).toEqual([1, 0])
    expect(await brief()).toEqual([['subscribe-message', 'delivered', '']])
  })

  test('line broken before WeChat did anything: no report comes, so the SMS goes out, once', async () => {
    await allow(world, anna, 'order-status')
    misbehave('wechat', { do: 'close' })
    await progress(world, order, 'accepted')
    expect(counts()).toEqual([0, 0])
    await settle({ minutes: 1 })
    expect(counts()).toEqual([0, 0])
    await settle()
    await settle()
    expect(counts()).toEqual([0, 1])
    expect(await brief()).toEqual([
      ['subscribe-message', 'failed', '没有收到微信的回执'],
      ['sms', 'delivered', ''],
    ])
  })

  test('answer of the SMS provider lost after it sent: the report confirms it', async () => {
    misbehave('tencent-cloud', { do: 'close-after-commit' })
    await progress(world, order, 'accepted')
    await settle()
    await settle()
    expect(counts()).toEqual([0, 1])
    expect((await brief()).at(-1)).toEqual(['sms', 'delivered', ''])
  })

  test('line to the SMS provider broken before it sent: one more try, then one message', async () => {
    misbehave('tencent-cloud', { do: 'close' })
    await progress(world, order, 'accepted')
    expect(counts()).toEqual([0, 0])
    await settle()
    await settle()
    expect(counts()).toEqual([0, 1])
    expect(await noticesOf(world, order)).toMatchObject([{ status: 'skipped' }, { status: 'delivered', attempts: 2 }])
  })

  test('a process that died between asking and hearing: the next one does not ask again at once', async () => {
    await allow(world, anna, 'order-status')
    await tell(world, stepOf(world, order, 'accepted'))
    await world.rows(sql`select 1`)
    // the reaction ran, the job asked WeChat, and then everything stopped
    await world.system.db.tx(async () => {})
    const step = await progress(world, order, 'rescheduled')
    await world.rows(sql`
      update messaging.notices set status = 'waiting', attempted_at = ${step.at}, attempts = 1 where order_id = ${order.id} and words ->> 'status' = '已改期'`)
    const before = counts()
    await world.rows(sql`
      insert into core.tasks (kind, payload, run_at, created_at)
      select 'messaging.send-notice', jsonb_build_object('noticeId', id), ${step.at}, ${step.at} from messaging.notices
      where order_id = ${order.id} and words ->> 'status' = '已改期' and channel = 'subscribe-message'`)
    await world.drain()
    expect(counts()).toEqual(before)
  })

  test('news that could not be sent for two hours is not sent any more', async () => {
    misbehave('wechat', { do: 'error', status: 429, count: 0 })
    await progress(world, order, 'departed')
    await settle({ hours: 2, minutes: 1 })
    expect(counts()).toEqual([0, 1])
    expect((await brief())[0]).toEqual(['subscribe-message', 'failed', '太久没有发出'])
  })
})

describe('what comes back from the SMS provider', () => {
  const report = (secret: string, body: unknown) => world.call('POST', `/messaging/sms/status/${secret}`, { body })
  const secret = () => world.system.config.SMS_STATUS_SECRET
  const entry = (sid: string, part: object = {}) => ({
    user_receive_time: '2026-11-23 09:00:00',
    nationcode: '86',
    mobile: anna.phone,
    report_status: 'SUCCESS',
    errmsg: 'DELIVRD',
    description: '',
    sid,
    ...part,
  })
  const serialOf = async (): Promise<string> =>
    (
      await world.rows<{ serial: string }>(
        sql`select serial from messaging.notices where order_id = ${order.id} and channel = 'sms'`,
      )
    )[0]?.serial ?? ''
  const lastStatus = async () => (await noticesOf(world, order)).at(-1)?.status

  beforeEach(async () => {
    world.sandbox.control.misbehave({
      on: 'callback',
      do: 'lost',
      vendor: 'tencent-cloud',
      match: anna.phone,
      count: 0,
    })
    await progress(world, order, 'accepted')
    await world.sandbox.control.idle()
  })

  test('moves the notice it names; doubled and out of order it ends the same', async () => {
    expect(await lastStatus()).toBe('sent')
    const sid = await serialOf()
    expect((await report(secret(), [entry(sid, { report_status: 'FAIL', errmsg: 'UNDELIV' })])).body).toEqual({
      result: 0,
      errmsg: 'OK',
    })
    expect(await lastStatus()).toBe('failed')
    await Promise.all([report(secret(), [entry(sid), entry(sid)]), report(secret(), [entry(sid)])])
    expect(await lastStatus()).toBe('delivered')
    await report(secret(), [entry(sid, { report_status: 'FAIL', errmsg: 'UNDELIV' })])
    expect(await lastStatus()).toBe('delivered')
  })

  test('a wrong address, another phone or an unknown serial moves nothing', async () => {
    const sid = await serialOf()
    for (const wrong of ['x', `${secret()}x`, secret().slice(0, -1), 'undefined'])
      expect((await report(wrong, [entry(sid)])).status).toBe(403)
    await report(secret(), [entry(sid, { mobile: '13900000000' }), entry('2829:unknown'), entry('2829:unknown')])
    expect(await lastStatus()).toBe('sent')
    for (const bad of [{}, [{ sid }], 'x', [entry(sid, { mobile: '1' })], [entry('')], null])
      expect((await report(secret(), bad)).status).toBe(400)
    expect(await lastStatus()).toBe('sent')
  })
})

test('operators see what was sent, with masked numbers; nobody else', async () => {
  await progress(world, order, 'accepted')
  const desk = await operatorWith(world, ['dispatcher'])
  const { items } = await desk.api.messaging.listNotices({ params: { id: order.id } })
  expect(items.map((item) => [item.channel, item.toMasked])).toContainEqual([
    'sms',
    `${anna.phone.slice(0, 3)}****${anna.phone.slice(-4)}`,
  ])
  expect(JSON.stringify(items)).not.toContain(anna.phone)
  expect((await world.call('GET', `/messaging/notices/${order.id}`, { token: anna.token })).status).toBe(403)
})
