/** The program as a program: it starts, stops, dies and comes back. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensureKeys, type SandboxKeys } from './keys.ts'
import type { Sandbox } from './start-sandbox.ts'
import { callPay, openReceiver, paymentRequest, prepayBody, type PaySide, type Receiver } from './testing.ts'

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url))
let dir: string
let keys: SandboxKeys
let receiver: Receiver
const children: ChildProcess[] = []

beforeEach(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'banyi-main-'))
  keys = await ensureKeys(dir)
  receiver = await openReceiver()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  await receiver.close()
  rmSync(dir, { recursive: true, force: true })
})

type Running = PaySide & {
  child: ChildProcess
  post: (path: string, body: object) => Promise<Record<string, unknown>>
  get: (path: string) => Promise<Record<string, unknown>>
}

async function start(env: Record<string, string> = {}): Promise<Running> {
  const child = fork(MAIN, {
    env: {
      ...process.env,
      SANDBOX_DATA: dir,
      SANDBOX_PORT_BASE: '0',
      SERVER_URL: receiver.url,
      CALLBACK_TIME_SCALE: '0.01',
      ...env,
    },
    execArgv: [],
  })
  children.push(child)
  const [ready] = (await once(child, 'message')) as [{ ready: boolean; urls: Sandbox['urls'] }]
  expect(ready.ready).toBe(true)
  const call = async (target: string, init?: RequestInit) =>
    (await (await fetch(ready.urls.people + target, init)).json()) as Record<string, unknown>
  return {
    child,
    urls: ready.urls,
    keys,
    control: {
      settings: () => ({
        clockOffsetMs: 0,
        callbackTimeScale: 1,
        wxpaySigning: 'public-key',
        billsReadyAtOnce: false,
        refundsNeedBalance: true,
        smsLimits: false,
      }),
    },
    get: (target) => call(target),
    post: (target, body) => call(target, { method: 'POST', body: JSON.stringify(body) }),
  }
}

it('loses nothing that was confirmed when killed, and goes on where it was', async () => {
  const first = await start({ CALLBACK_TIME_SCALE: '1' })
  const user = await first.post('/__sim/users', { nickname: '李女士', phone: '13800138000' })
  const body = prepayBody({ keys, receiver }, String(user.openid))
  const { body: prepaid } = await callPay(first, 'POST', '/v3/pay/transactions/jsapi', body)
  receiver.answers.splice(0, 1, { status: 503 }, { status: 204 })
  const paid = (await first.post('/__sim/pay', paymentRequest({ keys }, String(prepaid.prepay_id)))) as {
    order: { transaction_id: string }
  }
  first.child.kill('SIGKILL')
  await once(first.child, 'exit')

  const second = await start({ CALLBACK_TIME_SCALE: '0' })
  const query = `/v3/pay/transactions/out-trade-no/${body.out_trade_no}?mchid=${keys.wxpay.mchid}`
  const answer = await callPay(second, 'GET', query)
  expect(answer.body).toMatchObject({ trade_state: 'SUCCESS', transaction_id: paid.order.transaction_id })
  expect(await second.get('/__sim/users')).toMatchObject({ users: [{ openid: user.openid, phone: '13800138000' }] })
  const { callbacks } = (await second.get('/__sim/callbacks')) as { callbacks: { id: string }[] }
  expect(callbacks).toHaveLength(1)
  await second.post(`/__sim/callbacks/${callbacks[0]?.id}/deliver`, {})
  await expect.poll(async () => (await second.get('/__sim/callbacks')).callbacks).toMatchObject([{ state: 'done' }])
})

it('stops on SIGTERM, and when its parent is gone', async () => {
  const first = await start()
  first.child.kill('SIGTERM')
  expect(await once(first.child, 'exit')).toEqual([0, null])
  const second = await start()
  second.child.disconnect()
  expect(await once(second.child, 'exit')).toEqual([0, null])
})
