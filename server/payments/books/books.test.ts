/** What the database itself refuses, whoever asks. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sqlState, type Tx } from '../../core/database.ts'
import { Sql, sql } from '../../core/sql.ts'
import { newWorld, type World } from '../../core/testing/world.ts'
import { BANK, FEE, heldOf, inBooks, post, PROVIDER, type Posting } from './books.ts'
import { checkBooks } from '../index.ts'
import { askRefund, listenIn, moneyArrives, orderToPay, paidOrder, pay, settle, type Wish } from '../testing.ts'

let world: World
let order: Wish
beforeAll(async () => {
  world = await newWorld()
  listenIn()
  order = await paidOrder(world)
  const tipped = orderToPay(world, { ...order, amountFen: 500, purpose: 'tip', payeeId: randomUUID() })
  await pay(world, tipped)
  await world.sandbox.control.idle()
  await askRefund(world, { orderId: order.orderId, amountFen: 26_801 })
  await world.drain()
  const approve = sql`insert into payments.approvals (subject_id, operator_id, at, reason) values (${randomUUID()}, ${randomUUID()}, ${world.clock.now()}, '')`
  await world.rows(approve)
})
afterAll(() => world.close())

const refusal = async (promise: Promise<unknown>): Promise<string | undefined> => {
  try {
    await promise
    return 'accepted'
  } catch (error) {
    return sqlState(error)
  }
}
const posting = (changes: Partial<Posting> = {}): Posting & { orderId: string } => {
  const orderId = changes.orderId ?? randomUUID()
  return {
    key: randomUUID(),
    kind: 'captured',
    sentence: '测试',
    reference: '',
    at: world.clock.now(),
    entries: [
      { account: PROVIDER, amountFen: 100 },
      { account: heldOf(orderId), amountFen: -100 },
    ],
    ...changes,
    orderId,
  }
}
const inRole = (work: (tx: Tx) => Promise<unknown>) => refusal(inBooks(world.system, work))

describe('append-only', () => {
  test.each([
    ['update', sql`update payments.postings set sentence = 'x'`],
    ['delete', sql`delete from payments.postings`],
    ['update of entries', sql`update payments.entries set amount_fen = 1`],
    ['delete of entries', sql`delete from payments.entries`],
    ['truncate', sql`truncate payments.postings, payments.entries cascade`],
    ...['earnings', 'rules', 'approvals', 'steps'].flatMap((table): [string, Sql][] => [
      [
        `update of ${table}`,
        new Sql(`update payments.${table} set ${table === 'rules' ? 'version = 9' : 'at = now()'}`, []),
      ],
      [`delete of ${table}`, new Sql(`delete from payments.${table}`, [])],
      [`truncate of ${table}`, new Sql(`truncate payments.${table} cascade`, [])],
    ]),
  ])('%s: not by the role, not by the owner', async (_name, query) => {
    expect(await inRole((tx) => tx.run(query))).toBe('42501')
    expect(await refusal(world.rows(query))).toBe('42501')
  })
  test.each(['entries', 'postings', 'earnings', 'rules', 'approvals', 'steps'])(
    '%s: not with triggers of ordinary kind switched off',
    async (table) => {
      // the owner's door may use another connection for each statement, so the whole is one
      const replica = `perform set_config('session_replication_role', 'replica', true)`
      for (const deed of [`delete from payments.${table}`, `truncate payments.${table} cascade`])
        expect(await refusal(world.rows(new Sql(`do $$ begin ${replica}; ${deed}; end $$`, [])))).toBe('42501')
    },
  )
  test('an unbalanced posting is refused with triggers of ordinary kind switched off', async () => {
    const query = sql`do $$ begin
      perform set_config('session_replication_role', 'replica', true);
      insert into payments.postings (id, key, kind, sentence, at) values ('00000000-0000-4000-8000-000000000001', 'unbalanced', 'captured', '', now());
    end $$`
    expect(await refusal(world.rows(query))).toBe('23514')
  })
})

describe('balanced', () => {
  test('a posting that does not sum to zero, or has one entry, or none', async () => {
    const p = posting()
    expect(
      await inRole((tx) =>
        post(tx, {
          ...p,
          entries: [
            { account: PROVIDER, amountFen: 100 },
            { account: heldOf(p.orderId), amountFen: -99 },
          ],
        }),
      ),
    ).toBe('23514')
    expect(await inRole((tx) => post(tx, { ...p, entries: [{ account: PROVIDER, amountFen: 100 }] }))).toBe('23514')
    expect(await inRole((tx) => post(tx, { ...p, entries: [] }))).toBe('23514')
    expect(await world.rows(sql`select 1 from payments.postings where key = ${p.key}`)).toEqual([])
  })
  test('an entry added later, by anybody', async () => {
    const [{ id } = { id: '' }] = await world.rows<{ id: string }>(sql`select id from payments.postings limit 1`)
    const add = sql`insert into payments.entries (posting_id, account, amount_fen) values (${id}, ${'income'}, -1)`
    expect(await inRole((tx) => tx.run(add))).toBe('42501')
    expect(await refusal(world.rows(add))).toBe('42501')
  })
  test('an account cannot give more than it has', async () => {
    const p = posting()
    const entries = [
      { account: heldOf(p.orderId), amountFen: 100 },
      { account: PROVIDER, amountFen: -100 },
    ]
    expect(await inRole((tx) => post(tx, { ...p, entries }))).toBe('23514')
  })
  test('more cannot leave the provider than came in; a fee that is known before it comes back does not count', async () => {
    const fresh = await newWorld()
    try {
      const { orderId } = await paidOrder(fresh)
      const move = (account: string, amountFen: number) => {
        const entries = [
          { account, amountFen },
          { account: PROVIDER, amountFen: -amountFen },
        ]
        return refusal(inBooks(fresh.system, (tx) => post(tx, { ...posting({ orderId }), entries })))
      }
      expect(await move(FEE, 161)).toBe('accepted')
      expect(await move(BANK, 26_801)).toBe('23514')
      expect(await move(heldOf(orderId), 26_800)).toBe('accepted')
      expect(await move(BANK, 1)).toBe('23514')
      expect(await move(FEE, -161)).toBe('accepted')
    } finally {
      await fresh.close()
    }
  })
  test('the same key is posted once, also at the same moment', async () => {
    const p = posting()
    const done = await Promise.all(Array.from({ length: 8 }, () => inBooks(world.system, (tx) => post(tx, p))))
    expect(done.filter(Boolean)).toHaveLength(1)
    expect(await checkBooks(world.system)).toEqual([])
  })
  test('many orders at once through the one account of the provider', async () => {
    const before = await world.rows<{ balance: string }>(
      sql`select balance_fen as balance from payments.accounts where code = 'provider'`,
    )
    await Promise.all(Array.from({ length: 60 }, () => inBooks(world.system, (tx) => post(tx, posting()))))
    const after = await world.rows<{ balance: string }>(
      sql`select balance_fen as balance from payments.accounts where code = 'provider'`,
    )
    expect(Number(after[0]?.balance) - Number(before[0]?.balance)).toBe(6_000)
    expect(await checkBooks(world.system)).toEqual([])
  })
})

describe('rights', () => {
  test('the server has none on the books outside of the role', async () => {
    for (const table of ['accounts', 'postings', 'entries', 'payments', 'refunds', 'callbacks']) {
      const { rowCount } = await world.system.db.pool.query(
        `select 1 from information_schema.role_table_grants where grantee in ('banyi_app', 'PUBLIC') and table_schema = 'payments' and table_name = $1`,
        [table],
      )
      expect(rowCount).toBe(0)
    }
    expect(await refusal(world.system.db.many(sql`select 1 from payments.postings`))).toBe('42501')
    expect(await refusal(world.system.db.tx((tx) => tx.run(sql`delete from payments.payments`)))).toBe('42501')
  })
  test('the role cannot set balances, choose the transaction of a posting, or reach other schemas', async () => {
    expect(await inRole((tx) => tx.run(sql`update payments.accounts set balance_fen = 0`))).toBe('42501')
    expect(
      await inRole((tx) =>
        tx.run(sql`insert into payments.accounts (code, kind, balance_fen) values ('income', 'income', -100)`),
      ),
    ).toBe('42501')
    expect(
      await inRole((tx) =>
        tx.run(
          sql`insert into payments.postings (id, key, order_id, kind, sentence, at, tx) values (${randomUUID()}, 'k', ${randomUUID()}, 'captured', '', ${world.clock.now()}, '5')`,
        ),
      ),
    ).toBe('42501')
    expect(await inRole((tx) => tx.run(sql`delete from payments.refunds`))).toBe('42501')
    expect(await inRole((tx) => tx.many(sql`select 1 from core.subject_keys`))).toBe('42501')
    expect(await inRole((tx) => tx.many(sql`select 1 from identity.accounts`))).toBe('42501')
  })
  test('the role ends with the transaction', async () => {
    await inBooks(world.system, (tx) => tx.many(sql`select 1`))
    expect(await refusal(world.system.db.many(sql`select 1 from payments.postings`))).toBe('42501')
  })
})

describe('refunds', () => {
  test('more than their payment is refused by the database', async () => {
    const insert = (number: string, fen: number, key: string) =>
      inRole((tx) =>
        tx.run(sql`
      insert into payments.refunds (number, refund_key, order_id, payment_number, amount_fen, reason, state, created_at, changed_at)
      select ${number}, ${key}, order_id, number, ${fen}, '', 'requested', created_at, created_at from payments.payments where order_id = ${order.orderId} and state = 'captured' and purpose = 'order'`),
      )
    expect(await insert('RTOOMUCH', 26_801, 'k1')).toBe('23514')
    expect(await insert('RHALF0001', 20_000, 'k2')).toBe('accepted')
    expect(await insert('RHALF0002', 6_801, 'k3')).toBe('23514')
    expect(await insert('RHALF0003', 6_800, 'k2')).toBe('23505')
  })
})

test('facts that differ from the postings are found, each by its name', async () => {
  const bad = await newWorld()
  listenIn()
  try {
    const first = await paidOrder(bad)
    const { companionId } = await settle(bad, first)
    const second = await paidOrder(bad)
    await askRefund(bad, { orderId: second.orderId, amountFen: 100 })
    await moneyArrives(bad)
    expect(await checkBooks(bad.system)).toEqual([])
    const spoil = async (query: Sql): Promise<string> => {
      await bad.rows(query)
      return (await checkBooks(bad.system)).join('\n')
    }
    expect(
      await spoil(sql`update payments.orders set released_fen = released_fen + 1 where order_id = ${first.orderId}`),
    ).toContain('0 held + 26801 released')
    expect(await spoil(sql`update payments.orders set tip_fen = 5 where order_id = ${first.orderId}`)).toContain(
      'its facts differ',
    )
    expect(
      await spoil(sql`update payments.refunds set state = 'processing' where order_id = ${second.orderId}`),
    ).toContain('on its way back, its refunds say 100')
    expect(
      await spoil(sql`insert into payments.transfers (id, number, kind, payee_id, account_id, openid, amount_fen, state, requested_at, changed_at)
      values (${randomUUID()}, 'W20261123A', 'withdrawal', ${companionId}, ${randomUUID()}, 'o', 100, 'sending', now(), now())`),
    ).toContain('transfer W20261123A has 0 in transit and is sending')
    expect(await spoil(sql`alter table payments.earnings disable trigger all`)).not.toContain('the lines sum to')
    expect(await spoil(sql`delete from payments.earnings`)).toContain('the lines sum to 0, the account has 21440')
  } finally {
    await bad.close()
  }
})

test('a balance changed by hand is found', async () => {
  const bad = await newWorld()
  try {
    await paidOrder(bad)
    expect(await checkBooks(bad.system)).toEqual([])
    await bad.rows(sql`update payments.accounts set balance_fen = balance_fen + 1 where code = 'provider'`)
    expect(await checkBooks(bad.system)).toEqual(['account provider says 26801, its entries 26800'])
    await bad.advance({ days: 2 })
    await bad.drain()
    expect(bad.logged.some((line) => line.includes('the books are not right'))).toBe(true)
  } finally {
    await bad.close()
  }
})

describe('what only the owner can do with foreign keys switched off is found', () => {
  const asReplica = (deed: string) =>
    new Sql(`do $$ begin perform set_config('session_replication_role', 'replica', true); ${deed} end $$`, [])
  test.each([
    [
      'entries on an account that is none',
      asReplica(`insert into payments.postings (id, key, kind, sentence, at) values ('00000000-0000-4000-8000-00000000000a', 'ghost', 'captured', '', now());
        insert into payments.entries values ('00000000-0000-4000-8000-00000000000a', 'provider', 500), ('00000000-0000-4000-8000-00000000000a', 'ghost', -500);`),
      ['1 entries on ghost, which is no account'],
    ],
    [
      'an account that is gone',
      asReplica(`delete from payments.accounts where code = 'provider';`),
      ['1 entries on provider, which is no account'],
    ],
    [
      'a line of earnings whose posting gave her nothing',
      sql`insert into payments.earnings (posting_id, payee_id, at, kind, title, lines, amount_fen, balance_fen)
        select id, '00000000-0000-4000-8000-00000000000b', at, 'tip', '', '[]', 500, 500 from payments.postings limit 1`,
      ['earnings of 00000000-0000-4000-8000-00000000000b has a line of 500 without an entry'],
    ],
  ])('%s', async (_name, query, faults) => {
    const bad = await newWorld()
    try {
      await paidOrder(bad)
      await bad.rows(query)
      expect(await checkBooks(bad.system)).toEqual(faults)
    } finally {
      await bad.close()
    }
  })
})
