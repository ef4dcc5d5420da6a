/**
 * In a browser, sign-in and cashier are pages elsewhere that come back with their answer in the real query,
 * before the `#` of our own routes. The answer is taken once and leaves the address bar at once.
 */
const STATE_KEY = 'banyi.leaving'

/** our own address with the page to come back to, e.g. `/packages/visit/pay-result/index?id=…` */
export const returnUrl = (page: string): string => `${location.origin}${location.pathname}#${page}`

export function leaveFor(url: string, query: Record<string, string>): void {
  const search = new URLSearchParams(query).toString()
  location.href = `${url}?${search}`
}

export function newState(): string {
  const state = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  sessionStorage.setItem(STATE_KEY, state)
  return state
}

/** null when the answer does not belong to a journey that began here */
function takeState(): string | null {
  const state = sessionStorage.getItem(STATE_KEY)
  sessionStorage.removeItem(STATE_KEY)
  return state
}

let taken: URLSearchParams | null = null

/** Must run before the router starts: it empties the query. */
export function takeReturn(): void {
  if (process.env.TARO_ENV !== 'h5' || !location.search) return
  taken = new URLSearchParams(location.search)
  history.replaceState(null, '', `${location.pathname}${location.hash}`)
}

/** The code of a finished sign-in, once. */
export function takeCode(): string | null {
  const code = taken?.get('code') ?? null
  if (!code || taken?.get('state') !== takeState()) return null
  taken = null
  return code
}

/** What the cashier said, once. The truth about money comes from the server. */
export const takePay = (): Answer => takeAnswer('pay')
/** What the page that stands in for WeChat's wallet said, once. */
export const takeTransfer = (): Answer => takeAnswer('transfer')

type Answer = 'ok' | 'cancel' | null
function takeAnswer(name: string): Answer {
  const answer = taken?.get(name)
  if (answer !== 'ok' && answer !== 'cancel') return null
  taken = null
  return answer
}
