import type { FundRule } from '@banyi/contract/payments/fund'
import { api, useRead } from '@/api'
import { sayMoney } from '@/say/money'
import { sayMinutes, sayTime } from '@/say/time'
import { Body, Card, Empty, ErrorState, Gap, Note, Screen, Skeleton, Title } from '@/ui'

const WHO_PAYS: Readonly<Record<FundRule['responsible'], string>> = {
  companion: '先付给您，再由平台向陪诊员追回',
  platform: '由平台承担',
  insurer: '先付给您，再由平台向保险公司追回',
  none: '由赔付金承担，不向谁追回',
}

const sayShare = (percent: number): string =>
  percent > 100 && percent % 100 === 0 ? `${percent / 100} 倍` : `${percent}%`

const most = ({ maxPercent, maxFen }: FundRule): string =>
  [maxPercent > 0 ? `这次价格的 ${sayShare(maxPercent)}` : '', maxFen > 0 ? sayMoney(maxFen) : '']
    .filter(Boolean)
    .join('，最多 ')

const termsOf = (rule: FundRule): [string, string][] => [
  ['最多赔', most(rule)],
  ['多久付', `批准后 ${sayMinutes(rule.payWithinMinutes)}内`],
  ['要什么凭据', rule.proofs.join('；')],
  ['谁来批', rule.approvers > 1 ? '两位财务，都不是提出的人' : '一位财务，不是提出的人'],
  ['钱由谁出', WHO_PAYS[rule.responsible]],
]

/** What the platform pays first, read before anything goes wrong. */
export default function FundRules() {
  const { data, error, reload } = useRead('fund.rules', () => api.payments.getFundRules())
  if (!data)
    return (
      <Screen title="先行赔付规则">{error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />}</Screen>
    )
  return (
    <Screen title="先行赔付规则">
      <Title>出了问题，平台先赔</Title>
      <Gap size={1} />
      <Body sub>
        {`每完成一单，平台从自己的佣金里拿出 ${data.sharePercent}% 放进赔付金。符合下面的情形，批准后先付给您，不用等责任分清。`}
      </Body>
      <Gap size={4} />
      {data.rules.length === 0 && <Empty title="规则还没有发布" picture="papers" />}
      {data.rules.map((rule) => (
        <Card key={rule.code} title={rule.title}>
          <Body>{rule.what}</Body>
          <Gap size={2} />
          {termsOf(rule).map(([name, words]) => (
            <Body key={name} sub>
              {`${name}：${words}`}
            </Body>
          ))}
        </Card>
      ))}
      <Note>
        第 {data.version} 版，{sayTime(data.changedAt)}生效。
      </Note>
    </Screen>
  )
}
