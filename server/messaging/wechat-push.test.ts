import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encryptPush, pushSignature } from '../../sandbox/wire/wechat-push.ts'
import { sql } from '../core/sql.ts'
import { daughter, type Person } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { allow, arrivedAt, noticesOf, orderOf, progress } from './testing.ts'

let world: World
let anna: Person
beforeAll(async () => {
  world = await newWorld()
})
beforeEach(async () => {
  anna = await daughter(world)
})
afterEach(() => world.sandbox.control.clearScenarios())
afterAll(() => world.close())

const templateId = (name: string): string => world.system.config.subscribeTemplates[name]?.id ?? ''
const allowed = async (name = 'order-status') =>
  (
    await world.rows<{ n: number }>(
      sql`select told_by_wechat - used as n from messaging.subscriptions where account_id = ${anna.accountId} and template = ${name}`,
    )
  )[0]?.n ?? 0

interface Bend {
  token?: string
  aesKey?: string
  appid?: string
  ageSeconds?: number
}
/** A push as WeChat makes it, with one part bent. */
function push(message: object | string, bend: Bend = {}) {
  const { config, clock } = world.system
  const {
    token = config.WECHAT_PUSH_TOKEN,
    aesKey = config.WECHAT_PUSH_AES_KEY,
    appid = config.WECHAT_APPID,
    ageSeconds = 0,
  } = bend
  const timestamp = String(Math.floor(clock.now().getTime() / 1000) - ageSeconds)
  const nonce = '4711'
  const sealed = encryptPush(aesKey, appid, typeof message === 'string' ? message : JSON.stringify(message))
  const query = new URLSearchParams({
    signature: pushSignature(token, timestamp, nonce),
    timestamp,
    nonce,
    encrypt_type: 'aes',
    msg_signature: pushSignature(token, timestamp, nonce, sealed),
  })
  return world.call('POST', `/messaging/wechat/push?${query.toString()}`, {
    body: { ToUserName: 'gh', Encrypt: sealed },
  })
}
const popup = (part: object = {}) => ({
  ToUserName: 'gh',
  FromUserName: anna.openid,
  CreateTime: Math.floor(world.clock.now().getTime() / 1000),
  MsgType: 'event',
  Event: 'subscribe_msg_popup_event',
  List: [{ TemplateId: templateId('order-status'), SubscribeStatusString: 'accept', PopupScene: '0' }],
  ...part,
})

describe('the address check', () => {
  test('echoes what WeChat signed and nothing else', async () => {
    expect(await world.sandbox.control.checkPushUrl()).toMatchObject({ ok: true })
    for (const query of ['', '?echostr=1', '?signature=x&timestamp=1&nonce=2&echostr=3'])
      expect((await world.call('GET', `/messaging/wechat/push${query}`)).status).toBe(403)
  })
})

describe('subscriptions', () => {
  test('what people accept is counted, once, however often WeChat tells it', async () => {
    world.sandbox.control.misbehave({ on: 'callback', do: 'doubled', vendor: 'wechat', match: anna.openid, count: 1 })
    await allow(world, anna, 'order-status', 'refund')
    expect([await allowed(), await allowed('refund')]).toEqual([1, 1])
    await allow(world, anna, 'order-status')
    expect(await allowed()).toBe(2)
    const message = popup()
    await Promise.all([push(message), push(message), push(message)])
    expect(await allowed()).toBe(3)
  })

  test('a refusal counts nothing; switching off in the settings takes all', async () => {
    await push(
      popup({ List: { TemplateId: templateId('order-status'), SubscribeStatusString: 'reject', PopupScene: '0' } }),
    )
    expect(await allowed()).toBe(0)
    await allow(world, anna, 'order-status')
    await push(
      popup({
        Event: 'subscribe_msg_change_event',
        List: [{ TemplateId: templateId('order-status'), SubscribeStatusString: 'reject' }],
      }),
    )
    expect(await allowed()).toBe(0)
  })

  test('strangers, unknown templates and other events are heard and change nothing', async () => {
    for (const message of [
      popup({ FromUserName: 'nobody' }),
      popup({ List: [{ TemplateId: 'other', SubscribeStatusString: 'accept' }] }),
      popup({ Event: 'user_enter_tempsession' }),
      popup({ List: 5 }),
      { hello: 1 },
    ]) {
      const answer = await push(message)
      expect([answer.status, answer.body]).toEqual([200, { text: 'success' }])
    }
    expect(await allowed()).toBe(0)
  })
})

describe('forged pushes', () => {
  test('a wrong token, key, app or time, or no seal at all, is refused and changes nothing', async () => {
    const bends: Bend[] = [
      { token: 'guess' },
      { aesKey: 'A'.repeat(43) },
      { appid: 'wx0000000000000000' },
      { ageSeconds: 600 },
      { ageSeconds: -600 },
    ]
    for (const bend of bends) expect([bend, (await push(popup(), bend)).status]).toEqual([bend, 403])
    for (const body of [popup(), {}, { Encrypt: 5 }, { Encrypt: 'x' }, 'x', undefined])
      expect(
        (await world.call('POST', '/messaging/wechat/push?signature=x&timestamp=1&nonce=2', { body })).status,
      ).toBe(403)
    expect(await allowed()).toBe(0)
  })

  test('what a stranger signs is refused, the true one that follows is taken', async () => {
    world.sandbox.control.changeSettings({ callbackTimeScale: 0.001 })
    world.sandbox.control.misbehave({ on: 'callback', do: 'forged', vendor: 'wechat', match: anna.openid, count: 1 })
    await allow(world, anna, 'order-status')
    await world.sandbox.control.callback(({ subject, state }) => subject === anna.openid && state === 'done')
    expect(await allowed()).toBe(1)
    expect(world.logged.join()).not.toContain('subscribe_msg_popup_event')
  })
})

describe('reports of sent messages', () => {
  test('a failed delivery goes on by SMS, once', async () => {
    const order = orderOf(anna)
    await progress(world, order, 'paid')
    await allow(world, anna, 'order-status')
    world.sandbox.control.misbehave({
      on: 'callback',
      do: 'lost',
      vendor: 'wechat',
      action: 'subscribe_msg_sent_event',
      match: anna.openid,
      count: 1,
    })
    await progress(world, order, 'accepted')
    const sent = popup({
      Event: 'subscribe_msg_sent_event',
      List: { TemplateId: templateId('order-status'), MsgID: '1', ErrorCode: '1101', ErrorStatus: 'blocked' },
    })
    await Promise.all([push(sent), push(sent)])
    await world.drain()
    expect(await noticesOf(world, order)).toMatchObject([
      { channel: 'subscribe-message', status: 'failed', reason: '微信未送达 (1101 blocked)' },
      { channel: 'sms' },
    ])
    expect(arrivedAt(world, anna, 'sms')).toHaveLength(1)
  })
})
