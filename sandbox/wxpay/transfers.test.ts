import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { callPay, newOrderNo, openTestWorld, paidOrder, requestCode, type TestWorld } from '../testing.ts'
import { encryptField, openResource } from '../wire/wxpay-crypto.ts'

let world: TestWorld
let openid: string
const BILLS = '/v3/fund-app/mch-transfer/transfer-bills'
const DAY_MS = 86_400_000

beforeEach(async () => {
  world = await openTestWorld()
  openid = world.control.createUser().openid
  world.control.depositFromBank(1_000_000)
})
afterEach(() => world.end())

const sealed = (name: string) => encryptField(world.keys.wxpay.platformPublicKey, name)
const withKey = () => ({ headers: { 'Wechatpay-Serial': world.keys.wxpay.publicKeyId } })
const transferBody = (part: Record<string, unknown> = {}) => ({
  appid: world.keys.wechat.appid,
  out_bill_no: `W${newOrderNo()}`,
  openid,
  transfer_amount: 20_000,
  transfer_remark: '陪诊收入提现',
  notify_url: `${world.receiver.url}/payments/wxpay/transfers`,
  transfer_scene_id: '1005',
  transfer_scene_report_infos: [
    { info_type: '岗位类型', info_content: '陪诊员' },
    { info_type: '报酬说明', info_content: '陪诊服务报酬' },
  ],
  ...part,
})
const create = (body: unknown, bend = {}) => callPay(world, 'POST', BILLS, body, bend)
const query = async (no: string) => (await callPay(world, 'GET', `${BILLS}/out-bill-no/${no}`)).body
const cancel = (no: string) => callPay(world, 'POST', `${BILLS}/out-bill-no/${no}/cancel`)
const take = (pack: unknown, part: Record<string, string> = {}) =>
  world.control.confirmTransfer({
    mchId: world.keys.wxpay.mchid,
    appId: world.keys.wechat.appid,
    package: String(pack),
    ...part,
  })
const told = (no: string, attempt = 1) =>
  world.control.callback(
    ({ subject, state }) =>
      subject === no &&
      state === 'done' &&
      world.control.callbacks().filter((one) => one.subject === no && one.state === 'done').length >= attempt,
  )
const heard = () =>
  world.receiver.heard.map(
    ({ body }) =>
      JSON.parse(openResource(world.keys.wxpay.apiV3Key, JSON.parse(body).resource)) as Record<string, unknown>,
  )

describe('the good way', () => {
  it('waits for the person, is taken, arrives, is told; the account was debited when it was accepted', async () => {
    const body = transferBody()
    const { body: answer, status } = await create(body)
    expect(status).toBe(200)
    expect(answer).toMatchObject({ out_bill_no: body.out_bill_no, state: 'WAIT_USER_CONFIRM' })
    expect(world.control.books()).toMatchObject({ merchantFen: 980_000, transfers: { waitingFen: 20_000 } })
    expect(take(answer.package_info).problem).toBeUndefined()
    expect(take(answer.package_info).problem).toBe('on-its-way')
    await told(body.out_bill_no)
    expect(heard()).toEqual([
      expect.objectContaining({
        out_bill_no: body.out_bill_no,
        transfer_bill_no: answer.transfer_bill_no,
        state: 'SUCCESS',
        transfer_amount: 20_000,
        openid,
        mch_id: world.keys.wxpay.mchid,
      }),
    ])
    expect(JSON.parse(world.receiver.heard[0]?.body ?? '')).toMatchObject({
      event_type: 'MCHTRANSFER.BILL.FINISHED',
      resource: { original_type: 'mch_payment' },
    })
    expect(await query(body.out_bill_no)).toMatchObject({ state: 'SUCCESS', transfer_amount: 20_000 })
    const byBill = await callPay(world, 'GET', `${BILLS}/transfer-bill-no/${String(answer.transfer_bill_no)}`)
    expect(byBill.body).toMatchObject({ out_bill_no: body.out_bill_no })
    expect(take(answer.package_info).problem).toBe('already-received')
    expect(world.control.books()).toMatchObject({
      merchantFen: 980_000,
      transfers: { count: 1, paidFen: 20_000, waitingFen: 0 },
      perUser: { [openid]: { receivedFen: 20_000 } },
    })
  })

  it('is idempotent: the same body gives the same bill with its package, though the name is encrypted anew', async () => {
    const body = transferBody({ user_name: sealed('王秀珍'), transfer_amount: 200_000 })
    const first = await create(body, withKey())
    const again = await create({ ...body, user_name: sealed('王秀珍') }, withKey())
    expect(again.body).toEqual(first.body)
    expect(first.body.package_info).toEqual(expect.any(String))
    expect(world.control.books().transfers).toMatchObject({ count: 1, waitingFen: 200_000 })
    for (const change of [{ transfer_amount: 200_001 }, { user_name: sealed('王秀真') }, { transfer_remark: '别的' }]) {
      const changed = await create({ ...body, ...change }, withKey())
      expect([changed.status, changed.code, requestCode(changed)]).toEqual([400, 'INVALID_REQUEST', '268498688'])
    }
  })

  it('ACCEPTED first: no package until asked again', async () => {
    world.control.misbehave({ do: 'transfer-accepted' })
    const body = transferBody()
    const first = await create(body)
    expect(first.body).toMatchObject({ state: 'ACCEPTED' })
    expect(first.body.package_info).toBeUndefined()
    await world.control.idle()
    await expect.poll(async () => (await query(body.out_bill_no)).state).toBe('WAIT_USER_CONFIRM')
    expect(take((await create(body)).body.package_info).problem).toBeUndefined()
  })
})

