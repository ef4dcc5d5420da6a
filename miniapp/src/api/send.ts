import Taro from '@tarojs/taro'
import type { Wire } from '@banyi/contract/client'
import { apiUrl } from '../platform/config'
import { useSession } from '../store/session'
import { useOnline } from '../store/online'
import { NoAnswer } from './problem'

const TIMEOUT = 15_000
const PAUSES = [600, 1800]

export interface Answer {
  status: number
  body: unknown
}

/** One request; rejects with NoAnswer when none came back. */
async function once({ method, path, body }: Wire, token: string | null): Promise<Answer> {
  const header: Record<string, string> = {
    // without a body WeChat would announce JSON, and the server would miss it
    'content-type': body === undefined ? 'text/plain' : 'application/json',
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  }
  try {
    const reply = await Taro.request<unknown>({
      url: apiUrl + path,
      method: method as keyof Taro.request.Method,
      header,
      timeout: TIMEOUT,
      ...(body === undefined ? {} : { data: body as object }),
    })
    useOnline.setState({ isOnline: true })
    return { status: reply.statusCode, body: reply.data }
  } catch (error) {
    throw new NoAnswer(error)
  }
}

/** A command carries its id, so sending it twice does it once; reading twice is harmless anyway. */
const mayRepeat = ({ method, body }: Wire): boolean =>
  method === 'GET' || (typeof body === 'object' && body !== null && 'commandId' in body)

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export async function sendWith(wire: Wire, token: string | null, pauses: readonly number[] = PAUSES): Promise<Answer> {
  for (const pause of mayRepeat(wire) ? pauses : []) {
    try {
      return await once(wire, token)
    } catch {
      await wait(pause)
    }
  }
  return once(wire, token)
}

/** a wrong SMS code is a 401 too, and must not sign anybody out */
const isSignedOut = ({ status, body }: Answer): boolean =>
  status === 401 && typeof body === 'object' && body !== null && 'code' in body && body.code === 'SIGN_IN_REQUIRED'

export async function send(wire: Wire): Promise<Answer> {
  const { token } = useSession.getState()
  const answer = await sendWith(wire, token)
  // signed out elsewhere or too long idle; what was typed stays on the page
  if (isSignedOut(answer) && token && useSession.getState().token === token) useSession.getState().end()
  return answer
}
