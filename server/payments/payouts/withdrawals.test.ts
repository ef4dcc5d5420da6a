/** Money out to a companion: every way it can go, and what the books say after each. */
import { randomUUID } from 'node:crypto'
import { ApiError } from '@banyi/contract/client'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { sql } from '../../core/sql.ts'
import { operatorWith } from '../../core/testing/people.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { booksMustBeRight } from '../testing.ts'
import { balances, confirm, earn, look, payeeWith, register, withdraw, workingCompanion } from './testing.ts'

let world: World
beforeAll(async () => {
  world = await newWorld()
})
afterEach(async () => {
  world.sandbox.control.clearScenarios()
  await booksMustBeRight(world)
})
afterAll(() => world.close())

/** sending, asking after and calling off */
const BILLS = '/v3/fund-app/mch-transfer/transfer-bills'
const misbehave = (trick: Parameters<World['sandbox']['control']['misbehave']>[0]) =>
  world.sandbox.control.misbehave({ vendor: 'wxpay', ...trick })
/** jobs run, a moment passes, callbacks arrive */
async function settle(seconds = 5): Promise<void> {
  await world.drain()
  await world.advance({ seconds })
  await world.sandbox.control.idle()
  await world.drain()
}
const refusal = async (work: Promise<unknown>): Promise<Partial<ApiError['problem']>> => {
  try {
    await work
  } catch (error) {
    if (error instanceof ApiError) return error.problem
    throw error
  }
  return { code: 'accepted' }
}
const billsOf = (number: string) => world.sandbox.control.transfers().filter((bill) => bill.out_bill_no === number)
const kindsOf = async (number: string): Promise<string[]> =>
  (
    await world.rows<{ kind: string }>(
      sql`select kind from payments.postings where reference = ${number} order by at, tx`,
    )
  ).map(({ kind }) => kind.replace('withdrawal-', ''))
const countTransfers = async (): Promise<number> =>
  (await world.rows<{ n: number }>(sql`select count(*)::int as n from payments.transfers`))[0]?.n ?? 0

