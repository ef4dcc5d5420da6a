import { useEffect } from 'react'
import { api, useRead } from '@/api'
import { asPolicy } from '@/parts/contract-words'
import { PAGE, replace, useParam } from '@/parts/go'
import { Paper } from '@/parts/paper'
import { dayOf, sayDate } from '@/say/time'
import { Card, ErrorState, Gap, Note, Screen, Skeleton, Title } from '@/ui'

/** The text that family and companion agree to, before there is an order. */
export default function ContractText() {
  // the square on the first papers leads here
  const code = useParam('code')
  useEffect(() => {
    if (code) replace(PAGE.verify(code))
  }, [code])
  const { data, error, reload } = useRead('contract.template', () => api.contracts.getTemplate())
  if (!data)
    return <Screen title="服务合同">{error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />}</Screen>
  const { summary, text } = asPolicy(data)
  return (
    <Screen title="服务合同">
      <Title>{data.title}</Title>
      <Note>
        第 {data.version} 版，{sayDate(dayOf(data.effectiveFrom))}起
      </Note>
      <Gap size={3} />
      <Card title="先看要点" tone="brand">
        <Paper markdown={summary} />
      </Card>
      <Card>
        <Paper markdown={text} />
      </Card>
      <Note>每个订单的合同按这份文本填写，双方同意后不能改动，可以在订单里下载。</Note>
    </Screen>
  )
}
