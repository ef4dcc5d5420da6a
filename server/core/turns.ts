/**
 * Heavy work takes turns: it runs on the four threads of libuv, which name lookups and new database connections need
 * as well, so a crowd of it must not take them all.
 */
import { AppError } from './errors.ts'

export class Turns {
  readonly #atOnce: number
  readonly #maxWaiting: number
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(options: { atOnce: number; maxWaiting: number }) {
    this.#atOnce = options.atOnce
    this.#maxWaiting = options.maxWaiting
  }

  /** Runs `work` when it is its turn. Throws TOO_MANY at once when the line is too long to be worth waiting. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#atOnce) this.#running++
    else if (this.#waiting.length >= this.#maxWaiting)
      throw new AppError('TOO_MANY', '现在人太多，请稍后再试', { facts: { retryAfterSeconds: 5 } })
    else await new Promise<void>((resolve) => this.#waiting.push(resolve))
    try {
      return await work()
    } finally {
      // the turn is handed on, or given back
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running--
    }
  }
}
