/** Tencent Cloud errors come with HTTP 200 and a code in Response.Error. */
import { randomUUID } from 'node:crypto'
import { jsonReply, type SimReply } from '../core/http.ts'

export class CloudError extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.code = code
  }
}

export function cloudReply(fields: Record<string, unknown>, status = 200): SimReply {
  return jsonReply(status, { Response: { ...fields, RequestId: randomUUID() } }, { 'Content-Type': 'application/json' })
}

export function cloudErrorReply(code: string, message: string, status = 200): SimReply {
  return cloudReply({ Error: { Code: code, Message: message } }, status)
}
