/** What a notice says on each channel. No patient's name: an SMS lies open on a screen. */
import type { Config } from '../config.ts'
import { shanghaiDay, shanghaiTime } from '../core/clock.ts'
import { yuan } from '../core/money.ts'
import { cut, fitField } from './fit-field.ts'

/** our names of the templates, in SUBSCRIBE_TEMPLATES of the configuration */
export type TemplateName = 'visit-milestone' | 'order-status' | 'companion-task' | 'refund' | 'payout'

/** facts that the templates put into words; stored with the notice */
export interface NoticeWords {
  /** at most five Chinese characters */
  status: string
  sentence: string
  orderNumber: string
  hospitalName: string
  packageName: string
  /** ISO instants */
  at: string
  startsAt: string
  amountFen: number | null
  /** page of the mini-program that it opens */
  page: string
}

const WHO = '您的家人'
/** longest variable of an SMS template that passes review */
const MAX_SMS = 32

/** 2026年11月23日 14:30 */
function wholeTime(iso: string): string {
  const at = new Date(iso)
  const [year, month, day] = shanghaiDay(at).split('-')
  return `${year}年${month}月${day}日 ${shanghaiTime(at)}`
}

function wordsOf(template: TemplateName, words: NoticeWords): Record<string, string> {
  const amount = yuan(words.amountFen ?? 0)
  switch (template) {
    case 'visit-milestone':
      return { patient: WHO, step: words.status, time: wholeTime(words.at), hospital: words.hospitalName }
    case 'order-status':
      return { orderNo: words.orderNumber, status: words.status, tip: words.sentence, time: wholeTime(words.at) }
    case 'companion-task':
      return { hospital: words.hospitalName, time: wholeTime(words.startsAt), amount, tip: words.packageName }
    case 'payout':
      return { amount, status: words.status, tip: words.sentence, time: wholeTime(words.at) }
    case 'refund':
      return { amount, reason: words.sentence, time: wholeTime(words.at) }
  }
}

/** Template id and fields of WeChat; null when it is not configured or something does not fit. */
export function subscribeMessageOf(
  config: Config,
  template: TemplateName,
  words: NoticeWords,
): { templateId: string; data: Record<string, string> } | null {
  const configured = config.subscribeTemplates[template]
  if (!configured || Array.isArray(configured.fields)) return null
  const said = wordsOf(template, words)
  const data: Record<string, string> = {}
  for (const [word, key] of Object.entries(configured.fields)) {
    const value = fitField(key, said[word] ?? '')
    if (value === null) return null
    data[key] = value
  }
  return { templateId: configured.id, data }
}

/** Template and variables of the SMS that says the same. */
export function smsOf(template: TemplateName, words: NoticeWords): { template: string; params: string[] } {
  const params = (...values: string[]): string[] =>
    values.map((value) => cut(value.replace(/\s+/g, ' ').trim(), MAX_SMS))
  const amount = yuan(words.amountFen ?? 0)
  switch (template) {
    case 'visit-milestone':
      return { template: 'milestone', params: params(WHO, words.sentence, shanghaiTime(new Date(words.at))) }
    case 'order-status':
      return { template: 'order-status', params: params(words.orderNumber, words.sentence) }
    case 'companion-task':
      return { template: 'companion-task', params: params(words.hospitalName, wholeTime(words.startsAt)) }
    case 'payout':
      return { template: 'payout', params: params(`${words.packageName} ${amount}`, words.sentence) }
    case 'refund':
      return {
        template: 'order-status',
        params: params(words.orderNumber, `退款${yuan(words.amountFen ?? 0)}已原路退回`),
      }
  }
}
