/** The insurer's refusals: HTTP status, code, a sentence that may be shown to people. */
import { jsonReply, type SimReply } from '../core/http.ts'

export class InsurerError extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | undefined
  constructor(status: number, code: string, message: string, field?: string) {
    super(message)
    this.status = status
    this.code = code
    this.field = field
  }
}

export const invalidField = (field: string, message: string) => new InsurerError(400, 'INVALID', message, field)
export const unknownNumber = () => new InsurerError(404, 'NOT_FOUND', '没有这个编号')
export const changedRequest = () => new InsurerError(409, 'REQUEST_CHANGED', '同一编号的内容与上次不同')

export const insurerErrorReply = ({ status, code, message, field }: InsurerError): SimReply =>
  jsonReply(status, { code, message, ...(field ? { field } : {}) })