describe('refusals', () => {
  const refused = async (part: Record<string, unknown>, bend: object = withKey()) => {
    const answer = await create(transferBody(part), bend)
    return `${answer.status} ${answer.code}`
  }

  it.each([
    ['an unknown field', { note: 'x' }, '400 PARAM_ERROR'],
    ['another appid', { appid: 'wx0000000000000000' }, '400 APPID_MCHID_NOT_MATCH'],
    ['a number with a dash', { out_bill_no: 'W-1' }, '400 PARAM_ERROR'],
    ['a number of 33', { out_bill_no: 'W'.repeat(33) }, '400 PARAM_ERROR'],
    ['a remark of 33', { transfer_remark: '长'.repeat(33) }, '400 PARAM_ERROR'],
    ['nothing', { transfer_amount: 0 }, '400 PARAM_ERROR'],
    ['half a fen', { transfer_amount: 0.5 }, '400 PARAM_ERROR'],
    ['nobody', { openid: 'oSBXnobody0000' }, '400 PARAM_ERROR'],
    ['2000 yuan without a name', { transfer_amount: 200_000 }, '400 PARAM_ERROR'],
    ['a name in plain', { user_name: '王秀珍' }, '400 PARAM_ERROR'],
    ['a scene that is not open', { transfer_scene_id: '1009' }, '403 NO_AUTH'],
    ['a scene without its report', { transfer_scene_report_infos: [] }, '400 PARAM_ERROR'],
    ['the report of another scene', { transfer_scene_id: '1011' }, '400 PARAM_ERROR'],
    ['another style', { user_recv_style: { type: 'SONG' } }, '400 PARAM_ERROR'],
    ['a notify address with a query', { notify_url: 'https://banyi.cn/n?x=1' }, '400 PARAM_ERROR'],
  ])('%s', async (_what, part, expected) => {
    expect(await refused(part)).toBe(expected)
    expect(world.control.transfers()).toEqual([])
    expect(world.control.books().merchantFen).toBe(1_000_000)
  })

  it('a name below 0.3 yuan, a name without the key’s serial, more than the account holds', async () => {
    expect(await refused({ transfer_amount: 29, user_name: sealed('王秀珍') })).toBe('400 PARAM_ERROR')
    expect((await create(transferBody({ transfer_amount: 29 }))).status).toBe(200)
    expect(await refused({ user_name: sealed('王秀珍') }, {})).toBe('400 PARAM_ERROR')
    const rich = transferBody({ transfer_amount: 1_000_000, user_name: sealed('王秀珍') })
    expect((await create(rich, withKey())).code).toBe('NOT_ENOUGH')
    world.control.depositFromBank(29)
    expect((await create(rich, withKey())).status).toBe(200)
  })

  it('asks after what is not there', async () => {
    expect((await callPay(world, 'GET', `${BILLS}/out-bill-no/W404`)).status).toBe(404)
    expect((await callPay(world, 'GET', `${BILLS}/transfer-bill-no/404`)).status).toBe(404)
    expect((await cancel('W404')).status).toBe(404)
  })

  it('the phone shows nothing on wrong parameters', async () => {
    const { body } = await create(transferBody())
    const wrong: [Record<string, string>, string][] = [
      [{ mchId: '1' }, 'wrong-merchant'],
      [{ appId: 'wx0' }, 'wrong-appid'],
      [{ package: 'guess' }, 'unknown-package'],
      [{ openId: 'oSBXsomebodyelse' }, 'other-person'],
      [{ package: '' }, 'missing-field'],
    ]
    for (const [part, problem] of wrong) expect(take(body.package_info, part).problem).toBe(problem)
    expect(world.control.transfers()[0]?.state).toBe('WAIT_USER_CONFIRM')
  })
})

