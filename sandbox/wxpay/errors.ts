/** WeChat Pay errors: an HTTP status, a code, a text, and a number at the end of Request-ID that says more than the code. */
import { randomBytes } from 'node:crypto'
import { jsonReply, type SimReply } from '../core/http.ts'

/** The internal numbers, from the vendor's trouble-shooting page. */
export const REQUEST_CODES = {
  none: 0,
  signature: 268443699,
  orderNotFound: 268512771,
  tooOften: 268447840,
  badParameter: 268435461,
  outOfRange: 268435464,
  paid: 268449538,
  unknownField: 270924358,
  orderExpired: 268447914,
  changedBody: 268498688,
  wrongAppid: 268445527,
  wrongMerchant: 268447843,
  openidMissing: 268501013,
} as const

export class PayError extends Error {
  readonly status: number
  readonly code: string
  readonly requestCode: number
  readonly detail: Record<string, unknown> | undefined

  constructor(
    status: number,
    code: string,
    message: string,
    requestCode: number = REQUEST_CODES.none,
    detail?: Record<string, unknown>,
  ) {
    super(message)
    this.status = status
    this.code = code
    this.requestCode = requestCode
    this.detail = detail
  }
}

export function newRequestId(requestCode: number): string {
  return `${randomBytes(20).toString('hex').toUpperCase()}-${requestCode}`
}

export function payErrorReply({ status, code, message, requestCode, detail }: PayError): SimReply {
  return jsonReply(
    status,
    { code, message, ...(detail ? { detail } : {}) },
    { 'Request-ID': newRequestId(requestCode) },
  )
}

export const signError = (message: string, detail?: Record<string, unknown>) =>
  new PayError(401, 'SIGN_ERROR', message, REQUEST_CODES.signature, detail)

export const parameterError = (message: string, field?: string, requestCode: number = REQUEST_CODES.badParameter) =>
  new PayError(
    400,
    'PARAM_ERROR',
    message,
    requestCode,
    field ? { field, location: 'body', issue: message } : undefined,
  )

export const changedBody = () =>
  new PayError(400, 'INVALID_REQUEST', '请求重入时，参数与首次请求时不一致', REQUEST_CODES.changedBody)

export const orderNotFound = () => new PayError(404, 'ORDER_NOT_EXIST', '订单不存在', REQUEST_CODES.orderNotFound)

/** What a scenario of kind `error` answers when it names only a status. */
export const DEFAULT_CODES: Record<number, [code: string, message: string, requestCode: number]> = {
  400: ['PARAM_ERROR', '参数错误', REQUEST_CODES.badParameter],
  401: ['SIGN_ERROR', '签名错误', REQUEST_CODES.signature],
  403: ['RULE_LIMIT', '业务规则限制', REQUEST_CODES.none],
  404: ['ORDER_NOT_EXIST', '订单不存在', REQUEST_CODES.orderNotFound],
  429: ['FREQUENCY_LIMITED', '频率超限', REQUEST_CODES.tooOften],
  500: ['SYSTEM_ERROR', '系统错误', REQUEST_CODES.none],
}
