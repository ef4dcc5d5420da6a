/** The template with the frozen inputs in it, and the facts above it. Pure. */
import type { Contract } from '@banyi/contract/contracts'
import { yuan } from '../core/money.ts'
import { shanghaiDay, shanghaiTime } from '../core/clock.ts'
import { maskName } from '../core/words.ts'
import { templateOf } from './templates.ts'
import type { ContractTerms } from './terms.ts'

type Facts = Contract['facts']

const sayInstant = (iso: string): string => {
  const at = new Date(iso)
  const [year, month, day] = shanghaiDay(at).split('-').map(Number)
  return `${year} 年 ${month} 月 ${day} 日 ${shanghaiTime(at)}`
}
const listOf = (items: string[]): string => items.map((item) => `- ${item}`).join('\n')

export const priceLines = (t: ContractTerms): { name: string; amountFen: number }[] => [
  ...t.lines,
  ...(t.premiumFen > 0 ? [{ name: `保险费 ${t.insuranceName}`.trim(), amountFen: t.premiumFen }] : []),
  ...(t.couponFen > 0 ? [{ name: `优惠 ${t.couponName}`.trim(), amountFen: -t.couponFen }] : []),
]

/** Markdown. What was typed by people stays text: it cannot make a heading, a list or another {{name}}. */
export function textOf(templateVersion: number, t: ContractTerms): string {
  const words: Record<string, string> = {
    家属: plain(t.familyName),
    就诊人: plain(t.patientNameMasked),
    陪诊员: plain(t.companionName) || '待陪诊员接单后写入',
    订单号: plain(t.orderNumber),
    服务: plain(t.serviceName),
    医院: plain(t.hospitalName),
    科室: plain(t.departmentName) || '到院后确定',
    开始: sayInstant(t.startsAt),
    结束: sayInstant(t.endsAt),
    价款: listOf([
      ...priceLines(t).map(
        ({ name, amountFen }) => `${plain(name)}：${amountFen < 0 ? '-' : ''}${yuan(Math.abs(amountFen))}`,
      ),
      `实付合计：${yuan(t.totalFen)}`,
    ]),
    退款规则: listOf(t.refundRules.map(plain)),
    保险: t.insuranceName ? `${plain(t.insuranceName)}，保险费 ${yuan(t.premiumFen)}` : '委托方没有选择保险',
  }
  return templateOf(templateVersion).body.replace(/\{\{([^}]+)\}\}/g, (_match, name: string) => words[name] ?? '')
}
/** the star of a masked name stays one, but not one of Markdown */
const plain = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll('*', '＊')
    .replaceAll(/[{}#_`<>[\]\\]/g, '')
    .trim()

export const factsOf = (t: ContractTerms): Facts => [
  { name: '订单', value: t.orderNumber },
  { name: '服务', value: t.serviceName },
  { name: '医院', value: [t.hospitalName, t.departmentName].filter(Boolean).join(' ') },
  { name: '时间', value: `${sayInstant(t.startsAt)} 至 ${shanghaiTime(new Date(t.endsAt))}` },
  { name: '就诊人', value: t.patientNameMasked },
  { name: '家属', value: t.familyName },
  { name: '陪诊员', value: t.companionName || '待接单' },
  { name: '实付', value: yuan(t.totalFen) },
  { name: '保险', value: t.insuranceName || '没有选择' },
]
/** for anybody who holds the paper: enough to compare, names masked */
export const publicFactsOf = (t: ContractTerms): Facts => [
  { name: '订单', value: t.orderNumber },
  { name: '服务', value: t.serviceName },
  { name: '医院', value: t.hospitalName },
  { name: '日期', value: sayInstant(t.startsAt).slice(0, -6) },
  { name: '就诊人', value: maskName(t.patientNameMasked) },
  { name: '家属', value: maskName(t.familyName) },
  { name: '陪诊员', value: t.companionName ? maskName(t.companionName) : '待接单' },
  { name: '实付', value: yuan(t.totalFen) },
]
