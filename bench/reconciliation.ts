/** A day of 100,000 payments against both bills (300,000 lines): seconds, and how far the server's memory grows over it. */
import { readFileSync, writeFileSync } from 'node:fs'
import pg from 'pg'
import { startStack } from '../e2e/stack.ts'
import { round, type Figure } from './numbers.ts'
import { signInOperator } from './people.ts'

const PAYMENTS = 100_000
const AT_ONCE = 10_000
const DAY_MS = 86_400_000

export async function benchReconciliation(): Promise<Figure[]> {
  const stack = await startStack()
  const owner = new pg.Pool({ connectionString: stack.ownerUrl, max: 1 })
  try {
    const day = new Date(Date.now() + 8 * 3_600_000 - DAY_MS).toISOString().slice(0, 10)
    stack.sandbox.control.changeSettings({ billsReadyAtOnce: true })
    const orders = stack.sandbox.control.seedPaidOrders(PAYMENTS, day)
    for (let i = 0; i < orders.length; i += AT_ONCE) {
      const part = orders.slice(i, i + AT_ONCE)
      await owner.query(
        `insert into payments.payments (number, order_id, account_id, openid, amount_fen, description, attach, expires_at, state, transaction_id, paid_at, created_at, changed_at)
         select number, gen_random_uuid(), gen_random_uuid(), openid, fen, '半天陪诊', '', at, 'captured', transaction_id, at, at, at
         from unnest($1::text[], $2::text[], $3::bigint[], $4::text[], $5::timestamptz[]) as p (number, openid, fen, transaction_id, at)`,
        [
          part.map(({ outTradeNo }) => outTradeNo),
          part.map(({ openid }) => openid),
          part.map(({ totalFen }) => totalFen),
          part.map(({ transactionId }) => transactionId),
          part.map(({ paidAt }) => new Date(paidAt).toISOString()),
        ],
      )
    }
    // what they came to, in one posting: the balance of the day must agree as well
    const sum = orders.reduce((total, { totalFen }) => total + totalFen, 0)
    await seedPosting(owner, day, sum)
    await owner.query('analyze payments.payments')
    const token = await signInOperator(stack)
    const pid = stack.server.pid ?? 0
    const before = memoryOf(pid, true)
    const begin = performance.now()
    const answer = await fetch(`${stack.url}/payments/reconciliations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ day }),
      signal: AbortSignal.timeout(300_000),
    })
    const seconds = (performance.now() - begin) / 1000
    const body = (await answer.json()) as {
      tradeLines: number
      fundLines: number
      matched: number
      differences: number
    }
    if (answer.status !== 200) throw new Error(`reconciliation answered ${answer.status}: ${JSON.stringify(body)}`)
    const grown = memoryOf(pid, false) - before
    const again = await timeOf(stack.url, token, day)
    const lines = body.tradeLines + body.fundLines
    return [
      {
        what: `seconds for ${lines} lines of ${PAYMENTS} payments (${body.matched} matched, ${body.differences} differences)`,
        value: String(round(seconds, 1)),
        aim: '',
      },
      {
        what: 'seconds for every 100,000 lines',
        value: String(round((seconds / lines) * 100_000, 1)),
        aim: '10 or less',
      },
      { what: 'seconds for looking at the same bills again', value: String(round(again, 1)), aim: '' },
      { what: 'MB that the server grew at its peak', value: String(round(grown, 0)), aim: '300 or less' },
    ]
  } finally {
    await owner.end()
    await stack.stop()
  }
}

async function seedPosting(owner: pg.Pool, day: string, fen: number): Promise<void> {
  const client = await owner.connect()
  try {
    await client.query('begin')
    await client.query(
      `insert into payments.accounts (code, kind, owner) values ('provider', 'provider', null), ('held:bench', 'held', 'bench') on conflict do nothing`,
    )
    const { rows } = await client.query<{ id: string }>(
      `insert into payments.postings (id, key, kind, sentence, at, reference) values (gen_random_uuid(), 'bench', 'captured', 'bench', $1, 'bench') returning id`,
      [new Date(`${day}T12:00:00+08:00`)],
    )
    await client.query(
      `insert into payments.entries (posting_id, account, amount_fen) values ($1, 'provider', $2), ($1, 'held:bench', -$2::bigint)`,
      [rows[0]?.id, fen],
    )
    await client.query('commit')
  } finally {
    client.release()
  }
}

async function timeOf(url: string, token: string, day: string): Promise<number> {
  const begin = performance.now()
  const answer = await fetch(`${url}/payments/reconciliations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ day }),
    signal: AbortSignal.timeout(300_000),
  })
  await answer.arrayBuffer()
  return (performance.now() - begin) / 1000
}

/** Highest resident memory since the last reset, in MB; Linux only. */
function memoryOf(pid: number, reset: boolean): number {
  try {
    if (reset) writeFileSync(`/proc/${pid}/clear_refs`, '5')
    const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return Number(line?.[1] ?? Number.NaN) / 1024
  } catch {
    return Number.NaN
  }
}