describe('arrives', () => {
  test('requested, confirmed in WeChat, paid: once in the books, line by line for her', async () => {
    const wang = await payeeWith(world, 50_000)
    const asked = await withdraw(wang, 30_000)
    expect(asked).toMatchObject({ state: 'sending', amountFen: 30_000, confirm: null, canCancel: false })
    expect(await balances(world, wang.companionId)).toMatchObject({ earnings: -20_000, transit: -30_000 })
    await world.drain()
    const waiting = await look(wang, asked.id)
    expect(waiting).toMatchObject({ state: 'awaiting-user', canCancel: true })
    expect(waiting.confirm?.package).toBeTruthy()
    confirm(world, waiting)
    await settle()
    expect(await look(wang, asked.id)).toMatchObject({ state: 'paid', confirm: null, canCancel: false })
    expect(await kindsOf(asked.number)).toEqual(['requested', 'paid'])
    expect(await balances(world, wang.companionId)).toMatchObject({ earnings: -20_000, transit: 0 })
    const earnings = await wang.api.payments.getMyEarnings({ query: {} })
    expect(earnings).toMatchObject({ balanceFen: 20_000, inTransitFen: 0, monthIncomeFen: 50_000 })
    expect(earnings.items.map(({ kind, amountFen }) => [kind, amountFen])).toEqual(
      expect.arrayContaining([
        ['withdrawal', -30_000],
        ['tip', 50_000],
      ]),
    )
    // her real name went along, sealed
    expect(billsOf(asked.number)).toMatchObject([{ user_name: '王秀珍', amount: 30_000 }])
  })

  test('the same command again is the same withdrawal', async () => {
    const wang = await payeeWith(world, 5_000)
    const body = { commandId: randomUUID(), amountFen: 2_000 }
    const first = await wang.api.payments.requestWithdrawal({ body })
    const again = await wang.api.payments.requestWithdrawal({ body })
    expect(again.id).toBe(first.id)
    const both = await Promise.all([1, 2, 3].map(() => wang.api.payments.requestWithdrawal({ body })))
    expect(new Set(both.map(({ id }) => id))).toEqual(new Set([first.id]))
    expect(await balances(world, wang.companionId)).toMatchObject({ earnings: -3_000 })
    await settle()
  })

  test.each([
    { do: 'error' as const, status: 500 },
    { do: 'close' as const },
    { do: 'close-after-commit' as const },
    { do: 'unsigned' as const },
    { do: 'wrong-signature' as const },
    { do: 'error' as const, status: 429, code: 'FREQUENCY_LIMITED' },
  ])('%o: one bill under one number', async (trick) => {
    const wang = await payeeWith(world, 5_000)
    misbehave({ action: BILLS, count: 4, ...trick })
    const { id, number } = await withdraw(wang, 5_000)
    await settle()
    for (let i = 0; i < 4; i++) {
      await world.advance({ minutes: 6 })
      await world.drain()
    }
    const waiting = await look(wang, id)
    expect(waiting.state).toBe('awaiting-user')
    expect(billsOf(number)).toHaveLength(1)
    confirm(world, waiting)
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'paid' })
    expect(await kindsOf(number)).toEqual(['requested', 'paid'])
  })

  test('accepted without a package: asked again with the same words', async () => {
    const wang = await payeeWith(world, 5_000)
    misbehave({ do: 'transfer-accepted' })
    const { id, number } = await withdraw(wang, 5_000)
    await world.drain()
    expect(await look(wang, id)).toMatchObject({ state: 'sending', confirm: null })
    await world.advance({ minutes: 1 })
    await settle()
    expect((await look(wang, id)).confirm?.package).toBe(billsOf(number)[0]?.package_info)
  })

  test('the callback is lost: she looks, or the job does', async () => {
    const wang = await payeeWith(world, 5_000)
    misbehave({ on: 'callback', do: 'lost', action: 'MCHTRANSFER' })
    const { id } = await withdraw(wang, 5_000)
    await world.drain()
    confirm(world, await look(wang, id))
    await world.advance({ seconds: 10 })
    await world.sandbox.control.idle()
    expect((await look(wang, id)).state).toBe('awaiting-user')
    expect(await wang.api.payments.checkMyWithdrawal({ params: { id } })).toMatchObject({ state: 'paid' })
  })

  test.each(['doubled', 'forged', 'held'] as const)('callback %s', async (trick) => {
    const wang = await payeeWith(world, 5_000)
    misbehave({ on: 'callback', do: trick, action: 'MCHTRANSFER' })
    const { id, number } = await withdraw(wang, 5_000)
    await world.drain()
    confirm(world, await look(wang, id))
    await settle(60)
    await world.advance({ hours: 2 })
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'paid' })
    expect(await kindsOf(number)).toEqual(['requested', 'paid'])
  })
})

