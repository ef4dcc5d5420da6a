/** One SQLite file. WAL with synchronous=FULL: what was answered is on the disk, also after kill -9 or a power cut. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'

export type State = {
  /** Creates what is not there yet; every vendor brings its own tables. */
  define: (ddl: string) => void
  one: <Row>(sql: string, ...values: SQLInputValue[]) => Row | undefined
  all: <Row>(sql: string, ...values: SQLInputValue[]) => Row[]
  /** The number of rows changed. */
  run: (sql: string, ...values: SQLInputValue[]) => number
  /** All or nothing; calls inside a transaction join it. Synchronous by nature, so no two can mix. */
  tx: <Result>(action: () => Result) => Result
  close: () => void
}

export function openState(dir: string): State {
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  const db = new DatabaseSync(path.join(dir, 'sandbox.sqlite'), { timeout: 5000 })
  db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
  const statements = new Map<string, StatementSync>()
  const prepare = (sql: string) => {
    const known = statements.get(sql)
    if (known) return known
    const statement = db.prepare(sql)
    statements.set(sql, statement)
    return statement
  }
  let isInTransaction = false
  return {
    define: (ddl) => db.exec(ddl),
    one: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).get(...values) as Row | undefined,
    all: <Row>(sql: string, ...values: SQLInputValue[]) => prepare(sql).all(...values) as Row[],
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    tx: (action) => {
      if (isInTransaction) return action()
      db.exec('begin immediate')
      isInTransaction = true
      try {
        const result = action()
        db.exec('commit')
        return result
      } catch (error) {
        db.exec('rollback')
        throw error
      } finally {
        isInTransaction = false
      }
    },
    close: () => db.close(),
  }
}
