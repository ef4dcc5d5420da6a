/** The adapter against the sandbox, and the published vectors of message push. */
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startSandbox, SUBSCRIBE_TEMPLATES, type Sandbox } from '../../../sandbox/index.ts'
import { TestClock } from '../../core/clock.ts'
import { OutsideUnavailable } from '../outside-error.ts'
import { openSealed, pushSignature } from './message-push.ts'
import type { WechatConfig } from './wechat-answers.ts'
import { Wechat } from './wechat.ts'

const dir = mkdtempSync(path.join(tmpdir(), 'banyi-wechat-'))
const clock = new TestClock()
const heard: { query: Record<string, string>; body: Buffer }[] = []
let sandbox: Sandbox
let ear: Server
let config: WechatConfig
let wechat: Wechat
let openid: string
let phone: string
const moveSandbox = () => sandbox.control.moveClock(clock.now().getTime() - Date.now())

beforeAll(async () => {
  sandbox = await startSandbox({ dir, portBase: 0 })
  moveSandbox()
  ear = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const query = Object.fromEntries(new URL(request.url ?? '/', 'http://x').searchParams)
      heard.push({ query, body: Buffer.concat(chunks) })
      response.end(request.method === 'GET' ? (wechat.verifyPushUrl(query) ?? 'no') : 'success')
    })
  })
  await new Promise<void>((resolve) => ear.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(ear.address() as AddressInfo).port}`
  sandbox.setServerUrl(url)
  config = sandbox.env(url) as unknown as WechatConfig
  ;({ openid, phone } = sandbox.control.createUser())
})
beforeEach(() => {
  wechat = new Wechat(config, clock)
})
afterEach(() => sandbox.control.clearScenarios())
afterAll(async () => {
  await sandbox.stop()
  ear.close()
  rmSync(dir, { recursive: true, force: true })
})
const misbehave = (trick: Parameters<typeof sandbox.control.misbehave>[0]) =>
  sandbox.control.misbehave({ vendor: 'wechat', ...trick })
const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => null,
    (error: unknown) => error,
  )
const asked = (target: string): number =>
  sandbox.control.log({ vendor: 'wechat' }).filter((entry) => entry.target.startsWith(target)).length

describe('sign-in', () => {
  test('a code is good once, for five minutes', async () => {
    const code = sandbox.control.login(openid)
    expect(await wechat.signIn(code)).toEqual({ openid, unionid: null })
    expect(await rejection(wechat.signIn(code))).toMatchObject({ code: 'WRONG_CREDENTIALS' })
    expect(await rejection(wechat.signIn('made-up & odd=1'))).toMatchObject({ code: 'WRONG_CREDENTIALS' })
  })
  test('busy, broken and silent are tried again; a wrong secret is not the fault of the person', async () => {
    misbehave({ do: 'error', code: -1 })
    expect(await wechat.signIn(sandbox.control.login(openid))).toMatchObject({ openid })
    misbehave({ do: 'close' })
    expect(await wechat.signIn(sandbox.control.login(openid))).toMatchObject({ openid })
    misbehave({ do: 'error', status: 502 })
    expect(await wechat.signIn(sandbox.control.login(openid))).toMatchObject({ openid })
    const wrong = await rejection(
      new Wechat({ ...config, WECHAT_SECRET: 'f'.repeat(32) }, clock).signIn(sandbox.control.login(openid)),
    )
    expect(wrong).toMatchObject({
      code: 'OUTSIDE_UNAVAILABLE',
      vendorCode: '40125',
      detail: 'code2session: errcode 40125',
    })
    misbehave({ do: 'error', code: 40226 })
    expect(await rejection(wechat.signIn(sandbox.control.login(openid)))).toMatchObject({ code: 'WRONG_CREDENTIALS' })
  })
})

describe('the token', () => {
  test('is fetched once by many who ask at once, and again when it has run out', async () => {
    const before = asked('/cgi-bin/stable_token')
    await Promise.all(Array.from({ length: 5 }, () => wechat.phoneOf(sandbox.control.phoneCode(openid))))
    expect(asked('/cgi-bin/stable_token')).toBe(before + 1)
    clock.advance({ minutes: 118 })
    moveSandbox()
    expect(await wechat.phoneOf(sandbox.control.phoneCode(openid))).toBe(phone)
    expect(asked('/cgi-bin/stable_token')).toBe(before + 2)
  })
  test('that WeChat has forgotten is fetched anew, once', async () => {
    await wechat.phoneOf(sandbox.control.phoneCode(openid))
    misbehave({ do: 'expired-token' })
    expect(await wechat.phoneOf(sandbox.control.phoneCode(openid))).toBe(phone)
    for (const code of [40001, 40014, 42001]) {
      misbehave({ do: 'error', code, action: '/wxa' })
      expect(await wechat.phoneOf(sandbox.control.phoneCode(openid))).toBe(phone)
    }
    misbehave({ do: 'error', code: 40001, action: '/wxa', count: 0 })
    expect(await rejection(wechat.phoneOf(sandbox.control.phoneCode(openid)))).toMatchObject({
      code: 'OUTSIDE_UNAVAILABLE',
      detail: '/wxa/business/getuserphonenumber: token refused twice',
    })
  })
  test('never appears in an error', async () => {
    misbehave({ do: 'error', code: 45009, action: '/wxa' })
    const error = (await rejection(wechat.phoneOf(sandbox.control.phoneCode(openid)))) as OutsideUnavailable
    for (const text of [error.message, error.detail, error.stack])
      for (const secret of ['access_token', 'sandbox_', config.WECHAT_SECRET]) expect(text).not.toContain(secret)
  })
})

describe('phone', () => {
  test('a code is good once, and not the one of wx.login', async () => {
    const code = sandbox.control.phoneCode(openid)
    expect(await wechat.phoneOf(code)).toBe(phone)
    expect(await rejection(wechat.phoneOf(code))).toMatchObject({ code: 'WRONG_CREDENTIALS' })
    expect(await rejection(wechat.phoneOf(sandbox.control.login(openid)))).toMatchObject({ code: 'WRONG_CREDENTIALS' })
  })
})

describe('subscribe messages', () => {
  const template = SUBSCRIBE_TEMPLATES['order-status']
  const message = () => ({
    openid,
    templateId: template?.id ?? '',
    page: 'pages/order/index?id=1',
    data: { character_string1: 'BY1', phrase2: '已接单', thing3: '请按时出门', time4: '2026-11-23 09:00' },
  })
  test('sent once for each acceptance, refused without', async () => {
    sandbox.control.subscribe(openid, [template?.id ?? ''])
    expect(await wechat.sendSubscribeMessage(message())).toBe('sent')
    expect(sandbox.control.inbox({ openid })[0]).toMatchObject({ channel: 'subscribe', page: 'pages/order/index?id=1' })
    expect(await wechat.sendSubscribeMessage(message())).toBe('refused')
    misbehave({ do: 'no-quota' })
    expect(await wechat.sendSubscribeMessage(message())).toBe('refused')
  })
  test('what does not fit the template is an error of ours', async () => {
    const error = await rejection(
      wechat.sendSubscribeMessage({ ...message(), data: { ...message().data, phrase2: 'far too long a phrase' } }),
    )
    expect(error).toMatchObject({ vendorCode: '47003' })
  })
  test('a line that broke after sending is not sent a second time', async () => {
    sandbox.control.subscribe(openid, [template?.id ?? ''])
    sandbox.control.subscribe(openid, [template?.id ?? ''])
    const before = sandbox.control.inbox({ openid }).length
    misbehave({ do: 'close-after-commit', action: '/cgi-bin/message' })
    const error = await rejection(wechat.sendSubscribeMessage(message()))
    expect(error).toBeInstanceOf(OutsideUnavailable)
    expect(error).toMatchObject({ isOutcomeUnknown: true })
    expect(sandbox.control.inbox({ openid })).toHaveLength(before + 1)
  })
})

describe('message push', () => {
  test('the address is confirmed, events are opened, false ones are not', async () => {
    expect(await sandbox.control.checkPushUrl()).toMatchObject({ ok: true })
    expect(wechat.verifyPushUrl({ signature: 'x', timestamp: '1', nonce: '2', echostr: '3' })).toBeNull()
    expect(wechat.verifyPushUrl({})).toBeNull()
    await sandbox.control.idle()
    heard.length = 0
    sandbox.control.subscribe(openid, [SUBSCRIBE_TEMPLATES['refund']?.id ?? ''], false)
    await sandbox.control.idle()
    const { query, body } = heard[0] ?? { query: {}, body: Buffer.alloc(0) }
    expect(wechat.openPush(query, body)).toMatchObject({ Event: 'subscribe_msg_popup_event', FromUserName: openid })
    for (const [q, b] of [
      [{ ...query, msg_signature: '0'.repeat(40) }, body],
      [{ ...query, nonce: '1' }, body],
      [{ ...query, encrypt_type: 'raw' }, body],
      [query, Buffer.from('{}')],
      [query, Buffer.from('x')],
      [{}, body],
    ] as const) {
      expect(() => wechat.openPush(q, b)).toThrow('来源无法确认')
    }
    clock.advance({ minutes: 6 })
    expect(() => wechat.openPush(query, body)).toThrow('来源无法确认')
    moveSandbox()
  })
  test.each(['forged', 'wrong-serial', 'clock-skew', 'signtest'] as const)('%s', async (trick) => {
    await sandbox.control.idle()
    heard.length = 0
    misbehave({ on: 'callback', do: trick })
    sandbox.control.subscribe(openid, [SUBSCRIBE_TEMPLATES['refund']?.id ?? ''], false)
    await expect.poll(() => heard.length).toBeGreaterThan(0)
    const { query, body } = heard[0] ?? { query: {}, body: Buffer.alloc(0) }
    expect(() => wechat.openPush(query, body)).toThrow('来源无法确认')
  })
})

describe('vectors of the official documents', () => {
  const SEALED =
    '+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04='
  test('signatures', () => {
    expect(pushSignature('AAAAA', '1714036504', '1514711492')).toBe('f464b24fc39322e44b38aa78f5edd27bd1441696')
    expect(pushSignature('AAAAA', '1714037059', '486452656')).toBe('899cf89e464efb63f54ddac96b0a0a235f53aa78')
    expect(pushSignature('AAAAA', '1714112445', '415670741', SEALED)).toBe('046e02f8204d34f8ba5fa3b1db94908f3df2e9b3')
    expect(createHash('sha1').update('').digest('hex')).not.toBe(pushSignature('AAAAA'))
  })
  test('safe mode', () => {
    const opened = openSealed('A'.repeat(43), SEALED)
    expect(opened?.appid).toBe('wxba5fad812f8e6fb9')
    expect(JSON.parse(opened?.message ?? '{}')).toMatchObject({ Event: 'debug_demo', debug_str: 'hello world' })
    expect(openSealed('B'.repeat(43), SEALED)).toBeNull()
    expect(openSealed('A'.repeat(43), 'AAAA')).toBeNull()
  })
})
