import { afterEach, beforeEach, expect, it } from 'vitest'
import { callPay, openTestWorld, type TestWorld } from '../testing.ts'
import { SUBSCRIBE_TEMPLATES } from '../templates.ts'

let world: TestWorld
beforeEach(async () => {
  world = await openTestWorld()
})
afterEach(() => world.end())

async function call(method: string, path: string, body?: unknown, origin = 'http://localhost:10086') {
  const response = await fetch(world.urls.people + path, {
    method,
    headers: { origin },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    cors: response.headers.get('access-control-allow-origin'),
    body: text ? JSON.parse(text) : undefined,
  }
}

it('answers on every vendor’s port, to pages of this machine only', async () => {
  for (const url of Object.values(world.urls)) expect((await fetch(`${url}/__sim/health`)).status).toBe(200)
  expect((await call('OPTIONS', '/__sim/pay')).status).toBe(204)
  expect((await call('GET', '/__sim/health')).cors).toBe('http://localhost:10086')
  expect((await call('GET', '/__sim/health', undefined, 'http://127.0.0.1:5173')).cors).toBe('http://127.0.0.1:5173')
  expect((await call('GET', '/__sim/health', undefined, 'https://evil.example')).cors).toBeNull()
  expect((await call('GET', '/__sim/health', undefined, 'http://localhost.evil.example')).cors).toBeNull()
  expect((await call('GET', '/__sim/nothing')).status).toBe(404)
  expect((await call('PUT', '/__sim/scenario')).status).toBe(405)
})

it('people, codes, subscriptions and inboxes over HTTP', async () => {
  const { body: user } = await call('POST', '/__sim/users', {
    nickname: '李女士',
    phone: '13800138000',
    openid: 'oSBXdaughter0001',
  })
  expect(user).toMatchObject({ openid: 'oSBXdaughter0001', phone: '13800138000' })
  expect((await call('GET', '/__sim/users')).body.users).toHaveLength(1)
  expect((await call('POST', '/__sim/login', { openid: user.openid })).body.code).toMatch(/^0[0-9a-f]{32}$/)
  expect((await call('POST', '/__sim/phone-code', { openid: user.openid })).body.code).toMatch(/^p/)
  const id = SUBSCRIBE_TEMPLATES.refund?.id ?? ''
  expect(
    (await call('POST', '/__sim/subscribe', { openid: user.openid, templateIds: [id], accept: true })).body,
  ).toEqual({ [id]: 'accept' })
  expect(
    (await call('POST', '/__sim/subscribe', { openid: user.openid, templateIds: [id], accept: false })).body,
  ).toEqual({ [id]: 'reject' })
  expect((await call('POST', '/__sim/subscribe', { phone: user.phone, templateIds: [id] })).status).toBe(200)
  expect((await call('POST', '/__sim/login', { phone: '13900139000' })).status).toBe(400)
  expect((await call('GET', '/__sim/inbox?phone=13800138000')).body).toEqual({ messages: [] })
  expect((await call('GET', `/__sim/inbox?openid=${user.openid}`)).body).toEqual({ messages: [] })
})

it('says what is wrong with a wish', async () => {
  const error = async (path: string, body: unknown) => {
    const answer = await call('POST', path, body)
    expect(answer.status).toBe(400)
    return answer.body.error as string
  }
  expect(await error('/__sim/scenario', { do: 'explode' })).toContain('close-after-commit')
  expect(await error('/__sim/scenario', { on: 'callback', do: 'error' })).toContain('doubled')
  expect(await error('/__sim/scenario', { do: 'error', colour: 'red' })).toContain('colour')
  expect(await error('/__sim/scenario', { do: 'error', count: -1 })).toContain('count')
  expect(await error('/__sim/scenario', '[]')).toContain('JSON object')
  expect(await error('/__sim/settings', { wxpaySigning: 'none' })).toContain('wxpaySigning')
  expect(await error('/__sim/settings', { colour: 'red' })).toContain('colour')
  expect(await error('/__sim/clock', { offsetMs: 'soon' })).toContain('clockOffsetMs')
  expect(await error('/__sim/users', { phone: '1' })).toContain('phone')
  expect(await error('/__sim/login', { openid: 'oSBXnobody' })).toContain('openid')
  expect(await error('/__sim/server-url', { url: 'here' })).toContain('url')
})

it('scenarios are listed, counted down, deleted', async () => {
  const { body: first } = await call('POST', '/__sim/scenario', { do: 'error', status: 500, vendor: 'maps', count: 2 })
  await call('POST', '/__sim/scenario', { do: 'error', status: 500, count: 0, match: 'PZ1' })
  await fetch(`${world.urls.maps}/ws/geocoder/v1/`)
  expect((await call('GET', '/__sim/scenario')).body.scenarios).toMatchObject([
    { id: first.id, count: 1 },
    { match: 'PZ1', count: null },
  ])
  expect((await call('DELETE', `/__sim/scenario/${first.id}`)).body).toEqual({ cleared: 1 })
  expect((await call('DELETE', '/__sim/scenario')).body).toEqual({ cleared: 1 })
  expect((await call('GET', '/__sim/scenario')).body).toEqual({ scenarios: [] })
})

it('hang: no answer until the client gives up; delay: later', async () => {
  world.control.misbehave({ do: 'hang', vendor: 'maps' })
  await expect(fetch(`${world.urls.maps}/ws/geocoder/v1/`, { signal: AbortSignal.timeout(50) })).rejects.toThrow(
    /timeout/,
  )
  world.control.misbehave({ do: 'delay', ms: 60, vendor: 'maps' })
  const startedAt = performance.now()
  expect((await fetch(`${world.urls.maps}/ws/geocoder/v1/`)).status).toBe(200)
  expect(performance.now() - startedAt).toBeGreaterThan(55)
})

it('the log shows what was said, without secrets', async () => {
  const { appid, secret } = world.keys.wechat
  const url = `${world.urls.wechat}/sns/jscode2session?appid=${appid}&secret=${secret}&js_code=CODE1&grant_type=authorization_code`
  await fetch(url)
  const token = await fetch(`${world.urls.wechat}/cgi-bin/stable_token`, {
    method: 'POST',
    body: JSON.stringify({ grant_type: 'client_credential', appid, secret }),
  })
  const { access_token } = (await token.json()) as { access_token: string }
  const { entries } = (await call('GET', '/__sim/log?vendor=wechat&limit=5')).body
  expect(entries).toHaveLength(2)
  const text = JSON.stringify(entries)
  expect(text).toContain('jscode2session')
  for (const hidden of [secret, access_token, 'CODE1']) expect(text).not.toContain(hidden)
})

it('settings and clock are kept; a server address can be set late', async () => {
  expect((await call('POST', '/__sim/settings', { callbackTimeScale: 0.5 })).body.callbackTimeScale).toBe(0.5)
  expect((await call('POST', '/__sim/clock', { offsetMs: 86_400_000 })).body.now).toBeGreaterThan(
    Date.now() + 86_000_000,
  )
  expect((await call('GET', '/__sim/clock')).body).toEqual({ offsetMs: 86_400_000 })
  expect((await call('POST', '/__sim/server-url', { url: 'http://127.0.0.1:1' })).status).toBe(200)
  expect(world.control.settings()).toMatchObject({ callbackTimeScale: 0.5, clockOffsetMs: 86_400_000 })
})

it('money over HTTP: the bank, the books, a transfer taken, bills bent, orders seeded', async () => {
  expect((await call('POST', '/__sim/bank/deposit', { fen: 50_000 })).body.merchantFen).toBe(50_000)
  expect((await call('POST', '/__sim/bank/withdraw', { fen: 60_000 })).status).toBe(400)
  expect((await call('POST', '/__sim/bank/withdraw', { fen: 10_000 })).body.merchantFen).toBe(40_000)
  expect((await call('POST', '/__sim/bank/deposit', { fen: '1' })).status).toBe(400)
  const { openid, phone } = world.control.createUser({ phone: '13800138000' })
  expect((await call('POST', '/__sim/real-names', { phone, name: '王秀珍' })).status).toBe(200)
  const { body: transfer } = await callPay(world, 'POST', '/v3/fund-app/mch-transfer/transfer-bills', {
    appid: world.keys.wechat.appid,
    out_bill_no: 'W1',
    openid,
    transfer_amount: 100,
    transfer_remark: '赔付',
    transfer_scene_id: '1011',
    transfer_scene_report_infos: [{ info_type: '赔付原因', info_content: '测试' }],
  })
  const wish = {
    mchId: world.keys.wxpay.mchid,
    appId: world.keys.wechat.appid,
    package: transfer.package_info,
  }
  expect((await call('POST', '/__sim/transfers/inspect', wish)).body.transfer).toMatchObject({ amount: 100 })
  expect((await call('POST', '/__sim/transfers/confirm', { ...wish, mchId: '1' })).body.problem).toBe('wrong-merchant')
  expect((await call('POST', '/__sim/transfers/confirm', wish)).body.errMsg).toBe('requestMerchantTransfer:ok')
  expect((await call('GET', `/__sim/transfers?openid=${openid}`)).body.transfers).toHaveLength(1)
  expect((await call('POST', '/__sim/bills/bend', { bill: 'trade', do: 'drop', number: 'W1' })).status).toBe(200)
  expect((await call('POST', '/__sim/bills/bend', { bill: 'trade' })).status).toBe(400)
  expect((await call('DELETE', '/__sim/bills/bend')).body).toEqual({ cleared: 1 })
  expect((await call('POST', '/__sim/orders/seed', { count: 3, day: '2026-11-20' })).body.orders).toHaveLength(3)
  const { body: books } = await call('GET', '/__sim/books')
  expect(books).toMatchObject({ orders: { count: 3 }, transfers: { count: 1 }, bank: { depositedFen: 50_000 } })
})

it('two worlds live side by side and know nothing of each other', async () => {
  const other = await openTestWorld()
  world.control.createUser({ phone: '13800138000' })
  expect(other.control.users()).toEqual([])
  expect(other.ports.wxpay).not.toBe(world.ports.wxpay)
  await other.end()
})
