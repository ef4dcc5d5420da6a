/** Short messages by Tencent Cloud. */
export interface SmsPort {
  /**
   * `phone` 11 digits; `template` our name for it (SMS_TEMPLATES). Throws OUTSIDE_UNAVAILABLE when trying again makes sense:
   * nothing was sent, unless the error is an OutsideUnavailable whose `isOutcomeUnknown` says that it may have been.
   * `refused`: this number will not get it.
   */
  send(message: {
    phone: string
    template: string
    params: string[]
    context: string
  }): Promise<{ status: 'sent'; serial: string } | { status: 'refused'; reason: string }>
}
