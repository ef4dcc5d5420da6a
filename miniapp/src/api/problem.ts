import { ApiError } from '@banyi/contract/client'

/** No answer came back: no network, server away, too slow. */
export class NoAnswer extends Error {
  constructor(cause: unknown) {
    super('网络不通，没有收到答复', { cause })
    this.name = 'NoAnswer'
  }
}

/** One sentence for people: what happened and what to do. */
export function sayProblem(error: unknown): string {
  if (error instanceof ApiError) {
    if (error.problem.code === 'SIGN_IN_REQUIRED') return '需要重新登录，刚才填写的内容还在'
    if (error.problem.fields && Object.keys(error.problem.fields).length > 0)
      return `有一处需要改：${Object.values(error.problem.fields)[0]}`
    return error.problem.message || '没有办成，请稍后再试'
  }
  if (error instanceof NoAnswer) return '网络不通，请检查网络后再试一次'
  if (error instanceof Error && /[\u4e00-\u9fff]/.test(error.message)) return error.message
  return '出了点问题，请再试一次'
}

/** Refused fields, by the last part of their path: body.name -> name; lists keep their position: emergencyContacts.0.phone */
export function refusedFields(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {}
  const entries = Object.entries(error.problem.fields ?? {})
  return Object.fromEntries(
    entries.map(([path, reason]) => [path.replace(/^(body|query|params)[./]/, '').replace(/\//g, '.'), reason]),
  )
}

export const codeOf = (error: unknown): string | null => (error instanceof ApiError ? error.problem.code : null)
export const factOf = (error: unknown, fact: string): string | number | boolean | undefined =>
  error instanceof ApiError ? error.problem.facts?.[fact] : undefined
