/**
 * Bookings per second through the real HTTP door, against the same SQL sent by a bare `pg` client to the same database:
 * what one booking asks of PostgreSQL is recorded from a server in this process and sent again with other ids and times.
 */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { startStack, type Stack } from '../e2e/stack.ts'
import { compose } from '../server/compose.ts'
import { readConfig } from '../server/config.ts'
import { systemClock } from '../server/core/clock.ts'
import { silentLog } from '../server/core/log.ts'
import { modules } from '../server/modules.ts'
import { median, rateOf, round, type Figure } from './numbers.ts'
import { clientOf, newCompanion, newFamily, signInOperator } from './people.ts'

const WIDTH = 8
const SECONDS = 4
const ROUNDS = 3
const COMPANIONS = 60
const HOSPITAL = 'H31010749'
const DAY = 86_400_000

/** free times of many companions, each used once: four errands a day (90 minutes and the way between them), two months */
class Times {
  readonly #companions: string[]
  #next = 0
  constructor(companions: string[]) {
    this.#companions = companions
  }
  take(): { companionId: string; startsAt: Date } {
    const n = this.#next++
    const companionId = this.#companions[n % this.#companions.length] ?? ''
    const slot = Math.floor(n / this.#companions.length)
    const day = new Date(Math.floor(Date.now() / DAY) * DAY + (2 + Math.floor(slot / 4)) * DAY)
    return { companionId, startsAt: new Date(day.getTime() + (slot % 4) * 2.5 * 3_600_000) }
  }
}

export async function benchBookings(): Promise<Figure[]> {
  const stack = await startStack()
  try {
    const desk = clientOf(stack.url, await signInOperator(stack))
    const companions: string[] = []
    for (let i = 0; i < COMPANIONS; i++) companions.push(await newCompanion(stack, desk, i))
    const family = await newFamily(stack)
    const times = new Times(companions)
    const quote = async (time: { companionId: string; startsAt: Date }): Promise<string> =>
      (
        await family.api.orders.getQuote({
          body: {
            hospitalId: HOSPITAL,
            packageKind: 'collect-report',
            startsAt: time.startsAt.toISOString(),
            companionId: time.companionId,
          },
        })
      ).token
    const bodyOf = (quoteToken: string): object => ({
      commandId: randomUUID(),
      quoteToken,
      contractVersion: 1,
      patientId: family.patientId,
      departmentCode: '03.04',
      meetingPoint: '门诊大厅',
      need: '心内科复诊',
      hasAuthorisation: true,
    })

    const sample = times.take()
    const recorded = await recordBooking(stack, family.token, bodyOf(await quote(sample)))
    const overHttp: number[] = []
    const bare: number[] = []
    for (let round_ = 0; round_ < ROUNDS; round_++) {
      // the quote is asked for before: only the booking is measured
      const tokens = await Promise.all(Array.from({ length: WIDTH * SECONDS * 45 }, async () => quote(times.take())))
      let next = 0
      overHttp.push(
        await rateOf(WIDTH, SECONDS, async () => {
          const token = tokens[next++]
          if (!token) throw new Error('the bench ran out of quotes')
          const answer = await fetch(`${stack.url}/orders`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${family.token}` },
            body: JSON.stringify(bodyOf(token)),
          })
          if (answer.status !== 200) throw new Error(`booking answered ${answer.status}: ${await answer.text()}`)
          await answer.arrayBuffer()
        }),
      )
      bare.push(await replay(stack, recorded, sample, times))
    }
    const ratio = median(overHttp.map((rate, i) => rate / (bare[i] ?? Number.NaN)))
    return [
      {
        what: `bookings/s over HTTP (${WIDTH} at once, median of ${ROUNDS})`,
        value: String(round(median(overHttp), 0)),
        aim: '',
      },
      {
        what: `the same ${recorded.queries.length} statements by a bare pg client, /s`,
        value: String(round(median(bare), 0)),
        aim: '',
      },
      { what: 'ratio', value: String(round(ratio, 2)), aim: '0.5 or better' },
    ]
  } finally {
    await stack.stop()
  }
}

interface Recorded {
  /** `connection`: which of the server's connections sent it; a transaction stays on its own */
  queries: { text: string; values: unknown[]; connection: number }[]
  orderId: string
  commandId: string
  /** a quote books once */
  quoteId: string
}

async function recordBooking(stack: Stack, token: string, body: object): Promise<Recorded> {
  const running = await compose({
    config: readConfig({ ...stack.env, PORT: '0' }),
    clock: systemClock,
    log: silentLog,
    all: modules,
    chosen: modules,
    roles: ['http'],
  })
  const queries: Recorded['queries'] = []
  const connections = new Map<pg.Client, number>()
  const prototype: { query: (...args: unknown[]) => unknown } = pg.Client.prototype
  const original = Reflect.get(prototype, 'query')
  try {
    await running.system.db.pool.query('select 1')
    prototype.query = function record(this: pg.Client, ...args: unknown[]) {
      const [first] = args
      if (!connections.has(this)) connections.set(this, connections.size)
      const connection = connections.get(this) ?? 0
      if (typeof first === 'string') queries.push({ text: first, values: [], connection })
      else if (typeof first === 'object' && first !== null && 'text' in first)
        queries.push({
          text: String(first.text),
          values: 'values' in first && Array.isArray(first.values) ? first.values : [],
          connection,
        })
      return Reflect.apply(original, this, args)
    }
    const answer = await running.app.inject({
      method: 'POST',
      url: '/orders',
      headers: { authorization: `Bearer ${token}` },
      payload: body,
    })
    if (answer.statusCode !== 200) throw new Error(`the recorded booking answered ${answer.statusCode}: ${answer.body}`)
    const { id } = answer.json<{ id: string }>()
    return { queries, orderId: id, ...namesIn(body) }
  } finally {
    prototype.query = original
    await running.stop()
  }
}

function namesIn(body: object): { commandId: string; quoteId: string } {
  const { commandId, quoteToken } = body as { commandId: string; quoteToken: string }
  const facts = JSON.parse(Buffer.from(quoteToken.split('.')[0] ?? '', 'base64url').toString('utf8')) as { id: string }
  return { commandId, quoteId: facts.id }
}

/** The recorded statements, again and again, with fresh ids, companion and times. */
async function replay(
  stack: Stack,
  recorded: Recorded,
  sample: { companionId: string; startsAt: Date },
  times: Times,
): Promise<number> {
  const width = Math.max(...recorded.queries.map((query) => query.connection)) + 1
  const workers = await Promise.all(
    Array.from({ length: WIDTH }, () =>
      Promise.all(
        Array.from({ length: width }, async () => {
          const client = new pg.Client({ connectionString: stack.appUrl })
          await client.connect()
          return client
        }),
      ),
    ),
  )
  const idle = [...workers]
  try {
    return await rateOf(WIDTH, SECONDS, async () => {
      const clients = idle.pop()
      if (!clients) throw new Error('more workers than connections')
      const time = times.take()
      const shift = time.startsAt.getTime() - sample.startsAt.getTime()
      const names = new Map([
        [recorded.orderId, randomUUID()],
        [recorded.commandId, randomUUID()],
        [recorded.quoteId, randomUUID()],
        [sample.companionId, time.companionId],
      ])
      for (const query of recorded.queries) {
        const values = query.values.map((value) => other(value, names, sample.startsAt, shift))
        // named as the server names it, so that both are prepared once
        const name = query.values.length > 0 ? { name: nameOf(query.text) } : {}
        await clients[query.connection]?.query({ text: query.text, values, ...name })
      }
      idle.push(clients)
    })
  } finally {
    for (const client of workers.flat()) await client.end()
  }
}

const VISIT = 3 * 3_600_000
function other(value: unknown, names: Map<string, string>, startsAt: Date, shift: number): unknown {
  // only the times of the visit move; "now" stays
  if (value instanceof Date)
    return Math.abs(value.getTime() - startsAt.getTime()) <= VISIT ? new Date(value.getTime() + shift) : value
  if (typeof value !== 'string') return value
  let text = value
  for (const [from, to] of names) text = text.replaceAll(from, to)
  return text
}
const statementNames = new Map<string, string>()
function nameOf(text: string): string {
  const name = statementNames.get(text) ?? `bench${statementNames.size}`
  statementNames.set(text, name)
  return name
}