describe('ends without money', () => {
  const returned = { merchantFen: 1_000_000, transfers: { paidFen: 0, waitingFen: 0, returnedFen: 20_000 } }

  it('a wrong real name; the first name is taken for the real one', async () => {
    world.control.setRealName(openid, '王秀珍')
    const body = transferBody({ user_name: sealed('王秀真') })
    expect((await create(body, withKey())).body.state).toBe('ACCEPTED')
    await told(body.out_bill_no)
    expect(await query(body.out_bill_no)).toMatchObject({ state: 'FAIL', fail_reason: 'NAME_NOT_CORRECT' })
    expect(world.control.books()).toMatchObject(returned)
    expect((await create(transferBody({ user_name: sealed('王秀珍') }), withKey())).body.state).toBe(
      'WAIT_USER_CONFIRM',
    )
    const other = world.control.createUser().openid
    expect(
      (await create(transferBody({ openid: other, user_name: sealed('甲') }), withKey())).body.package_info,
    ).toBeDefined()
    expect((await create(transferBody({ openid: other, user_name: sealed('乙') }), withKey())).body.state).toBe(
      'ACCEPTED',
    )
  })

  it('nobody confirms within 24 hours', async () => {
    const body = transferBody()
    const { body: answer } = await create(body)
    world.control.moveClock(DAY_MS - 60_000)
    expect((await query(body.out_bill_no)).state).toBe('WAIT_USER_CONFIRM')
    world.control.moveClock(DAY_MS + 1000)
    await told(body.out_bill_no)
    expect(await query(body.out_bill_no)).toMatchObject({ state: 'FAIL', fail_reason: 'OVERDUE_CLOSE' })
    expect(take(answer.package_info).problem).toBe('over')
    expect(world.control.books()).toMatchObject(returned)
  })

  it('is called off, once; not after the person has confirmed', async () => {
    const body = transferBody()
    const { body: answer } = await create(body)
    expect((await cancel(body.out_bill_no)).body.state).toBe('CANCELING')
    expect(take(answer.package_info).problem).toBe('over')
    await told(body.out_bill_no)
    expect((await cancel(body.out_bill_no)).body.state).toBe('CANCELLED')
    expect(await query(body.out_bill_no)).toMatchObject({ state: 'CANCELLED', fail_reason: 'MCH_CANCEL' })
    expect(world.control.books()).toMatchObject(returned)
    expect(heard()).toHaveLength(1)
    const taken = transferBody()
    take((await create(taken)).body.package_info)
    expect((await cancel(taken.out_bill_no)).code).toBe('INVALID_REQUEST')
  })

  it.each([true, false])('fails with the reason that the scenario names (confirmed: %s)', async (isConfirmed) => {
    world.control.misbehave({ do: 'transfer-fail', code: 'TRANSFER_RISK' })
    const body = transferBody()
    const { body: answer } = await create(body)
    if (isConfirmed) take(answer.package_info)
    await told(body.out_bill_no)
    expect(await query(body.out_bill_no)).toMatchObject({ state: 'FAIL', fail_reason: 'TRANSFER_RISK' })
    expect(world.control.books()).toMatchObject(returned)
    expect((await create(body)).body).toMatchObject({ state: 'FAIL', fail_reason: 'TRANSFER_RISK' })
  })
})

