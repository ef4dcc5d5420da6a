/** An independent client of WeChat Pay signs, verifies and decrypts: it and we must agree. */
import { gunzipSync } from 'node:zlib'
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Aes, Rsa, Wechatpay } from 'wechatpay-axios-plugin'
import { newOrderNo, openTestWorld, paymentRequest, prepayBody, refundBody, type TestWorld } from '../testing.ts'

type Answer = { status: number; data: Record<string, unknown> }
let world: TestWorld
let openid: string

/** `certs` says which keys the client trusts. */
function client(certs: Record<string, string>) {
  const { mchid, merchantSerial, merchantPrivateKey } = world.keys.wxpay
  return new Wechatpay({
    mchid,
    serial: merchantSerial,
    privateKey: merchantPrivateKey,
    certs,
    baseURL: world.urls.wxpay,
  })
}
const trusting = () => client({ [world.keys.wxpay.publicKeyId]: world.keys.wxpay.platformPublicKey })
const get = (path: string, params: object, wechatpay = trusting()) =>
  wechatpay.chain(path).get({ params }) as Promise<Answer>
const post = (path: string, body: object, config: object = {}, wechatpay = trusting()) =>
  wechatpay.chain(path).post(body, config) as Promise<Answer>

beforeAll(async () => {
  world = await openTestWorld()
  openid = world.control.createUser().openid
})
afterAll(() => world.end())

it('prepays, is paid, queries, refunds and closes', async () => {
  const { mchid } = world.keys.wxpay
  const body = prepayBody(world, openid)
  const { data } = await post('v3/pay/transactions/jsapi', body)
  expect(world.control.pay(paymentRequest(world, String(data.prepay_id))).problem).toBeUndefined()
  const queried = await get(`v3/pay/transactions/out-trade-no/${body.out_trade_no}`, { mchid })
  expect(queried.data.trade_state).toBe('SUCCESS')
  const refunded = await post('v3/refund/domestic/refunds', refundBody(world, body.out_trade_no, 800))
  expect(refunded.data.status).toBe('PROCESSING')
  const other = prepayBody(world, openid)
  await post('v3/pay/transactions/jsapi', other)
  expect((await post(`v3/pay/transactions/out-trade-no/${other.out_trade_no}/close`, { mchid })).status).toBe(204)
})

it('is refused without a known order, and says so in the vendor’s words', async () => {
  const { mchid } = world.keys.wxpay
  const call = get(`v3/pay/transactions/out-trade-no/${newOrderNo()}`, { mchid })
  await expect(call).rejects.toMatchObject({ response: { status: 404, data: { code: 'ORDER_NOT_EXIST' } } })
})

it('decrypts the certificate and trusts answers signed with it', async () => {
  const { data } = await get('v3/certificates', {})
  const [item] = data.data as { serial_no: string; encrypt_certificate: Record<string, string> }[]
  const { ciphertext, nonce, associated_data } = item?.encrypt_certificate ?? {}
  const pem = Aes.AesGcm.decrypt(ciphertext ?? '', world.keys.wxpay.apiV3Key, nonce ?? '', associated_data)
  expect(pem).toBe(world.keys.wxpay.certificate)
  world.control.changeSettings({ wxpaySigning: 'certificate' })
  const certified = client({ [item?.serial_no ?? '']: pem })
  expect((await get('v3/certificates', {}, certified)).status).toBe(200)
  await expect(get('v3/certificates', {})).rejects.toThrow(/Cannot found the serial/) // it trusts only the public key
  world.control.changeSettings({ wxpaySigning: 'public-key' })
})

it('echoes through field encryption in both directions', async () => {
  const { publicKeyId, platformPublicKey, merchantPrivateKey } = world.keys.wxpay
  const body = {
    echo_message: 'hello',
    encrypted_echo_message: Rsa.encrypt('伴医', platformPublicKey),
    notify_url: `${world.receiver.url}/payments/wxpay/notify`,
  }
  const { data } = await post('v3/security/echo', body, { headers: { 'Wechatpay-Serial': publicKeyId } })
  expect(Rsa.decrypt(String(data.encrypted_echo_message), merchantPrivateKey)).toBe('伴医')
  await world.control.callback(({ event, state }) => event === 'SECURITY_ECHO.SUCCESS' && state === 'done')
})

it.each([
  ['wrong-signature', /Verify the response's data/],
  ['unsigned', /Headers incomplete/],
  ['wrong-serial', /Cannot found the serial/],
  ['clock-skew', /allowed time offset/],
  ['signtest', /Verify the response's data/],
] as const)('does not trust an answer of kind %s', async (trick, reason) => {
  world.control.misbehave({ do: trick, vendor: 'wxpay' })
  await expect(get('v3/certificates', {})).rejects.toThrow(reason)
})

it('fetches a compressed bill with the right digest', async () => {
  world.control.changeSettings({ billsReadyAtOnce: true })
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const { data } = await get('v3/bill/tradebill', { bill_date: today, bill_type: 'ALL', tar_type: 'GZIP' })
  const token = new URL(String(data.download_url)).searchParams.get('token')
  const file = (await trusting()
    .chain('v3/billdownload/file')
    .get({ params: { token }, responseType: 'arraybuffer', transformResponse: [] })) as { data: Buffer }
  expect(createHash('sha1').update(gunzipSync(file.data)).digest('hex')).toBe(data.hash_value)
})
