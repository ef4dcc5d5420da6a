/** What went wrong, for people: what happened, what was kept, what to do. */
import { ApiError } from '@banyi/contract/client'
import { OfflineError } from './send.ts'

export type ProblemKind = 'offline' | 'signed-out' | 'forbidden' | 'gone' | 'conflict' | 'invalid' | 'busy' | 'server'

export interface Explained {
  kind: ProblemKind
  title: string
  detail: string
  /** field path -> reason, for forms */
  fields: Record<string, string>
  requestId: string
  /** seconds, where the server said how long to wait */
  retryAfterSeconds: number | null
}

const kindOf = (status: number): ProblemKind => {
  if (status === 401) return 'signed-out'
  if (status === 403) return 'forbidden'
  if (status === 404 || status === 410) return 'gone'
  if (status === 409 || status === 412) return 'conflict'
  if (status === 429 || status === 423) return 'busy'
  return status < 500 ? 'invalid' : 'server'
}
/** some conflicts are not about a change somebody made */
const titlesOfCodes: Record<string, string> = {
  NOT_ALLOWED_NOW: '现在还不能这样做',
  TIME_TAKEN: '这段时间刚被占用',
}
const titles: Record<ProblemKind, string> = {
  offline: '没有连上服务器',
  'signed-out': '登录已失效',
  forbidden: '你的职责不包括这一项',
  gone: '没有找到，可能已被移走',
  conflict: '内容刚刚有变化',
  invalid: '有内容需要改一下',
  busy: '请稍等再试',
  server: '服务暂时不可用',
}

export const explain = (error: unknown): Explained => {
  const base = { fields: {}, requestId: '', retryAfterSeconds: null }
  if (error instanceof ApiError) {
    const { problem } = error
    const kind = kindOf(problem.status)
    const wait = problem.facts?.['retryAfterSeconds']
    return {
      kind,
      title: titlesOfCodes[problem.code] ?? titles[kind],
      detail: problem.message,
      fields: problem.fields ?? {},
      requestId: problem.requestId,
      retryAfterSeconds: typeof wait === 'number' ? wait : null,
    }
  }
  if (error instanceof OfflineError)
    return { ...base, kind: 'offline', title: titles.offline, detail: '请检查网络后重试，已填的内容还在。' }
  return {
    ...base,
    kind: 'server',
    title: '页面遇到了问题',
    detail: error instanceof Error ? error.message : '请刷新后重试。',
  }
}

/** a refused field is named inside the sentence when the form has no place for it */
export const sentenceOf = (error: unknown): string => {
  const { detail, fields } = explain(error)
  const reasons = Object.values(fields).filter((reason) => !detail.includes(reason))
  return reasons.length > 0 ? `${detail}（${reasons.join('；')}）` : detail
}

export const isConflict = (error: unknown): boolean => explain(error).kind === 'conflict'
/** worth asking again by itself: the line or the server, never a refusal */
export const isPassing = (error: unknown): boolean => ['offline', 'server'].includes(explain(error).kind)