describe('does not arrive', () => {
  test('not confirmed within a day: the money is hers again, and she may try again', async () => {
    const wang = await payeeWith(world, 5_000)
    const { id, number } = await withdraw(wang, 5_000)
    await settle()
    await world.advance({ hours: 25 })
    await settle()
    const gone = await look(wang, id)
    expect(gone).toMatchObject({ state: 'failed', failReason: '24 小时内没有确认收款' })
    expect(await kindsOf(number)).toEqual(['requested', 'returned'])
    expect(await balances(world, wang.companionId)).toMatchObject({ earnings: -5_000, transit: 0 })
    const again = await withdraw(wang, 5_000)
    await settle()
    expect(await look(wang, again.id)).toMatchObject({ state: 'awaiting-user' })
    await wang.api.payments.cancelMyWithdrawal({
      params: { id: again.id },
      body: { commandId: randomUUID(), version: (await look(wang, again.id)).version },
    })
    await settle()
  })

  test('WeChat refuses the words, and says that it has no such bill: failed, money back', async () => {
    const wang = await payeeWith(world, 5_000)
    misbehave({ action: BILLS, do: 'error', status: 400, code: 'PARAM_ERROR' })
    const { id, number } = await withdraw(wang, 5_000)
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'failed' })
    expect(billsOf(number)).toEqual([])
    expect(await balances(world, wang.companionId)).toMatchObject({ earnings: -5_000, transit: 0 })
  })

  test('refused, but the question after it is not answered either: nobody says that it did not happen', async () => {
    const wang = await payeeWith(world, 5_000)
    misbehave({ action: BILLS, do: 'error', status: 400, code: 'PARAM_ERROR', count: 100 })
    const { id } = await withdraw(wang, 5_000)
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'sending' })
    expect(await balances(world, wang.companionId)).toMatchObject({ earnings: 0, transit: -5_000 })
    world.sandbox.control.clearScenarios()
    await world.advance({ minutes: 1 })
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'awaiting-user' })
  })

  test('another real name there: failed with the reason', async () => {
    const wang = await payeeWith(world, 5_000)
    world.sandbox.control.setRealName(wang.openid, '王桂英')
    const { id } = await withdraw(wang, 5_000)
    await settle()
    await world.advance({ minutes: 1 })
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'failed', failReason: '姓名与微信实名不一致' })
  })

  test.each(['NOT_ENOUGH', 'NO_AUTH', 'SIGN_ERROR'])(
    '%s is not hers to suffer: it waits for a person and goes on',
    async (code) => {
      const wang = await payeeWith(world, 5_000)
      misbehave({ action: BILLS, do: 'error', status: 403, code, count: 100 })
      const { id } = await withdraw(wang, 5_000)
      await settle()
      expect(await look(wang, id)).toMatchObject({ state: 'sending' })
      expect(world.logged.some((line) => line.includes('waits for a person'))).toBe(true)
      world.sandbox.control.clearScenarios()
      await world.advance({ minutes: 2 })
      await settle()
      await world.advance({ minutes: 2 })
      await settle()
      expect(await look(wang, id)).toMatchObject({ state: 'awaiting-user' })
    },
  )

  test('called off while it waits for her: only the word of WeChat ends it', async () => {
    const wang = await payeeWith(world, 5_000)
    const { id, number } = await withdraw(wang, 5_000)
    await settle()
    const { version } = await look(wang, id)
    const body = { commandId: randomUUID(), version }
    const asked = await wang.api.payments.cancelMyWithdrawal({ params: { id }, body })
    expect(asked).toMatchObject({ state: 'awaiting-user', sentence: '正在撤回，等微信确认', confirm: null })
    expect(await balances(world, wang.companionId)).toMatchObject({ earnings: 0, transit: -5_000 })
    expect(await wang.api.payments.cancelMyWithdrawal({ params: { id }, body })).toMatchObject({ id })
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'cancelled' })
    expect(await kindsOf(number)).toEqual(['requested', 'returned'])
  })

  test('called off in the moment in which she confirmed: paid', async () => {
    const wang = await payeeWith(world, 5_000)
    const { id, number } = await withdraw(wang, 5_000)
    await settle()
    misbehave({ do: 'confirmed-despite-cancel' })
    const { version } = await look(wang, id)
    await wang.api.payments.cancelMyWithdrawal({ params: { id }, body: { commandId: randomUUID(), version } })
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'paid' })
    expect(await kindsOf(number)).toEqual(['requested', 'paid'])
  })

  test('called off after she confirmed: too late', async () => {
    const wang = await payeeWith(world, 5_000)
    const { id } = await withdraw(wang, 5_000)
    await settle()
    const waiting = await look(wang, id)
    confirm(world, waiting)
    await wang.api.payments.cancelMyWithdrawal({
      params: { id },
      body: { commandId: randomUUID(), version: waiting.version },
    })
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'paid' })
  })
})

