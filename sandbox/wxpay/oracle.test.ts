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

it('transfers to a person: sealed name, confirmation, query, callback', async () => {
  const { publicKeyId, platformPublicKey, merchantPrivateKey, mchid, apiV3Key } = world.keys.wxpay
  const { appid } = world.keys.wechat
  world.control.depositFromBank(300_000)
  const no = `W${newOrderNo()}`
  const { data } = await post(
    'v3/fund-app/mch-transfer/transfer-bills',
    {
      appid,
      out_bill_no: no,
      openid,
      user_name: Rsa.encrypt('王秀珍', platformPublicKey),
      transfer_amount: 210_000,
      transfer_remark: '陪诊收入提现',
      notify_url: `${world.receiver.url}/payments/wxpay/transfers`,
      transfer_scene_id: '1005',
      transfer_scene_report_infos: [
        { info_type: '岗位类型', info_content: '陪诊员' },
        { info_type: '报酬说明', info_content: '陪诊服务报酬' },
      ],
    },
    { headers: { 'Wechatpay-Serial': publicKeyId } },
  )
  expect(data.state).toBe('WAIT_USER_CONFIRM')
  const { problem } = world.control.confirmTransfer({ mchId: mchid, appId: appid, package: String(data.package_info) })
  expect(problem).toBeUndefined()
  await world.control.callback(({ subject, state }) => subject === no && state === 'done')
  const { resource } = JSON.parse(world.receiver.heard.at(-1)?.body ?? '') as { resource: Record<string, string> }
  const { ciphertext = '', nonce = '', associated_data } = resource
  expect(JSON.parse(Aes.AesGcm.decrypt(ciphertext, apiV3Key, nonce, associated_data))).toMatchObject({
    out_bill_no: no,
    state: 'SUCCESS',
    transfer_amount: 210_000,
  })
  const queried = await get(`v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${no}`, {})
  expect(queried.data).toMatchObject({ state: 'SUCCESS', transfer_bill_no: data.transfer_bill_no })
  expect(Rsa.decrypt(String(queried.data.user_name), merchantPrivateKey)).toBe('王秀珍')
  const other = `W${newOrderNo()}`
  const body = {
    appid,
    out_bill_no: other,
    openid,
    transfer_amount: 100,
    transfer_remark: '赔付',
    transfer_scene_id: '1011',
    transfer_scene_report_infos: [{ info_type: '赔付原因', info_content: '陪诊员未到场' }],
  }
  await post('v3/fund-app/mch-transfer/transfer-bills', body)
  const cancelled = await post(`v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${other}/cancel`, {})
  expect(cancelled.data.state).toBe('CANCELING')
})

it('sends an abnormal refund to another card', async () => {
  const { publicKeyId, platformPublicKey } = world.keys.wxpay
  const body = prepayBody(world, openid)
  const { data } = await post('v3/pay/transactions/jsapi', body)
  world.control.pay(paymentRequest(world, String(data.prepay_id)))
  world.control.misbehave({ do: 'refund-abnormal' })
  const wish = refundBody(world, body.out_trade_no, 26_800)
  const refunded = await post('v3/refund/domestic/refunds', wish)
  await world.control.callback(({ event, state }) => event === 'REFUND.ABNORMAL' && state === 'done')
  const applied = await post(
    `v3/refund/domestic/refunds/${String(refunded.data.refund_id)}/apply-abnormal-refund`,
    {
      out_refund_no: wish.out_refund_no,
      type: 'USER_BANK_CARD',
      bank_type: 'ICBC_DEBIT',
      bank_account: Rsa.encrypt('6222020200001234567', platformPublicKey),
      real_name: Rsa.encrypt('李晓雯', platformPublicKey),
    },
    { headers: { 'Wechatpay-Serial': publicKeyId } },
  )
  expect(applied.data).toMatchObject({ status: 'PROCESSING', user_received_account: '工商银行借记卡4567' })
})

it('fetches a fund-flow bill with the right digest', async () => {
  world.control.changeSettings({ billsReadyAtOnce: true })
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
  const { data } = await get('v3/bill/fundflowbill', { bill_date: today, account_type: 'BASIC' })
  const token = new URL(String(data.download_url)).searchParams.get('token')
  const file = (await trusting()
    .chain('v3/billdownload/file')
    .get({ params: { token }, responseType: 'text', transformResponse: [] })) as { data: string }
  expect(createHash('sha1').update(file.data).digest('hex')).toBe(data.hash_value)
  expect(file.data).toContain('`商家转账,')
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
