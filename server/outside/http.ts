/**
 * The one way out. Five seconds for each try, a few tries only where the caller says that repeating is harmless, and only
 * for 429, 5xx and lines that broke. Connections are reused (undici, inside Node's fetch). Redirects are an error: no
 * vendor here redirects, and a signed request must not be carried to another host.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { OutsideUnavailable } from './outside-error.ts'

export interface OutsideRequest {
  method: 'GET' | 'POST'
  url: URL
  headers?: Record<string, string>
  body?: string
}
export interface OutsideAnswer {
  status: number
  headers: Headers
  body: Buffer
}
export interface AskOptions {
  /** its Chinese name, for the error that people read */
  party: string
  /** what was asked, for the log: path pattern or action, without query and numbers */
  what: string
  /** true: carries a business number or only reads, so that a second try does no harm */
  isRepeatable: boolean
  /** largest answer that is read */
  maxBytes?: number
  /** how long one try may take, when nobody waits for it: large files */
  tryMs?: number
  /** the party's own way to say "busy" inside a good HTTP answer */
  isBusy?: (answer: OutsideAnswer) => boolean
}

const TRY_MS = 5_000
const MAX_TRIES = 3
/** a person may be waiting: no new try begins after this */
const LAST_START_MS = 7_000
const MAX_BYTES = 4 * 1024 * 1024

/**
 * `build` makes the request anew for each try, because signatures carry a time and a nonce that may not be used twice.
 * Returns any answer below 500 but 429. Throws OutsideUnavailable.
 */
export async function ask(options: AskOptions, build: () => OutsideRequest): Promise<OutsideAnswer> {
  const startedAt = performance.now()
  for (let tries = 1; ; tries++) {
    const failure = await once(options, build())
    if (!(failure instanceof OutsideUnavailable)) return failure
    const mayRepeat = options.isRepeatable || !failure.isOutcomeUnknown
    if (!mayRepeat || tries >= MAX_TRIES || performance.now() - startedAt > LAST_START_MS) throw failure
    await wait(150 * 2 ** tries * (0.5 + Math.random()))
  }
}

async function once(options: AskOptions, request: OutsideRequest): Promise<OutsideAnswer | OutsideUnavailable> {
  const { party, what, maxBytes = MAX_BYTES, tryMs = TRY_MS, isBusy } = options
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: { 'user-agent': 'banyi-server/1', ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      redirect: 'error',
      signal: AbortSignal.timeout(tryMs),
    })
    const answer = { status: response.status, headers: response.headers, body: await readAtMost(response, maxBytes) }
    if (answer.status === 429) return new OutsideUnavailable(party, `${what}: 429`)
    if (answer.status >= 500)
      return new OutsideUnavailable(party, `${what}: ${answer.status}`, { isOutcomeUnknown: true })
    return isBusy?.(answer) ? new OutsideUnavailable(party, `${what}: busy`) : answer
  } catch (error) {
    // the reason is a word of the network (ECONNREFUSED, TimeoutError); the message of fetch may hold the URL
    const reason = reasonOf(error)
    return new OutsideUnavailable(party, `${what}: ${reason}`, { isOutcomeUnknown: !NEVER_SENT.has(reason) })
  }
}

/** the line was never open, so nothing was asked */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { cause } = error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return error.name
}

async function readAtMost(response: Response, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.length
    if (size > maxBytes) throw new RangeError('answer too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The body as a JSON object; null when it is none. */
export function objectOf(body: Buffer): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