describe('the provider changes its mind', () => {
  test('reversed after it was paid: the money is hers again', async () => {
    const wang = await payeeWith(world, 5_000)
    misbehave({ do: 'transfer-reversed', code: 'PAYEE_ACCOUNT_ABNORMAL' })
    const { id, number } = await withdraw(wang, 5_000)
    await settle()
    confirm(world, await look(wang, id))
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'paid' })
    await world.advance({ hours: 2 })
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'reversed', failReason: '收款的微信账户异常' })
    expect(await kindsOf(number)).toEqual(['requested', 'paid', 'reversed'])
    expect(await balances(world, wang.companionId)).toMatchObject({ earnings: -5_000, transit: 0 })
  })

  test.each([
    { has: 5_000, from: 'her earnings', suspense: 0, left: 0 },
    { has: 0, from: 'suspense, loudly', suspense: 5_000, left: 0 },
  ])('success after we booked it failed: from $from', async ({ has, suspense, left }) => {
    const before = (await balances(world, randomUUID()))['suspense'] ?? 0
    const wang = await payeeWith(world, 5_000)
    const { id, number } = await withdraw(wang, 5_000)
    await settle()
    // what the provider will say, told too early: as if it had once said FAIL
    const waiting = await look(wang, id)
    await failHere(id)
    if (has === 0) {
      const other = await withdraw(wang, 5_000)
      await settle()
      confirm(world, await look(wang, other.id))
      await settle()
    }
    confirm(world, waiting)
    await settle()
    await settle()
    expect(await look(wang, id)).toMatchObject({ state: 'paid' })
    expect(await kindsOf(number)).toEqual(['requested', 'returned', 'late'])
    const after = await balances(world, wang.companionId)
    expect({ earnings: 0 - (after['earnings'] ?? 0), suspense: (after['suspense'] ?? 0) - before }).toEqual({
      earnings: left,
      suspense,
    })
    expect(world.logged.some((line) => line.includes('arrived after all') && line.includes(number))).toBe(true)
  })

  /** a proven FAIL that the provider takes back later */
  async function failHere(id: string): Promise<void> {
    const { settleTransfer } = await import('./settle-transfer.ts')
    const [row] = await world.rows<{ number: string; transfer_bill_no: string }>(
      sql`select number, transfer_bill_no from payments.transfers where id = ${id}`,
    )
    await settleTransfer(world.system, {
      number: row?.number ?? '',
      billNumber: row?.transfer_bill_no ?? '',
      state: 'FAIL',
      amountFen: 5_000,
      packageInfo: null,
      failReason: 'OTHER_FAIL_REASON_TYPE',
      createdAt: null,
      changedAt: null,
    })
  }

  test('an amount that is not ours: nothing is settled', async () => {
    const wang = await payeeWith(world, 5_000)
    const { id, number } = await withdraw(wang, 5_000)
    await settle()
    const { settleTransfer } = await import('./settle-transfer.ts')
    const fact = { number, billNumber: 'x', state: 'SUCCESS' as const, packageInfo: null, failReason: null }
    expect(await settleTransfer(world.system, { ...fact, amountFen: 4_999, createdAt: null, changedAt: null })).toBe(
      'wrong-amount',
    )
    expect(await look(wang, id)).toMatchObject({ state: 'awaiting-user' })
    expect(await kindsOf(number)).toEqual(['requested'])
  })
})

