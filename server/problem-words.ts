/** What zod found, in words for people. Texts written in the contract (Chinese) go through as they are. */
interface Issue {
  message?: string | undefined
  keys?: string[]
  expected?: string
  minimum?: number | bigint
  maximum?: number | bigint
  origin?: string
  values?: unknown[]
}

/** Pairs of field path and text; an issue about unknown keys names each key. */
export function sayIssue(field: string, keyword: string, issue: Issue): [string, string][] {
  const at = field || 'body'
  if (keyword === 'unrecognized_keys')
    return (issue.keys ?? []).map((key): [string, string] => [field ? `${field}.${key}` : key, '不认识的字段'])
  if (issue.message && /[\u4e00-\u9fff]/.test(issue.message)) return [[at, issue.message]]
  return [[at, say(keyword, issue)]]
}

function say(keyword: string, issue: Issue): string {
  switch (keyword) {
    case 'invalid_type':
      return `类型不对，应为${typeNames[issue.expected ?? ''] ?? issue.expected ?? '其他类型'}`
    case 'too_small':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `至少 ${issue.minimum} ${issue.origin === 'array' ? '项' : '个字'}`
        : `不能小于 ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'string' || issue.origin === 'array'
        ? `最多 ${issue.maximum} ${issue.origin === 'array' ? '项' : '个字'}`
        : `不能大于 ${issue.maximum}`
    case 'invalid_value':
      return `只能是 ${(issue.values ?? []).map(String).join('、')} 之一`
    default:
      return '格式不对'
  }
}
const typeNames: Record<string, string> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: '是或否',
  array: '列表',
  object: '对象',
  date: '日期',
}
