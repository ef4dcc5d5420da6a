/** For the sandbox's own tests: a world in a temporary folder, a server that hears callbacks, and a signing pay client. */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { makeKeys, type SandboxKeys } from './keys.ts'
import { startSandbox, type Sandbox, type SandboxOptions } from './start-sandbox.ts'
import { paySignMessage, requestMessage, signRsa, writeAuthorization } from './wire/wxpay-sign.ts'

export type Heard = { path: string; query: URLSearchParams; headers: Record<string, string>; body: string }
export type Receiver = {
  url: string
  heard: Heard[]
  /** What the next callbacks are answered; the last one is repeated. */
  answers: { status: number; body?: string }[]
  close: () => Promise<void>
}

export async function openReceiver(): Promise<Receiver> {
  const heard: Heard[] = []
  // Suits every vendor: WeChat Pay looks at the status, WeChat and the SMS report at the body.
  const answers: { status: number; body?: string }[] = [{ status: 200, body: '{"result":0,"errmsg":"OK"}' }]
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://receiver')
      const headers = request.headers as Record<string, string>
      heard.push({ path: url.pathname, query: url.searchParams, headers, body })
      const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? { status: 200 }
      const echo = request.method === 'GET' ? (url.searchParams.get('echostr') ?? '') : undefined
      response.writeHead(answer.status)
      response.end(echo ?? answer.body ?? '')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    answers,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

let sharedKeys: Promise<SandboxKeys> | undefined

export type TestWorld = Sandbox & { dir: string; receiver: Receiver; end: () => Promise<void> }

export async function openTestWorld(options: Partial<SandboxOptions> = {}): Promise<TestWorld> {
  const dir = options.dir ?? mkdtempSync(path.join(tmpdir(), 'banyi-sandbox-'))
  const receiver = await openReceiver()
  // A dir given by the test may hold keys of an earlier run; otherwise one key set serves the whole file.
  const keys = options.dir ? undefined : await (sharedKeys ??= makeKeys())
  const sandbox = await startSandbox({
    dir,
    portBase: 0,
    serverUrl: receiver.url,
    ...(keys ? { keys } : {}),
    ...options,
  })
  return {
    ...sandbox,
    dir,
    receiver,
    end: async () => {
      await sandbox.stop()
      await receiver.close()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export type PayAnswer = { status: number; headers: Headers; body: Record<string, unknown>; text: string; code: string }

/** What a signed call needs to know of a sandbox; it may run in another process. */
export type PaySide = Pick<Sandbox, 'urls' | 'keys'> & { control: Pick<Sandbox['control'], 'settings'> }

/** A signed call. `bend` changes the parts after they were made, for the refusals. */
export async function callPay(
  world: PaySide,
  method: 'GET' | 'POST',
  target: string,
  body?: unknown,
  bend: {
    mchid?: string
    serial?: string
    skewSec?: number
    nonce?: string
    sent?: string
    headers?: Record<string, string>
  } = {},
): Promise<PayAnswer> {
  const text = body === undefined ? '' : JSON.stringify(body)
  const timestamp = String(
    Math.floor((Date.now() + world.control.settings().clockOffsetMs) / 1000) + (bend.skewSec ?? 0),
  )
  const nonce = bend.nonce ?? randomBytes(16).toString('hex')
  const { wxpay } = world.keys
  const authorization = writeAuthorization({
    mchid: bend.mchid ?? wxpay.mchid,
    nonce_str: nonce,
    timestamp,
    serial_no: bend.serial ?? wxpay.merchantSerial,
    signature: signRsa(requestMessage(method, target, timestamp, nonce, text), wxpay.merchantPrivateKey),
  })
  const response = await fetch(world.urls.wxpay + target, {
    method,
    headers: {
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'User-Agent': 'test',
      Authorization: authorization,
      ...bend.headers,
    },
    ...(method === 'POST' ? { body: bend.sent ?? text } : {}),
  })
  const answered = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  const parsed = isJson && answered ? (JSON.parse(answered) as Record<string, unknown>) : {}
  return {
    status: response.status,
    headers: response.headers,
    text: answered,
    body: parsed,
    code: typeof parsed.code === 'string' ? parsed.code : '',
  }
}

let running = 0
export const newOrderNo = () => `PZ${Date.now()}${String(++running).padStart(6, '0')}`

export function prepayBody(
  world: Pick<TestWorld, 'keys' | 'receiver'>,
  openid: string,
  part: Record<string, unknown> = {},
) {
  return {
    appid: world.keys.wechat.appid,
    mchid: world.keys.wxpay.mchid,
    description: '半天陪诊',
    out_trade_no: newOrderNo(),
    notify_url: `${world.receiver.url}/payments/wxpay/notify`,
    amount: { total: 26_800, currency: 'CNY' },
    payer: { openid },
    ...part,
  }
}

/** What the mini-program hands to wx.requestPayment. */
export function paymentRequest(world: Pick<Sandbox, 'keys'>, prepayId: string) {
  const appId = world.keys.wechat.appid
  const timeStamp = String(Math.floor(Date.now() / 1000))
  const nonceStr = randomBytes(16).toString('hex')
  const pack = `prepay_id=${prepayId}`
  const paySign = signRsa(paySignMessage(appId, timeStamp, nonceStr, pack), world.keys.wxpay.merchantPrivateKey)
  return { appId, timeStamp, nonceStr, package: pack, signType: 'RSA', paySign }
}

/** An order that has been paid: its number. */
export async function paidOrder(world: TestWorld, openid: string, part: Record<string, unknown> = {}): Promise<string> {
  const body = prepayBody(world, openid, part)
  const { body: answer } = await callPay(world, 'POST', '/v3/pay/transactions/jsapi', body)
  world.control.pay(paymentRequest(world, String(answer.prepay_id)))
  return body.out_trade_no
}

export const refundBody = (
  world: TestWorld,
  outTradeNo: string,
  refund: number,
  part: Record<string, unknown> = {},
) => ({
  out_trade_no: outTradeNo,
  out_refund_no: `R${newOrderNo()}`,
  reason: '行程取消',
  notify_url: `${world.receiver.url}/payments/wxpay/refunded`,
  amount: { refund, total: 26_800, currency: 'CNY' },
  ...part,
})

export const requestCode = (answer: PayAnswer) => answer.headers.get('request-id')?.split('-').at(-1)
