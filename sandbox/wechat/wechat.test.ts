import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openTestWorld, type TestWorld } from '../testing.ts'
import { SUBSCRIBE_TEMPLATES } from '../templates.ts'
import { decryptPush, pushSignature } from '../wire/wechat-push.ts'
import { fitsField } from './template-limits.ts'

type Answer = Record<string, unknown> & { errcode?: number; errmsg?: string }
let world: TestWorld
let openid: string

beforeEach(async () => {
  world = await openTestWorld()
  openid = world.control.createUser({ nickname: '王兰', phone: '13900001111' }).openid
})
afterEach(() => world.end())

async function call(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(
    world.urls.wechat + path,
    body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) },
  )
  expect(response.status).toBe(200)
  return (await response.json()) as Answer
}
const session = (part: Record<string, string> = {}) => {
  const { appid, secret } = world.keys.wechat
  const query = new URLSearchParams({ appid, secret, grant_type: 'authorization_code', js_code: 'x', ...part })
  return call(`/sns/jscode2session?${query.toString()}`)
}
const askToken = (part: Record<string, unknown> = {}) => {
  const { appid, secret } = world.keys.wechat
  return call('/cgi-bin/stable_token', { grant_type: 'client_credential', appid, secret, ...part })
}
const token = async () => String((await askToken()).access_token)

describe('sign-in', () => {
  it('tells who is behind a code, once, within five minutes', async () => {
    const js_code = world.control.login(openid)
    const answer = await session({ js_code })
    expect(answer).toEqual({ openid, session_key: expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/) })
    expect((await session({ js_code })).errcode).toBe(40163)
    const late = world.control.login(openid)
    world.control.moveClock(5 * 60_000 + 1000)
    expect((await session({ js_code: late })).errcode).toBe(40029)
  })

  it.each([
    ['appid', '', 41002],
    ['secret', '', 41004],
    ['js_code', '', 41008],
    ['appid', 'wx1', 40013],
    ['secret', 'x', 40125],
    ['grant_type', 'x', 40002],
    ['js_code', 'guess', 40029],
  ])('refuses %s "%s" with %i', async (name, value, errcode) => {
    const answer = await session({ [name]: value })
    expect(answer.errcode).toBe(errcode)
    expect(answer.errmsg).toMatch(/ rid: [0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{8}$/)
  })

  it('gives the phone number for a phone code, not for a login code', async () => {
    const url = `/wxa/business/getuserphonenumber?access_token=${await token()}`
    const code = world.control.phoneCode(openid)
    expect(await call(url, { code })).toMatchObject({
      errcode: 0,
      phone_info: {
        phoneNumber: '13900001111',
        purePhoneNumber: '13900001111',
        countryCode: '86',
        watermark: { appid: world.keys.wechat.appid },
      },
    })
    expect((await call(url, { code })).errcode).toBe(40029)
    expect((await call(url, { code: world.control.login(openid) })).errcode).toBe(40029)
    expect((await call(url, { code: world.control.phoneCode(openid), openid: 'oSBXother' })).errcode).toBe(40003)
  })
})

