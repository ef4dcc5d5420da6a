/** WeChat's server API for one mini-program. Failures are OUTSIDE_UNAVAILABLE unless a refusal is named. */
export interface WechatPort {
  /** code of wx.login -> who it is; throws WRONG_CREDENTIALS when WeChat refuses the code */
  signIn(code: string): Promise<{ openid: string; unionid: string | null }>
  /** code of a getPhoneNumber tap -> 11 digits; throws WRONG_CREDENTIALS when refused */
  phoneOf(code: string): Promise<string>
  /**
   * one subscribe message; `templateId` and the keys of `data` are WeChat's (SUBSCRIBE_TEMPLATES). `refused`: the person did
   * not agree (43101), send by another way. An OutsideUnavailable with `isOutcomeUnknown` may have been sent all the same.
   */
  sendSubscribeMessage(message: {
    openid: string
    templateId: string
    page: string
    data: Record<string, string>
  }): Promise<'sent' | 'refused'>
  /** signature of the message-push URL; the echo to answer, or null when forged */
  verifyPushUrl(query: Record<string, string>): string | null
  /** decrypts and checks a pushed event; throws FORBIDDEN when forged */
  openPush(query: Record<string, string>, body: Buffer): Record<string, unknown>
}
