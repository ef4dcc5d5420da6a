/** Every refusal of the product. `message` is for people (Chinese); `detail` is for the log and must hold no personal data. */
export const statusOfCode = {
  INVALID: 400,
  SIGN_IN_REQUIRED: 401,
  WRONG_CREDENTIALS: 401,
  FORBIDDEN: 403,
  CONSENT_REQUIRED: 403,
  NOT_FOUND: 404,
  GONE: 410,
  /** somebody was first, or the sender saw an old version: read again */
  CONFLICT: 409,
  /** the time is taken */
  TIME_TAKEN: 409,
  /** a command id that was used for something else */
  COMMAND_REUSED: 409,
  /** the state does not allow it */
  NOT_ALLOWED_NOW: 409,
  EXPIRED: 410,
  LOCKED: 423,
  TOO_LARGE: 413,
  TOO_MANY: 429,
  INTERNAL: 500,
  /** an outside party does not answer; nothing was changed, or it goes on by itself */
  OUTSIDE_UNAVAILABLE: 503,
} as const

export type ErrorCode = keyof typeof statusOfCode

export interface ErrorExtras {
  fields?: Record<string, string>
  facts?: Record<string, string | number | boolean>
  detail?: string
  cause?: unknown
}

export class AppError extends Error {
  readonly code: ErrorCode
  readonly fields: Record<string, string> | undefined
  readonly facts: Record<string, string | number | boolean> | undefined
  readonly detail: string | undefined
  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message, { cause: extras.cause })
    this.code = code
    this.fields = extras.fields
    this.facts = extras.facts
    this.detail = extras.detail
  }
  get status(): number {
    return statusOfCode[this.code]
  }
}

export const invalid = (field: string, message: string): AppError =>
  new AppError('INVALID', message, { fields: { [field]: message } })
export const notFound = (what: string): AppError => new AppError('NOT_FOUND', `没有找到${what}`)
export const conflict = (message = '内容已经更新，请看最新情况后再操作'): AppError => new AppError('CONFLICT', message)
export const forbidden = (message = '没有权限查看或操作'): AppError => new AppError('FORBIDDEN', message)

/** one line for the log: what people are told says little about an outside party, `detail` says it and holds nothing personal */
export function sayError(error: unknown): string {
  if (error instanceof AppError && error.detail) return `${error.message} (${error.detail})`
  return error instanceof Error ? error.message : String(error)
}