describe('limits', () => {
  test('too little, too much, more than she has: refused, nothing written', async () => {
    const wang = await payeeWith(world, 150_000)
    const before = await countTransfers()
    expect(await refusal(withdraw(wang, 99))).toMatchObject({
      code: 'INVALID',
      fields: { amountFen: '最低提现 ¥1.00' },
    })
    expect(await refusal(withdraw(wang, 2_000_001))).toMatchObject({ code: 'INVALID' })
    expect(await refusal(withdraw(wang, 150_001))).toMatchObject({ fields: { amountFen: '可提现余额是 ¥1,500.00' } })
    expect(await countTransfers()).toBe(before)
  })

  test('ten at once of a balance for three: three', async () => {
    const wang = await payeeWith(world, 3_000)
    const results = await Promise.all(Array.from({ length: 10 }, () => refusal(withdraw(wang, 1_000))))
    expect(results.filter(({ code }) => code === 'accepted')).toHaveLength(3)
    expect(await balances(world, wang.companionId)).toMatchObject({ earnings: 0 })
    await settle()
  })

  test('three a day; what came back does not count; a new day begins at midnight in Shanghai', async () => {
    const wang = await payeeWith(world, 100_000)
    for (let i = 0; i < 2; i++) await withdraw(wang, 1_000)
    misbehave({ do: 'transfer-fail' })
    await withdraw(wang, 1_000)
    await settle()
    await settle()
    const third = await refusal(withdraw(wang, 1_000))
    const fourth = await refusal(withdraw(wang, 1_000))
    expect([third.code, fourth.code]).toEqual(['accepted', 'NOT_ALLOWED_NOW'])
    expect(await wang.api.payments.getPayee()).toMatchObject({ leftTodayFen: 0, blocked: '今天已提现 3 次，明天再来' })
    await world.advance({ hours: 24 })
    expect(await refusal(withdraw(wang, 1_000))).toMatchObject({ code: 'accepted' })
    await settle()
  })

  test('a stranger, a family, another companion', async () => {
    const wang = await payeeWith(world, 5_000)
    const li = await payeeWith(world, 0)
    const { id } = await withdraw(wang, 5_000)
    await settle()
    expect(await refusal(look(li, id))).toMatchObject({ code: 'NOT_FOUND' })
    expect(await refusal(li.api.payments.checkMyWithdrawal({ params: { id } }))).toMatchObject({ code: 'NOT_FOUND' })
    const { version } = await look(wang, id)
    const cancel = li.api.payments.cancelMyWithdrawal({ params: { id }, body: { commandId: randomUUID(), version } })
    expect(await refusal(cancel)).toMatchObject({ code: 'NOT_FOUND' })
    expect((await world.call('GET', '/payments/withdrawals')).status).toBe(401)
    const desk = await operatorWith(world, ['dispatcher'])
    expect(await refusal(desk.api.payments.listWithdrawals({ query: {} }))).toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('the payee', () => {
  test('nothing without one; another name is refused', async () => {
    const wang = await workingCompanion(world)
    await earn(world, wang.companionId, 5_000)
    expect(await refusal(withdraw(wang, 1_000))).toMatchObject({ code: 'NOT_ALLOWED_NOW', message: '请先登记收款人' })
    expect(await refusal(register(wang, '张三'))).toMatchObject({ code: 'INVALID' })
    expect(await wang.api.payments.getPayee()).toMatchObject({ isRegistered: false, nameMasked: null })
    expect(await register(wang)).toMatchObject({
      isRegistered: true,
      nameMasked: '王*珍',
      withdrawFrom: null,
      blocked: '',
    })
    const stored = await world.rows<{ name_enc: Buffer }>(
      sql`select name_enc from payments.payees where id = ${wang.companionId}`,
    )
    expect(stored[0]?.name_enc.includes(Buffer.from('王秀珍'))).toBe(false)
  })

  test('her record went to another account: blocked until she registers anew, then a cool-down', async () => {
    const wang = await payeeWith(world, 5_000)
    const other = await workingCompanion(world, { name: '周红' })
    // an operator gave her record the other phone
    await world.rows(sql`update companions.companions set account_id = null where id = ${other.companionId}`)
    await world.rows(
      sql`update companions.companions set account_id = ${other.accountId} where id = ${wang.companionId}`,
    )
    const taken = { ...other, companionId: wang.companionId }
    expect(await refusal(withdraw(taken, 1_000))).toMatchObject({ message: '登录的微信换过，请重新登记收款人' })
    expect((await refusal(withdraw(wang, 1_000))).code).toBe('FORBIDDEN')
    expect((await register(taken)).blocked).toContain('更换收款人后 72 小时内不能提现')
    expect(await refusal(withdraw(taken, 1_000))).toMatchObject({ code: 'NOT_ALLOWED_NOW' })
    await world.advance({ hours: 73 })
    expect(await refusal(withdraw(taken, 1_000))).toMatchObject({ code: 'accepted' })
    await settle()
  })
})

describe('above the limit', () => {
  const large = 250_000
  test('two different people; the same twice is refused; both at the same moment count; sent once', async () => {
    const wang = await payeeWith(world, 600_000)
    const [chen, zhou] = [
      await operatorWith(world, ['finance'], '陈静'),
      await operatorWith(world, ['finance'], '周敏'),
    ]
    const asked = await withdraw(wang, large)
    expect(asked).toMatchObject({ state: 'awaiting-approval', canCancel: true })
    await settle()
    expect(billsOf(asked.number)).toEqual([])
    const approve = (who: typeof chen, commandId: string = randomUUID()) =>
      who.api.payments.approveWithdrawal({
        params: { id: asked.id },
        body: { commandId, version: asked.version, reason: '金额核对过' },
      })
    const commandId = randomUUID()
    const first = await approve(chen, commandId)
    expect(first).toMatchObject({
      state: 'awaiting-approval',
      approvalsNeeded: 2,
      can: { approve: false, reject: true },
    })
    expect(await approve(chen, commandId)).toMatchObject({ approvals: [{ who: '陈静' }] })
    expect(await refusal(approve(chen))).toMatchObject({ code: 'NOT_ALLOWED_NOW' })
    expect(await approve(zhou)).toMatchObject({ state: 'sending' })
    await settle()
    expect(await look(wang, asked.id)).toMatchObject({ state: 'awaiting-user' })
    const detail = await chen.api.payments.getWithdrawal({ params: { id: asked.id } })
    expect(detail.history.map(({ who, what }) => `${who} ${what}`)).toEqual([
      '王秀珍 申请提现',
      '陈静 批准',
      '周敏 批准',
      '微信支付 待确认收款',
    ])

    const both = await withdraw(wang, large)
    const results = await Promise.all(
      [chen, zhou].map((who) =>
        refusal(
          who.api.payments.approveWithdrawal({
            params: { id: both.id },
            body: { commandId: randomUUID(), version: both.version, reason: '金额核对过' },
          }),
        ),
      ),
    )
    expect(results).toEqual([{ code: 'accepted' }, { code: 'accepted' }])
    await settle()
    expect(billsOf(both.number)).toHaveLength(1)
    expect(await kindsOf(both.number)).toEqual(['requested'])
  })

  test('rejected, or called off by her: the money is hers again and nobody was asked', async () => {
    const wang = await payeeWith(world, 600_000)
    const desk = await operatorWith(world, ['finance'])
    const one = await withdraw(wang, large)
    const decision = { commandId: randomUUID(), version: one.version, reason: '资料不全' }
    const rejected = await desk.api.payments.rejectWithdrawal({ params: { id: one.id }, body: decision })
    expect(rejected).toMatchObject({ state: 'rejected', failReason: '资料不全' })
    const late = { params: { id: one.id }, body: { ...decision, commandId: randomUUID(), version: rejected.version } }
    expect(await refusal(desk.api.payments.approveWithdrawal(late))).toMatchObject({ code: 'NOT_ALLOWED_NOW' })
    await world.advance({ seconds: 1 })
    const two = await withdraw(wang, large)
    const body = { commandId: randomUUID(), version: two.version }
    expect(await wang.api.payments.cancelMyWithdrawal({ params: { id: two.id }, body })).toMatchObject({
      state: 'cancelled',
    })
    await settle()
    expect([...billsOf(one.number), ...billsOf(two.number)]).toEqual([])
    expect(await balances(world, wang.companionId)).toMatchObject({ earnings: -600_000, transit: 0 })
    const list = await desk.api.payments.listWithdrawals({ query: { payeeId: wang.companionId } })
    expect(list).toMatchObject({ total: 2, items: [{ state: 'cancelled' }, { state: 'rejected' }] })
    expect(await desk.api.payments.listWithdrawals({ query: { query: one.number.slice(0, 14) } })).toMatchObject({
      total: 1,
    })
    expect((await desk.api.payments.listWithdrawals({ query: { query: '王秀' } })).total).toBeGreaterThan(2)
  })

  test('the payee changed since she asked: not to be approved', async () => {
    const wang = await payeeWith(world, 600_000)
    const desk = await operatorWith(world, ['finance'])
    const asked = await withdraw(wang, large)
    await world.rows(sql`update payments.payees set openid = 'somebody-else' where id = ${wang.companionId}`)
    const body = { commandId: randomUUID(), version: asked.version, reason: '金额核对过' }
    const answer = await refusal(desk.api.payments.approveWithdrawal({ params: { id: asked.id }, body }))
    expect(answer).toMatchObject({ code: 'NOT_ALLOWED_NOW' })
    expect(answer.message).toContain('收款人变更过')
  })
})

test('rules are versions: newer ones count at once, an old version is refused', async () => {
  const desk = await operatorWith(world, ['finance'])
  const now = await desk.api.payments.getPayoutRules()
  const rules = { ...now.rules, minFen: 200 }
  const body = { commandId: randomUUID(), version: now.version, rules, reason: '手续成本' }
  expect(await desk.api.payments.setPayoutRules({ body })).toMatchObject({ version: now.version + 1, rules })
  expect(await desk.api.payments.setPayoutRules({ body })).toMatchObject({ version: now.version + 1 })
  const late = { ...body, commandId: randomUUID() }
  expect(await refusal(desk.api.payments.setPayoutRules({ body: late }))).toMatchObject({ code: 'CONFLICT' })
  const wang = await payeeWith(world, 500)
  expect(await refusal(withdraw(wang, 199))).toMatchObject({ fields: { amountFen: '最低提现 ¥2.00' } })
})
