import Taro from '@tarojs/taro'
import { loadInstallation } from './config'
import { leaveFor, newState, returnUrl, takeCode } from './web-return'

/**
 * A code that the server exchanges for a WeChat identity. In WeChat it is there at once; a browser leaves for the
 * sign-in page and comes back to `page`, where `finishedCode` has it. null: the browser is on its way.
 */
export async function beginSignIn(page: string): Promise<string | null> {
  if (process.env.TARO_ENV === 'weapp') return (await Taro.login()).code
  const { peopleUrl } = await loadInstallation()
  if (!peopleUrl) throw new Error('这里不能用微信登录，请用手机号登录')
  leaveFor(`${peopleUrl}/signin`, { redirect: returnUrl(page), state: newState() })
  return null
}

export const finishedCode = (): string | null => (process.env.TARO_ENV === 'h5' ? takeCode() : null)
