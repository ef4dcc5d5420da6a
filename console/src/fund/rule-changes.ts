/** Rules as data: what is wrong with a draft, and what it changes, in words. */
import type { FundRule, FundRules } from '@banyi/contract/payments/fund'
import { responsibleNames } from '../words/finance.ts'
import { yuan } from '../words/money.ts'

const share = (percent: number): string => `${percent}%`
const between = (value: number, min: number, max: number): boolean =>
  Number.isInteger(value) && value >= min && value <= max

/** field path -> what is wrong, as the server would say it */
export const faultsOf = (draft: FundRules): Record<string, string> => {
  const faults: Record<string, string> = {}
  const want = (isRight: boolean, path: string, words: string): void => {
    if (!isRight && !(path in faults)) faults[path] = words
  }
  want(between(draft.sharePercent, 0, 100), 'sharePercent', '应在 0 到 100 之间')
  want(between(draft.recoveryPercent, 0, 100), 'recoveryPercent', '应在 0 到 100 之间')
  want(draft.rules.length > 0, 'rules', '至少要有一条规则')
  want(draft.rules.length <= 40, 'rules', '最多 40 条规则')
  for (const [i, rule] of draft.rules.entries()) {
    const at = (field: keyof FundRule): string => `${i}.${field}`
    want(/^[a-z][a-z-]{2,30}$/.test(rule.code), at('code'), '用小写字母和短横线，3 到 31 位')
    want(draft.rules.findIndex(({ code }) => code === rule.code) === i, at('code'), '和前面的代号重复')
    want(between(rule.title.trim().length, 2, 30), at('title'), '2 到 30 个字')
    want(between(rule.what.trim().length, 4, 200), at('what'), '4 到 200 个字')
    want(between(rule.maxPercent, 0, 1000), at('maxPercent'), '应在 0 到 1000 之间')
    want(between(rule.maxFen, 1, 100_000_000), at('maxFen'), '请填金额')
    want(rule.proofs.length > 0, at('proofs'), '至少要一种凭证')
    want(rule.proofs.length <= 10, at('proofs'), '最多 10 种凭证')
    want(
      rule.proofs.every((proof) => between(proof.length, 2, 60)),
      at('proofs'),
      '每种 2 到 60 个字',
    )
    want(between(rule.payWithinMinutes, 1, 1440), at('payWithinMinutes'), '应在 1 到 1440 之间')
  }
  return faults
}

const names: Partial<Record<keyof FundRule, string>> = {
  title: '名称',
  what: '情况',
  maxPercent: '按实付最多',
  maxFen: '金额最多',
  proofs: '凭证',
  approvers: '批准人数',
  payWithinMinutes: '多久付到',
  responsible: '责任方',
}
const say = (rule: FundRule, field: keyof FundRule): string => {
  if (field === 'maxPercent') return share(rule.maxPercent)
  if (field === 'maxFen') return yuan(rule.maxFen)
  if (field === 'proofs') return rule.proofs.join('、')
  if (field === 'approvers') return `${rule.approvers} 位`
  if (field === 'payWithinMinutes') return `${rule.payWithinMinutes} 分钟`
  if (field === 'responsible') return responsibleNames[rule.responsible]
  return rule[field]
}

export const changesOf = (before: FundRules, after: FundRules): string[] => {
  const changes: string[] = []
  if (before.sharePercent !== after.sharePercent)
    changes.push(`每单佣金提 ${share(before.sharePercent)} → ${share(after.sharePercent)}`)
  if (before.recoveryPercent !== after.recoveryPercent)
    changes.push(`每次最多扣余额的 ${share(before.recoveryPercent)} → ${share(after.recoveryPercent)}`)
  const old = new Map(before.rules.map((rule) => [rule.code, rule]))
  for (const rule of after.rules) {
    const known = old.get(rule.code)
    if (!known) {
      changes.push(`新增「${rule.title}」：最多 ${yuan(rule.maxFen)}，${rule.approvers} 位批准`)
      continue
    }
    for (const field of Object.keys(names) as (keyof FundRule)[]) {
      if (say(known, field) !== say(rule, field))
        changes.push(`「${known.title}」${names[field]}：${say(known, field)} → ${say(rule, field)}`)
    }
  }
  for (const rule of before.rules) {
    if (!after.rules.some(({ code }) => code === rule.code)) changes.push(`去掉「${rule.title}」`)
  }
  return changes
}
