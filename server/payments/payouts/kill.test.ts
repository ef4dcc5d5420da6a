/**
 * The real server dies by kill -9, fifty times, each time after WeChat Pay took the transfer and before its answer was
 * stored. Whoever comes after it asks first: there is one bill for each number, and the books are right.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startStack, type Stack } from '../../../e2e/stack.ts'
import { compose, type Running } from '../../compose.ts'
import { readConfig } from '../../config.ts'
import { systemClock } from '../../core/clock.ts'
import { sql } from '../../core/sql.ts'
import { modules } from '../../modules.ts'
import { earningsOf, inBooks, post, PROVIDER } from '../books/books.ts'
import { checkBooks } from '../index.ts'
import { recordEarning } from './record-earning.ts'
import { startTransfer } from './start-transfer.ts'
import { findTransferByNumber, type TransferRow } from './transfer-queries.ts'

const KILLS = 50
const AMOUNT = 100
const BILLS = '/v3/fund-app/mch-transfer/transfer-bills'
const payeeId = randomUUID()

let stack: Stack
/** the same database beside the server that is killed: to write wishes and to read what became of them */
let beside: Running
let openid = ''

beforeAll(async () => {
  process.env['TEST_DATABASE_URL'] = inject('databaseUrl')
  stack = await startStack()
  const quiet = { info: () => {}, warn: () => {}, error: () => {} }
  beside = await compose({
    config: readConfig(stack.env),
    clock: systemClock,
    log: quiet,
    all: modules,
    chosen: [],
    roles: [],
  })
  ;({ openid } = stack.sandbox.control.createUser())
  await giveHer(KILLS * AMOUNT)
  stack.sandbox.control.depositFromBank(KILLS * AMOUNT)
}, 120_000)
afterAll(async () => {
  delete process.env['TEST_DATABASE_URL']
  await beside?.stop()
  await stack?.stop()
})

const giveHer = (amountFen: number): Promise<void> =>
  inBooks(beside.system, async (tx) => {
    const at = systemClock.now()
    const entries = [
      { account: PROVIDER, amountFen },
      { account: earningsOf(payeeId), amountFen: -amountFen },
    ]
    const about = { key: randomUUID(), orderId: null, kind: 'tipped', sentence: '', reference: '', at }
    const postingId = (await post(tx, { ...about, entries })) ?? ''
    const words = { kind: 'tip' as const, title: '感谢红包', orderId: null, orderNumber: null }
    const lines = [{ code: 'tip', name: '感谢红包', amountFen, why: '' }]
    await recordEarning(tx, { postingId, payeeId, ...words, lines, amountFen, at })
  })

/** The wish, and the job that the server finds. */
const wish = (): Promise<TransferRow> =>
  inBooks(beside.system, (tx) =>
    startTransfer(
      tx,
      {
        id: randomUUID(),
        kind: 'withdrawal',
        payeeId,
        accountId: randomUUID(),
        openid,
        nameEnc: null,
        amountFen: AMOUNT,
        approvalsNeeded: 0,
        by: { kind: 'system', id: null },
        sentence: '申请提现',
      },
      systemClock.now(),
    ),
  )
const read = (number: string): Promise<TransferRow | null> =>
  inBooks(beside.system, (tx) => findTransferByNumber(tx, number))
async function until<T>(what: string, look: () => Promise<T | false> | T | false): Promise<T> {
  for (const end = Date.now() + 60_000; Date.now() < end; await wait(10)) {
    const found = await look()
    if (found !== false) return found
  }
  throw new Error(`waited a minute for ${what}`)
}
const billsOf = (number: string) =>
  stack.sandbox.control.transfers(openid).filter((bill) => bill.out_bill_no === number)

test(`${KILLS} times between "sent" and "stored"`, async () => {
  const numbers: string[] = []
  for (let i = 0; i < KILLS; i++) {
    // the leases of the dead one end at once instead of after a minute; its transfers are asked after now
    const { number } = await wish()
    numbers.push(number)
    stack.sandbox.control.misbehave({ vendor: 'wxpay', do: 'hang-after-commit', action: BILLS, match: number })
    await until('the bill', () => billsOf(number).length > 0 && true)
    await stack.killServer()
    expect(await read(number)).toMatchObject({ state: 'sending', was_sent: true, transfer_bill_no: null })
    await stack.startServer()
    await beside.system.db.run(sql`update core.tasks set locked_until = null where kind = 'payments.send-transfer'`)
  }
  stack.sandbox.control.clearScenarios()
  for (const number of numbers) {
    await until('the server that came after', async () => (await read(number))?.state === 'awaiting-user')
    expect(billsOf(number)).toMatchObject([{ amount: AMOUNT, state: 'WAIT_USER_CONFIRM' }])
  }
  expect(stack.sandbox.control.transfers(openid)).toHaveLength(KILLS)
  expect(await checkBooks(beside.system)).toEqual([])
  for (const number of numbers) {
    const row = await read(number)
    stack.sandbox.control.confirmTransfer(beside.system.outside.wechatPay.confirmationOf(row?.package_info ?? ''))
  }
  for (const number of numbers) await until('the money', async () => (await read(number))?.state === 'paid')
  const rows = await inBooks(beside.system, (tx) =>
    tx.many<{ kind: string; n: number }>(
      sql`select kind, count(*)::int as n from payments.postings where reference = any(${numbers}) group by kind order by kind`,
    ),
  )
  expect(rows).toEqual([
    { kind: 'withdrawal-paid', n: KILLS },
    { kind: 'withdrawal-requested', n: KILLS },
  ])
  expect(await checkBooks(beside.system)).toEqual([])
}, 400_000)
