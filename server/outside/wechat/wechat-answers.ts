/** How WeChat's server API speaks: HTTP 200, and an errcode that is absent or 0 when it went well. */
import { objectOf, type OutsideAnswer } from '../http.ts'

export const PARTY = '微信'

export interface WechatConfig {
  WECHAT_APPID: string
  WECHAT_SECRET: string
  WECHAT_API_URL: string
  WECHAT_PUSH_TOKEN: string
  WECHAT_PUSH_AES_KEY: string
}

export function errcodeOf(body: Record<string, unknown> | null): number {
  if (body === null) return NOT_JSON
  return typeof body['errcode'] === 'number' ? body['errcode'] : 0
}
export const NOT_JSON = -2
/** -1: "system busy, try again" */
export const isSystemBusy = (answer: OutsideAnswer): boolean => errcodeOf(objectOf(answer.body)) === -1
