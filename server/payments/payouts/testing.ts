/** Set-up for tests of payouts: a companion with money, her payee, a withdrawal on its way. */
import type { Transfer } from '@banyi/contract/payments/shapes'
import { randomUUID } from 'node:crypto'
import { sql } from '../../core/sql.ts'
import { companionPerson, type Person } from '../../core/testing/people.ts'
import type { World } from '../../core/testing/world.ts'
import { createCompanion } from '../../companions/index.ts'
import { earningsOf, inBooks, post, PROVIDER } from '../books/books.ts'
import { recordEarning } from './record-earning.ts'

export interface WorkingCompanion extends Person {
  companionId: string
}
/** On the roster and signed in. */
export async function workingCompanion(world: World, { name = '王秀珍' } = {}): Promise<WorkingCompanion> {
  const person = await companionPerson(world)
  const record = {
    name,
    phone: person.phone,
    sex: 'female' as const,
    birthYear: 1974,
    verified: ['identity' as const],
    segments: ['general' as const],
    skills: [],
    languages: ['普通话'],
    districts: ['黄浦区'],
    introduction: '',
    startedYear: 2019,
  }
  return { ...person, companionId: await createCompanion(world.system, record, { kind: 'system', id: null }) }
}

/** Paid in by a family and all hers: provider and earnings grow together, as they do for a tip. */
export async function earn(world: World, payeeId: string, amountFen: number): Promise<void> {
  await inBooks(world.system, async (tx) => {
    const at = world.clock.now()
    const postingId = await post(tx, {
      key: `test-tip:${randomUUID()}`,
      orderId: null,
      kind: 'tipped',
      sentence: '感谢红包',
      reference: '',
      at,
      entries: [
        { account: PROVIDER, amountFen },
        { account: earningsOf(payeeId), amountFen: -amountFen },
      ],
    })
    await recordEarning(tx, {
      postingId: postingId ?? '',
      payeeId,
      kind: 'tip',
      title: '感谢红包',
      orderId: null,
      orderNumber: null,
      lines: [{ code: 'tip', name: '感谢红包', amountFen, why: '' }],
      amountFen,
      at,
    })
  })
  // what stands in our books at the provider lies there as well
  world.sandbox.control.depositFromBank(amountFen)
}
/** 王秀珍, registered, with money. */
export async function payeeWith(world: World, amountFen: number): Promise<WorkingCompanion> {
  const wang = await workingCompanion(world)
  await register(wang)
  if (amountFen > 0) await earn(world, wang.companionId, amountFen)
  return wang
}
export const register = (companion: WorkingCompanion, realName = '王秀珍') =>
  companion.api.payments.setPayee({ body: { commandId: randomUUID(), realName } })
export const withdraw = (companion: WorkingCompanion, amountFen: number): Promise<Transfer> =>
  companion.api.payments.requestWithdrawal({ body: { commandId: randomUUID(), amountFen } })
export const look = (companion: WorkingCompanion, id: string): Promise<Transfer> =>
  companion.api.payments.getMyWithdrawal({ params: { id } })
/** she taps "confirm" in WeChat */
export function confirm(world: World, transfer: Transfer): void {
  if (!transfer.confirm) throw new Error(`nothing to confirm while it is ${transfer.state}`)
  const { problem } = world.sandbox.control.confirmTransfer(transfer.confirm)
  if (problem) throw new Error(`the phone refused: ${problem}`)
}

/** balances of the accounts that a payout touches */
export async function balances(world: World, payeeId: string): Promise<Record<string, number>> {
  const rows = await world.rows<{ name: string; fen: string }>(sql`
    select kind as name, sum(balance_fen) as fen from payments.accounts
    where kind in ('provider', 'suspense', 'fund') or code = ${`earnings:${payeeId}`}
      or code in (select 'transit:' || id from payments.transfers where payee_id = ${payeeId}) group by kind`)
  return Object.fromEntries(rows.map(({ name, fen }) => [name, Number(fen)]))
}
