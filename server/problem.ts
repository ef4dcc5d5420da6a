/** One table from errors to RFC 9457 bodies. What was not foreseen tells people nothing about the inside. */
import type { Problem } from '@banyi/contract/common'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { sqlState } from './core/database.ts'
import { AppError } from './core/errors.ts'
import { sayIssue } from './problem-words.ts'

/** text, date, time, encoding */
const UNREADABLE = new Set(['22P02', '22007', '22008', '22021', '22P05'])

export function problemOf(error: unknown, requestId: string): Problem {
  const known = error instanceof AppError ? error : translate(error)
  return {
    type: 'about:blank',
    title: known.code,
    status: known.status,
    code: known.code,
    message: known.message,
    requestId,
    ...(known.fields ? { fields: known.fields } : {}),
    ...(known.facts ? { facts: known.facts } : {}),
  }
}

function translate(error: unknown): AppError {
  // a value that PostgreSQL cannot read (a made-up cursor, say) came from outside: ours are typed
  if (UNREADABLE.has(sqlState(error) ?? ''))
    return new AppError('INVALID', '填写的内容有误', { fields: { body: '格式不对' }, cause: error })
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields: Record<string, string> = {}
    for (const { instancePath, params, keyword, message } of error.validation) {
      const field = instancePath.split('/').filter(Boolean).join('.')
      for (const [path, words] of sayIssue(field, keyword, { ...params, message })) fields[path] ??= words
    }
    const first = Object.entries(fields)[0]
    return new AppError('INVALID', first ? `${first[0]}：${first[1]}` : '填写的内容有误', { fields })
  }
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new AppError('TOO_LARGE', '内容太大')
  if (code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH' || code.startsWith('FST_ERR_CTP'))
    return new AppError('INVALID', '请求内容有误', { fields: { body: '长度或格式不对' } })
  if (typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === 404)
    return new AppError('NOT_FOUND', '没有这个地址')
  if (typeof error === 'object' && error !== null && 'statusCode' in error && Number(error.statusCode) < 500)
    return new AppError('INVALID', '请求有误')
  return new AppError('INTERNAL', '系统出了点问题，您的内容没有丢失，请稍后再试', { cause: error })
}
