/** The fund's rules: what families may read, edited as data by finance; a change is a new version with a reason. */
import type { ReactElement } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { FundRules } from '@banyi/contract/payments/fund'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay } from '../app/use-session.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Card, Facts, PageHead } from '../ui/bits.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { responsibleNames } from '../words/finance.ts'
import { yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'
import { RulesEditor } from './rules-editor.tsx'

export function Component(): ReactElement {
  const client = useClient()
  const canKeep = useMay('keepBooks')
  const query = useQuery({
    queryKey: ['money', 'fund-rules'],
    queryFn: () => client.payments.getFundRules(),
    refetchOnWindowFocus: false,
  })
  return (
    <>
      <BackLink to="/finance/claims" name="赔付" />
      <Loaded query={query} title="赔付规则" skeleton={<CardSkeleton rows={14} />}>
        {(current) => (
          <>
            <PageHead
              title="赔付规则"
              lead={`第 ${current.version} 版，${current.changedBy} ${sayTime(current.changedAt)} 定的（${current.reason}）。家属能读到；改后只影响新的赔付。`}
            />
            {canKeep ? (
              <RulesEditor key={current.version} version={current.version} current={current} />
            ) : (
              <Read rules={current} />
            )}
          </>
        )}
      </Loaded>
    </>
  )
}

function Read({ rules }: { rules: FundRules }): ReactElement {
  return (
    <div className="stack">
      <p className="note">修改{whoMay('keepBooks')}</p>
      {rules.rules.map((rule) => (
        <Card key={rule.code} title={rule.title}>
          <Facts
            items={[
              ['情况', rule.what],
              ['最多', `实付的 ${rule.maxPercent}%，且不超过 ${yuan(rule.maxFen)}`],
              ['凭证', rule.proofs.join('、')],
              ['批准', `${rule.approvers} 位财务，${rule.payWithinMinutes} 分钟内付到`],
              ['责任方', responsibleNames[rule.responsible]],
            ]}
          />
        </Card>
      ))}
    </div>
  )
}
