import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openState } from '../core/state.ts'
import { callPay, openTestWorld, paymentRequest, prepayBody, type TestWorld } from '../testing.ts'
import { decodeBase32, totp } from '../wire/totp.ts'
import { withParams } from './return-address.ts'

let world: TestWorld
beforeEach(async () => {
  world = await openTestWorld()
})
afterEach(() => world.end())

const HOME = 'http://127.0.0.1:10086/?from=app#/pages/mine/index?tab=1'
const get = async (target: string) => {
  const response = await fetch(world.urls.people + target)
  return { status: response.status, text: await response.text(), headers: response.headers }
}
/** Where a form sends the browser. */
const submit = async (target: string, fields: Record<string, string>) => {
  const response = await fetch(world.urls.people + target, {
    method: 'POST',
    body: new URLSearchParams(fields),
    redirect: 'manual',
  })
  return { status: response.status, to: response.headers.get('location') ?? '', text: await response.text() }
}

const cashier = (fields: Record<string, string>) => `/cashier?${new URLSearchParams(fields).toString()}`

it('puts parameters before the # and keeps what was there', () => {
  expect(withParams('http://h5/#/pages/me', { code: '1' })).toBe('http://h5/?code=1#/pages/me')
  expect(withParams(HOME, { code: 'a b', state: 's' })).toBe(
    'http://127.0.0.1:10086/?from=app&code=a+b&state=s#/pages/mine/index?tab=1',
  )
  expect(withParams('http://h5/?pay=cancel', { pay: 'ok' })).toBe('http://h5/?pay=ok')
})

describe('sign-in', () => {
  it('as an existing or a new person, back to where one came from', async () => {
    const { openid } = world.control.createUser({ nickname: '李女士', phone: '13800138000' })
    const page = await get(`/signin?redirect=${encodeURIComponent(HOME)}&state=s1`)
    expect(page.text).toContain('李女士')
    const { status, to } = await submit('/signin', { redirect: HOME, state: 's1', openid })
    expect(status).toBe(303)
    expect(to).toMatch(
      /^http:\/\/127\.0\.0\.1:10086\/\?from=app&code=0[0-9a-f]{32}&state=s1#\/pages\/mine\/index\?tab=1$/,
    )
    const { appid, secret } = world.keys.wechat
    const code = new URL(to).searchParams.get('code') ?? ''
    const query = new URLSearchParams({ appid, secret, js_code: code, grant_type: 'authorization_code' })
    expect(await (await fetch(`${world.urls.wechat}/sns/jscode2session?${query.toString()}`)).json()).toMatchObject({
      openid,
    })
    const made = await submit('/signin', { redirect: HOME, nickname: '王阿姨', phone: '' })
    expect(new URL(made.to).searchParams.has('state')).toBe(false)
    expect(world.control.users().map(({ nickname }) => nickname)).toEqual(['李女士', '王阿姨'])
  })

  it('goes nowhere strange', async () => {
    for (const redirect of ['', 'javascript:alert(1)', '/pages', 'data:text/html,x']) {
      expect((await get(`/signin?redirect=${encodeURIComponent(redirect)}`)).status).toBe(400)
      expect((await submit('/signin', { redirect, nickname: '某人' })).status).toBe(400)
    }
    expect((await submit('/signin', { redirect: HOME, openid: 'oSBXnobody' })).status).toBe(400)
    expect(world.control.users()).toEqual([])
  })

  it('gives a phone number, or not', async () => {
    const { openid } = world.control.createUser({ nickname: '李女士', phone: '13800138000' })
    const target = `/phone-number?redirect=${encodeURIComponent(HOME)}&openid=${openid}`
    expect((await get(target)).text).toContain('13800138000')
    expect((await get(`/phone-number?redirect=${encodeURIComponent(HOME)}`)).text).toContain('用谁的号码')
    expect((await submit('/phone-number', { redirect: HOME, state: 's', openid, answer: 'allow' })).to).toMatch(
      /phone_code=p[0-9a-f]{32}&state=s#/,
    )
    expect((await submit('/phone-number', { redirect: HOME, openid, answer: 'deny' })).to).toContain('phone=deny')
  })
})

describe('cashier', () => {
  const open = async () => {
    const { openid } = world.control.createUser()
    const { body } = await callPay(
      world,
      'POST',
      '/v3/pay/transactions/jsapi',
      prepayBody(world, openid, { description: '半天陪诊 <b>' }),
    )
    return { ...paymentRequest(world, String(body.prepay_id)), redirect: HOME }
  }

  it('shows what is paid, pays once, goes back', async () => {
    const fields = await open()
    const page = await get(cashier(fields))
    expect([page.status, page.text.includes('¥268.00'), page.text.includes('半天陪诊 &lt;b&gt;')]).toEqual([
      200,
      true,
      true,
    ])
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
    expect((await submit('/cashier', { ...fields, answer: 'cancel' })).to).toContain('pay=cancel')
    expect(world.control.orders()[0]?.state).toBe('NOTPAY')
    const [first, second] = [
      await submit('/cashier', { ...fields, answer: 'pay' }),
      await submit('/cashier', { ...fields, answer: 'pay' }),
    ]
    expect([first.to, second.to]).toEqual([withParams(HOME, { pay: 'ok' }), withParams(HOME, { pay: 'ok' })])
    const again = await get(cashier(fields))
    expect(again.text).toContain('已经支付')
    expect(world.control.callbacks()).toHaveLength(1)
  })

  it('does not open on a bad signature or a closed order', async () => {
    const fields = await open()
    const forged = await get(cashier({ ...fields, paySign: 'AAAA' }))
    expect([forged.status, forged.text.includes('¥268.00')]).toEqual([400, false])
    expect((await submit('/cashier', { ...fields, paySign: 'AAAA', answer: 'pay' })).status).toBe(400)
    world.control.moveClock(8 * 86_400_000)
    expect((await get(cashier(fields))).text).toContain('订单已关闭')
    expect((await get('/cashier')).status).toBe(400)
  })
})