describe('access_token', () => {
  const use = async (accessToken: string) =>
    (await call(`/wxa/business/getuserphonenumber?access_token=${accessToken}`, { code: 'x' })).errcode

  it('stays the same until its last five minutes; the old one lives on beside the new', async () => {
    const first = await token()
    expect(await token()).toBe(first)
    world.control.moveClock(6900_000 + 1000)
    const second = await token()
    expect(second).not.toBe(first)
    expect([await use(first), await use(second)]).toEqual([40029, 40029])
    world.control.moveClock(7200_000 + 1000)
    expect([await use(first), await use(second)]).toEqual([42001, 40029])
  })

  it('can be forced: at most twenty times a day, thirty seconds apart, and the old one ends', async () => {
    const first = await token()
    const second = String((await askToken({ force_refresh: true })).access_token)
    expect([await use(first), await use(second)]).toEqual([42001, 40029])
    expect((await askToken({ force_refresh: true })).errcode).toBe(45009)
    for (let turn = 1; turn < 20; turn++) {
      world.control.moveClock(turn * 31_000)
      expect((await askToken({ force_refresh: true })).expires_in).toBe(7200)
    }
    world.control.moveClock(3600_000)
    expect((await askToken({ force_refresh: true })).errcode).toBe(45009)
  })

  it('is refused when missing, unknown, expired on command, or asked for wrongly', async () => {
    expect((await call('/wxa/business/getuserphonenumber', { code: 'x' })).errcode).toBe(41001)
    expect(await use('guess')).toBe(40001)
    const good = await token()
    world.control.misbehave({ do: 'expired-token' })
    expect(await token()).toBe(good) // the trick waits for a call that uses the token
    expect(await use(good)).toBe(42001)
    expect(await token()).not.toBe(good)
    expect((await askToken({ secret: 'x' })).errcode).toBe(40125)
    expect((await askToken({ appid: 'wx1' })).errcode).toBe(40013)
    expect((await askToken({ grant_type: 'x' })).errcode).toBe(40002)
    expect((await call('/cgi-bin/stable_token')).errcode).toBe(43002)
  })
})

describe('subscribe messages', () => {
  const { id: templateId } = SUBSCRIBE_TEMPLATES['visit-milestone'] ?? { id: '' }
  const data = {
    thing1: { value: '王*兰' },
    phrase2: { value: '已到院' },
    time3: { value: '2026年11月24日 09:10' },
    thing4: { value: '瑞金医院' },
  }
  const send = async (part: Record<string, unknown> = {}) =>
    call(`/cgi-bin/message/subscribe/send?access_token=${await token()}`, {
      touser: openid,
      template_id: templateId,
      data,
      ...part,
    })

  it('one acceptance, one message; and both are pushed to the server', async () => {
    expect((await send()).errcode).toBe(43101)
    world.control.subscribe(openid, [templateId])
    world.control.subscribe(openid, [templateId], false)
    expect(await send({ page: 'pages/visit/index?id=1', miniprogram_state: 'formal', lang: 'zh_CN' })).toEqual({
      errcode: 0,
      errmsg: 'ok',
    })
    expect((await send()).errcode).toBe(43101)
    expect(world.control.inbox({ openid })).toMatchObject([
      {
        channel: 'subscribe',
        title: '就诊进度提醒',
        text: '就诊人：王*兰\n当前进度：已到院\n时间：2026年11月24日 09:10\n医院：瑞金医院',
        page: 'pages/visit/index?id=1',
      },
    ])
    await world.control.callback(({ event, state }) => event === 'subscribe_msg_sent_event' && state === 'done')
    await world.control.idle()
    const { pushToken, pushAesKey, appid, originalId } = world.keys.wechat
    const events = world.receiver.heard.map(({ path, query, body }) => {
      expect(path).toBe('/messaging/wechat/push')
      const of = (name: string) => query.get(name) ?? ''
      const { Encrypt, ToUserName } = JSON.parse(body)
      expect(ToUserName).toBe(originalId)
      expect(of('encrypt_type')).toBe('aes')
      expect(of('msg_signature')).toBe(pushSignature(pushToken, of('timestamp'), of('nonce'), Encrypt))
      const opened = decryptPush(pushAesKey, Encrypt)
      expect(opened.appid).toBe(appid)
      return JSON.parse(opened.message)
    })
    const popup = { Event: 'subscribe_msg_popup_event', FromUserName: openid, MsgType: 'event' }
    expect(events).toHaveLength(3)
    expect(events).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          ...popup,
          List: [{ TemplateId: templateId, SubscribeStatusString: 'accept', PopupScene: '0' }],
        }),
        expect.objectContaining({
          ...popup,
          List: [{ TemplateId: templateId, SubscribeStatusString: 'reject', PopupScene: '0' }],
        }),
        expect.objectContaining({
          Event: 'subscribe_msg_sent_event',
          List: expect.objectContaining({ TemplateId: templateId, ErrorStatus: 'success' }),
        }),
      ]),
    )
  })

  it.each([
    ['a stranger', { touser: 'oSBXnobody' }, 40003],
    ['an unknown template', { template_id: 'x' }, 40037],
    ['a page with a leading slash', { page: '/pages/home' }, 41030],
    ['a missing field', { data: { ...data, thing4: undefined } }, 47003],
    ['a long thing', { data: { ...data, thing4: { value: '长'.repeat(21) } } }, 47003],
    ['a long phrase', { data: { ...data, phrase2: { value: '已经到达医院' } } }, 47003],
    ['a time in words', { data: { ...data, time3: { value: '明天上午' } } }, 47003],
    ['a field of another template', { data: { ...data, amount9: { value: '1元' } } }, 47003],
    ['a bare text as field', { data: { ...data, thing1: '王兰' } }, 47003],
    ['an unknown state', { miniprogram_state: 'beta' }, 47003],
  ])('refuses %s without using up the acceptance', async (_name, part, errcode) => {
    world.control.subscribe(openid, [templateId])
    expect((await send(part)).errcode).toBe(errcode)
    expect((await send()).errcode).toBe(0)
  })

  it('can be refused on command', async () => {
    world.control.subscribe(openid, [templateId])
    world.control.misbehave({ do: 'no-quota' })
    expect((await send()).errcode).toBe(43101)
    expect((await send()).errcode).toBe(0)
  })
})

