/** Postings per second through `post`, against the same inserts sent by a bare `pg` client to the same database. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { postOne } from '../money-check/ledger.ts'
import { newMoneyWorld } from '../money-check/money-world.ts'
import { median, rateOf, round, type Figure } from './numbers.ts'

const SECONDS = 3
const ROUNDS = 3

export async function benchPostings(): Promise<Figure[]> {
  const world = await newMoneyWorld()
  const bare = new pg.Pool({ connectionString: world.config.DATABASE_URL, max: 8 })
  try {
    const figures: Figure[] = []
    for (const width of [1, 8]) {
      const ours: number[] = []
      const theirs: number[] = []
      await rateOf(width, 1, () => postOne(world.system, randomUUID()))
      await rateOf(width, 1, () => insertOne(bare))
      for (let i = 0; i < ROUNDS; i++) {
        ours.push(await rateOf(width, SECONDS, () => postOne(world.system, randomUUID())))
        theirs.push(await rateOf(width, SECONDS, () => insertOne(bare)))
      }
      const ratio = median(ours.map((rate, i) => rate / (theirs[i] ?? Number.NaN)))
      figures.push(
        { what: `postings/s, ${width} at once (median of ${ROUNDS})`, value: String(round(median(ours), 0)), aim: '' },
        { what: 'the same inserts by a bare pg client, /s', value: String(round(median(theirs), 0)), aim: '' },
        { what: 'ratio', value: String(round(ratio, 2)), aim: '0.5 or better' },
      )
    }
    return figures
  } finally {
    await bare.end()
    await world.close()
  }
}

const ADD_POSTING = `insert into payments.postings (id, key, order_id, kind, sentence, at, reference) values ($1, $2, $3, $4, $5, $6, $7)`
const ADD_ACCOUNTS = `insert into payments.accounts (code, kind, owner) values ('provider', 'provider', null), ($1, 'held', $2) on conflict do nothing`
const ADD_ENTRIES = `insert into payments.entries (posting_id, account, amount_fen) values ($1, 'provider', 26800), ($1, $2, -26800)`

async function insertOne(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    const id = randomUUID()
    const orderId = randomUUID()
    const account = `held:${orderId}`
    await client.query('begin; set local role banyi_payments')
    await client.query({
      name: 'posting',
      text: ADD_POSTING,
      values: [id, id, orderId, 'captured', '家属通过微信支付了 ¥268.00，由平台托管', new Date(), id],
    })
    await client.query({ name: 'accounts', text: ADD_ACCOUNTS, values: [account, orderId] })
    await client.query({ name: 'entries', text: ADD_ENTRIES, values: [id, account] })
    await client.query('commit')
  } finally {
    client.release()
  }
}