describe('taking a transfer', () => {
  const open = async () => {
    world.control.depositFromBank(100_000)
    const { openid, phone } = world.control.createUser()
    const { body } = await callPay(world, 'POST', '/v3/fund-app/mch-transfer/transfer-bills', {
      appid: world.keys.wechat.appid,
      out_bill_no: 'W20261124',
      openid,
      transfer_amount: 21_440,
      transfer_remark: '陪诊收入 <b>',
      transfer_scene_id: '1011',
      transfer_scene_report_infos: [{ info_type: '赔付原因', info_content: '测试' }],
    })
    const fields = {
      mchId: world.keys.wxpay.mchid,
      appId: world.keys.wechat.appid,
      package: String(body.package_info),
      redirect: HOME,
    }
    return { fields, phone }
  }
  const page = (fields: Record<string, string>) => get(`/transfer?${new URLSearchParams(fields).toString()}`)

  it('shows what comes, takes it once, goes back; the phone shows it', async () => {
    const { fields, phone } = await open()
    const { status, text } = await page(fields)
    expect([status, text.includes('¥214.40'), text.includes('陪诊收入 &lt;b&gt;')]).toEqual([200, true, true])
    expect((await get(`/phones/${phone}/messages`)).text).toContain('等你确认收款')
    expect((await submit('/transfer', { ...fields, answer: 'later' })).to).toContain('transfer=cancel')
    expect(world.control.transfers()[0]?.state).toBe('WAIT_USER_CONFIRM')
    const [first, second] = [
      await submit('/transfer', { ...fields, answer: 'take' }),
      await submit('/transfer', { ...fields, answer: 'take' }),
    ]
    expect([first.to, second.to]).toEqual([withParams(HOME, { transfer: 'ok' }), withParams(HOME, { transfer: 'ok' })])
    await expect.poll(() => world.control.transfers()[0]?.state).toBe('SUCCESS')
    expect((await page(fields)).text).toContain('已经收到')
    expect((await get(`/phones/${phone}/messages`)).text).toContain('¥214.40 已存入零钱')
  })

  it('does not open on strange parameters', async () => {
    const { fields } = await open()
    expect((await page({ ...fields, package: 'guess' })).status).toBe(400)
    expect((await page({ ...fields, openId: 'oSBXsomebody' })).text).toContain('给别人的')
    expect((await submit('/transfer', { ...fields, mchId: '1', answer: 'take' })).status).toBe(400)
    expect((await page({ ...fields, redirect: 'javascript:alert(1)' })).status).toBe(400)
    expect(world.control.transfers()[0]?.state).toBe('WAIT_USER_CONFIRM')
  })
})

it('codes stand out in messages, order numbers do not', async () => {
  const add = `insert into messages values (?, 'sms', '13800138000', '', '9900101', '【伴医沙盒】', ?, '[]', '', ?)`
  const state = openState(world.dir)
  state.run(add, 'm1', '您的验证码为482913，5分钟内有效。', Date.now())
  state.run(add, 'm2', '您的陪诊订单PZ20261124：<已取消>。', Date.now())
  state.close()
  const { text } = await get('/phones/13800138000/messages')
  expect(text.match(/class="code">[^<]*/g)).toEqual(['class="code">482913'])
  expect(text).toContain('PZ20261124：&lt;已取消&gt;')
})

it('phones show messages as they come, escaped; unknown people’s phones too', async () => {
  world.control.createUser({ nickname: '<李>', phone: '13800138000' })
  expect((await get('/phones/13800138000')).text).toContain('&lt;李&gt;的手机')
  expect((await get('/phones/13800138000/messages')).text).toContain('还没有消息')
  expect((await get('/phones/13600136000')).text).toContain('没有登记微信')
  expect((await get('/')).text).toContain('打开手机')
})

it('the authenticator reads its entries as they are written', async () => {
  expect((await get('/authenticator')).text).toContain('还没有账号')
  const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  writeFileSync(
    path.join(world.dir, 'authenticator.json'),
    JSON.stringify([
      { label: '运营', secret },
      { label: '坏', secret: '!' },
    ]),
  )
  world.control.moveClock(59_000 - Date.now())
  const codes = JSON.parse((await get('/authenticator/codes')).text) as { code: string }[]
  expect(codes).toMatchObject([
    { label: '运营', code: totp(decodeBase32(secret), 59), leftSec: expect.any(Number) },
    { code: '密钥有误' },
  ])
  expect((await get('/authenticator')).text).toContain('还剩')
})

it('serves its own assets and nothing else', async () => {
  for (const name of ['style.css', 'phone.js', 'authenticator.js', 'control.js'])
    expect((await get(`/assets/${name}`)).status).toBe(200)
  expect((await get('/assets/..%2Fpages.ts')).status).toBe(404)
  expect((await get('/control')).text).toContain('关单后仍支付成功')
  expect((await get('/nowhere')).status).toBe(404)
})
