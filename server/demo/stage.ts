/**
 * Where the demo is played: a server of its own, whose clock and whose outside world are moved through the past weeks.
 * Everything goes through the real routes; what the sandbox calls back arrives at the real door.
 */
import { createClient, type Client } from '@banyi/contract/client'
import { createHash } from 'node:crypto'
import { TOTP } from 'otpauth'
import { compose, ROLES, type Running } from '../compose.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { modules } from '../modules.ts'
import type { DemoOperator } from './operators.ts'
import type { DemoUser, OutsideWorld } from './outside-world.ts'

class MovedClock implements Clock {
  offsetMs = 0
  now(): Date {
    return new Date(Date.now() + this.offsetMs)
  }
}

export interface DemoPerson extends DemoUser {
  name: string
}

export class Stage {
  readonly running: Running
  readonly outside: OutsideWorld
  readonly #clock: MovedClock
  readonly #signedIn = new Map<string, { token: string; until: number }>()

  private constructor(running: Running, outside: OutsideWorld, clock: MovedClock) {
    this.running = running
    this.outside = outside
    this.#clock = clock
  }

  /** Listens where the server will: a server that runs already would carry out the past's timers by today's clock. */
  static async open(config: Config, outside: OutsideWorld, log: Log): Promise<Stage> {
    const clock = new MovedClock()
    const running = await compose({
      config,
      clock,
      log,
      all: modules,
      chosen: modules,
      roles: ROLES.filter((role) => role !== 'realtime'),
    })
    try {
      const address = await running.app.listen({ host: config.HOST, port: config.PORT })
      if (config.PORT === 0) config.WXPAY_NOTIFY_URL_BASE = address
    } catch (error) {
      await running.stop()
      throw error
    }
    return new Stage(running, outside, clock)
  }
  async close(): Promise<void> {
    await this.outside.moveClock(0)
    await this.running.stop()
  }

  /** The whole world, to this moment. */
  async moveTo(at: Date): Promise<void> {
    this.#clock.offsetMs = at.getTime() - Date.now()
    await this.outside.moveClock(this.#clock.offsetMs)
  }
  /** What follows from what was done, at the present moment. */
  drain(): Promise<void> {
    return this.running.worker.drain()
  }

  api(token?: string): Client {
    return createClient(async ({ method, path, body }) => {
      const answer = await this.running.app.inject({
        method: method as 'GET',
        url: path,
        headers: {
          // stands on the contracts as the device with which was agreed
          'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) MicroMessenger/8.0.54 (演示)',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      return { status: answer.statusCode, body: answer.body ? (JSON.parse(answer.body) as unknown) : undefined }
    })
  }
  /** This person's client; signs in by WeChat when the last sign-in is older than an hour. */
  async as(person: DemoUser): Promise<Client> {
    const now = this.#clock.now().getTime()
    let session = this.#signedIn.get(person.openid)
    if (!session || session.until < now || session.until > now + 2 * HOUR) {
      const { token } = await this.api().identity.signInByWechat({
        body: { code: await this.outside.loginCode(person.openid) },
      })
      session = { token, until: now + HOUR }
      this.#signedIn.set(person.openid, session)
    }
    return this.api(session.token)
  }
  /** Signs in with password and the six digits of this moment; digits count once, so moments lie a minute apart. */
  async asOperator({ username, password, secret }: DemoOperator): Promise<Client> {
    const totp = new TOTP({ secret }).generate({ timestamp: this.#clock.now().getTime() })
    const { token } = await this.api().identity.signInOperator({ body: { username, password, totp } })
    return this.api(token)
  }
}
const HOUR = 3_600_000

/** The same word gives the same id, so that a second run repeats commands instead of adding things. */
export function idOf(word: string): string {
  const hex = createHash('sha256').update(`banyi demo: ${word}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