it('field rules', () => {
  const good: [string, string][] = [
    ['thing1', '瑞金医院 门诊'],
    ['character_string1', 'PZ-20261124*1'],
    ['time1', '09:10'],
    ['time1', '2026-11-24 09:10:00'],
    ['time1', '2026年11月24日 09:10~2026年11月24日 12:00'],
    ['date1', '2026年11月24日'],
    ['amount1', '¥268.00'],
    ['amount1', '268.00元'],
    ['amount1', '1234567890'],
    ['phrase1', '已退款'],
    ['name1', '王兰'],
    ['phone_number1', '+86-13800138000'],
    ['number1', '12.5'],
  ]
  const bad: [string, string][] = [
    ['thing1', ''],
    ['thing1', '两\n行'],
    ['character_string1', '订单1'],
    ['time1', '25:00'],
    ['amount1', '¥¥1'],
    ['amount1', '12345678901'],
    ['amount1', '1.234'],
    ['phrase1', 'ok'],
    ['phrase1', '已到院1'],
    ['wish1', 'x'],
  ]
  expect(good.filter(([key, value]) => !fitsField(key, value))).toEqual([])
  expect(bad.filter(([key, value]) => fitsField(key, value))).toEqual([])
  expect(fitsField('thing1', 5)).toBe(false)
})

it('checks the push address as the console does', async () => {
  expect(await world.control.checkPushUrl()).toMatchObject({ ok: true, status: 200 })
  const [heard] = world.receiver.heard
  const of = (name: string) => heard?.query.get(name) ?? ''
  expect(of('signature')).toBe(pushSignature(world.keys.wechat.pushToken, of('timestamp'), of('nonce')))
})

it('people are found again by phone or openid, and codes need a person', () => {
  expect(world.control.createUser({ phone: '13900001111', nickname: '王阿姨' })).toMatchObject({
    openid,
    nickname: '王阿姨',
  })
  expect(() => world.control.createUser({ phone: '12345' })).toThrow(/phone/)
  expect(() => world.control.login('oSBXnobody')).toThrow(/openid/)
  expect(() => world.control.subscribe(openid, ['not-ours'])).toThrow(/not ours/)
  expect(world.control.createUser().openid).toMatch(/^oSBX[0-9a-f]{24}$/)
})