describe('trouble', () => {
  it('reversed: success, then late the money is back and it is told again', async () => {
    world.control.misbehave({ do: 'transfer-reversed', ms: 7_200_000, code: 'ACCOUNT_FROZEN' })
    const body = transferBody()
    take((await create(body)).body.package_info)
    await told(body.out_bill_no)
    expect((await query(body.out_bill_no)).state).toBe('SUCCESS')
    world.control.moveClock(7_260_000)
    await told(body.out_bill_no, 2)
    expect(heard().map(({ state }) => state)).toEqual(['SUCCESS', 'FAIL'])
    expect(await query(body.out_bill_no)).toMatchObject({ state: 'FAIL', fail_reason: 'ACCOUNT_FROZEN' })
    expect(world.control.books()).toMatchObject({ merchantFen: 1_000_000, perUser: {} })
  })

  it('slow: stays PROCESSING, then the person is asked', async () => {
    world.control.misbehave({ do: 'transfer-slow', ms: 600_000 })
    const body = transferBody()
    expect((await create(body)).body.state).toBe('PROCESSING')
    world.control.moveClock(599_000)
    expect((await query(body.out_bill_no)).state).toBe('PROCESSING')
    world.control.moveClock(601_000)
    await expect.poll(async () => (await create(body)).body.state).toBe('WAIT_USER_CONFIRM')
  })

  it('confirmed-despite-cancel: CANCELING is answered and the money goes all the same', async () => {
    const body = transferBody()
    await create(body)
    world.control.misbehave({ do: 'confirmed-despite-cancel' })
    expect((await cancel(body.out_bill_no)).body.state).toBe('CANCELING')
    await told(body.out_bill_no)
    expect((await query(body.out_bill_no)).state).toBe('SUCCESS')
    expect(world.control.books().transfers.paidFen).toBe(20_000)
  })

  it('a cut after the commit leaves the bill there, a cut before does not', async () => {
    const body = transferBody()
    world.control.misbehave({ do: 'close-after-commit', action: BILLS })
    await expect(create(body)).rejects.toThrow('fetch failed')
    world.control.misbehave({ do: 'close', action: BILLS })
    await expect(create(transferBody())).rejects.toThrow('fetch failed')
    expect(world.control.transfers().map(({ out_bill_no }) => out_bill_no)).toEqual([body.out_bill_no])
    expect((await create(body)).body.state).toBe('WAIT_USER_CONFIRM')
  })

  it('a clock that jumps over everything brings every bill to its end', async () => {
    world.control.misbehave({ do: 'transfer-slow', ms: 600_000 })
    const body = transferBody()
    await create(body)
    world.control.moveClock(3 * DAY_MS)
    await told(body.out_bill_no)
    expect(await query(body.out_bill_no)).toMatchObject({ state: 'FAIL', fail_reason: 'OVERDUE_CLOSE' })
    expect(world.control.books().merchantFen).toBe(1_000_000)
  })
})

it('the account: what families paid, less fees, can be paid out and taken to the bank, and no fen more', async () => {
  await paidOrder(world, openid)
  expect(world.control.books()).toMatchObject({ merchantFen: 1_026_639, feesFen: 161, orders: { paidFen: 26_800 } })
  expect(() => world.control.withdrawToBank(1_026_640)).toThrow('1026639')
  world.control.withdrawToBank(1_026_639)
  expect((await create(transferBody({ transfer_amount: 30 }))).code).toBe('NOT_ENOUGH')
  expect(world.control.books()).toMatchObject({
    merchantFen: 0,
    bank: { depositedFen: 1_000_000, withdrawnFen: 1_026_639 },
  })
  expect(() => world.control.depositFromBank(0.5)).toThrow('whole number')
})
