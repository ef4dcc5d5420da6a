/** What every command works with. */
import type { Sql } from '../server/core/sql.ts'
import type { Cast } from './cast.ts'
import type { Chance } from './chance.ts'
import type { MoneyWorld } from './money-world.ts'

export interface Walk {
  world: MoneyWorld
  cast: Cast
  chance: Chance
  /** orders whose money was touched since the last look */
  touched: Set<string>
  /** 'ok', or the code of the refusal; 'DIED' when the system died under it */
  send: (command: string, who: { token: string }, path: string, body?: object, method?: string) => Promise<Sent>
}
export interface Sent {
  code: string
  body: Record<string, unknown>
}

/** rows of the tables, to choose from; a command is about whatever the walk finds there */
export const rowsOf = <Row>(it: Walk, query: Sql): Promise<Row[]> => it.world.rows<Row>(query)
