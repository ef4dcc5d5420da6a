/** Money that moved is told to whom it concerns, once per state, without anybody else's name or order. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { emit } from '../core/events.ts'
import { sql } from '../core/sql.ts'
import { daughter, type Person } from '../core/testing/people.ts'
import { newWorld, type World } from '../core/testing/world.ts'
import { arrivedAt } from './testing.ts'

let world: World
let anna: Person
beforeAll(async () => {
  world = await newWorld()
  anna = await daughter(world)
})
afterAll(() => world.close())

const notices = () =>
  world.rows<{ template: string; channel: string; status: string; words: { sentence: string; page: string } }>(
    sql`select template, channel, status, words from messaging.notices where account_id = ${anna.accountId} order by created_at, channel desc`,
  )

test('a transfer: told once per state that is news, by SMS when nothing else is allowed', async () => {
  const transferId = randomUUID()
  const tell = async (state: string, sentence: string): Promise<void> => {
    const payload = {
      transferId,
      kind: 'withdrawal' as const,
      accountId: anna.accountId,
      amountFen: 12_345,
      state,
      sentence,
    }
    const now = world.clock.now()
    await world.system.db.tx((tx) => emit(tx, 'payments.transfer-changed', payload, now))
    await world.drain()
  }
  await tell('sending', '正在发起')
  expect(await notices()).toEqual([])
  await tell('paid', '提现已到您的微信零钱')
  await tell('paid', '提现已到您的微信零钱')
  await world.sandbox.control.idle()
  await world.drain()
  const told = await notices()
  expect(told.map(({ template, channel }) => `${template} ${channel}`)).toEqual([
    'payout subscribe-message',
    'payout sms',
  ])
  expect(told[0]?.words.page).toBe(`packages/companion/withdrawal/index?id=${transferId}`)
  expect(told[1]?.status).not.toBe('failed')
  expect(arrivedAt(world, anna, 'sms').map(({ text }) => text)).toEqual([
    expect.stringContaining('提现 ¥123.45：提现已到您的微信零钱'),
  ])
})
