/** Short messages by Tencent Cloud. */
export interface SmsPort {
  /** `phone` 11 digits. Throws OUTSIDE_UNAVAILABLE when nothing was sent and trying again makes sense; `refused`: this number will not get it. */
  send(message: { phone: string; template: string; params: string[]; context: string }): Promise<{ status: 'sent'; serial: string } | { status: 'refused'; reason: string }>
}
