/** The only door to PostgreSQL: a pool, transactions, typed rows. Dates are Date, bigint is number (checked), day is string. */
import pg from 'pg'
import type { Sql } from './sql.ts'

const INT8 = 20
const DATE = 1082
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === INT8) return toSafeInteger
    if (oid === DATE) return (value: string) => value
    return pg.types.getTypeParser(oid, format)
  }) as pg.CustomTypesConfig['getTypeParser'],
}
function toSafeInteger(value: string): number {
  const n = Number(value)
  if (!Number.isSafeInteger(n)) throw new RangeError('bigint outside the safe range')
  return n
}

export interface Queryable {
  /** all rows */
  many<Row>(query: Sql): Promise<Row[]>
  /** the first row or null */
  maybe<Row>(query: Sql): Promise<Row | null>
  /** exactly one row; throws when there is none */
  one<Row>(query: Sql): Promise<Row>
  /** number of rows touched */
  run(query: Sql): Promise<number>
}

export interface Tx extends Queryable {
  /** runs once the transaction is committed; failures there are only logged */
  afterCommit(action: () => void): void
}

/** a role with grants on one schema only; `set local role` keeps it inside the transaction */
export type Role = 'banyi_payments'

class Connection implements Tx {
  readonly #client: pg.Pool | pg.PoolClient
  readonly committed: (() => void)[] = []
  constructor(client: pg.Pool | pg.PoolClient) {
    this.#client = client
  }
  async #query(query: Sql): Promise<pg.QueryResult> {
    return this.#client.query({ text: query.text, values: query.values, name: query.name })
  }
  async many<Row>(query: Sql): Promise<Row[]> {
    return (await this.#query(query)).rows as Row[]
  }
  async maybe<Row>(query: Sql): Promise<Row | null> {
    return ((await this.#query(query)).rows[0] as Row | undefined) ?? null
  }
  async one<Row>(query: Sql): Promise<Row> {
    const row = await this.maybe<Row>(query)
    if (row === null) throw new Error('expected one row, got none')
    return row
  }
  async run(query: Sql): Promise<number> {
    return (await this.#query(query)).rowCount ?? 0
  }
  afterCommit(action: () => void): void {
    this.committed.push(action)
  }
}

/** deadlock, serialization failure: PostgreSQL undid everything, so trying again is safe */
const RETRYABLE = new Set(['40001', '40P01'])
const MAX_TRIES = 4

export class Database implements Queryable {
  readonly pool: pg.Pool
  readonly #direct: Connection
  constructor(options: { url: string; max?: number; onError?: (error: Error) => void }) {
    this.pool = new pg.Pool({
      connectionString: options.url,
      max: options.max ?? 12,
      types,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
    })
    // an idle connection that dies (database restart) must not end the program
    this.pool.on('error', (error) => options.onError?.(error))
    this.#direct = new Connection(this.pool)
  }
  many<Row>(query: Sql): Promise<Row[]> {
    return this.#direct.many<Row>(query)
  }
  maybe<Row>(query: Sql): Promise<Row | null> {
    return this.#direct.maybe<Row>(query)
  }
  one<Row>(query: Sql): Promise<Row> {
    return this.#direct.one<Row>(query)
  }
  run(query: Sql): Promise<number> {
    return this.#direct.run(query)
  }

  /** All or nothing. `work` may run more than once (deadlock), so it holds no outside call. */
  async tx<T>(work: (tx: Tx) => Promise<T>, role?: Role): Promise<T> {
    for (let tries = 1; ; tries++) {
      const client = await this.pool.connect()
      const connection = new Connection(client)
      let broken: Error | undefined
      try {
        await client.query(role ? `begin; set local role ${role}` : 'begin')
        const value = await work(connection)
        await client.query('commit')
        for (const action of connection.committed) action()
        return value
      } catch (error) {
        await client.query('rollback').catch((e: Error) => (broken = e))
        if (tries < MAX_TRIES && RETRYABLE.has(sqlState(error) ?? '')) continue
        throw error
      } finally {
        client.release(broken)
      }
    }
  }

  async close(): Promise<void> {
    await this.pool.end()
  }
}

/** five-letter code of a PostgreSQL error, e.g. 23505 unique, 23P01 exclusion */
export function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.length === 5
    ? error.code
    : undefined
}
export const UNIQUE_VIOLATION = '23505'
