/** One claim: what happened, the proofs, the money's two ways, the decisions, and what is taken back later. */
import type { ReactElement } from 'react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { Claim } from '@banyi/contract/payments/fund'
import { useClient } from '../api/api.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Card, Facts, PageHead, StatusWord } from '../ui/bits.tsx'
import { PostingsCard } from '../ui/postings.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { StepsCard } from '../ui/steps.tsx'
import { claimTones, responsibleNames } from '../words/finance.ts'
import { yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'
import { ClaimActions } from './claim-actions.tsx'

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const query = useQuery({
    queryKey: ['money', 'claim', id],
    queryFn: () => client.payments.getClaim({ params: { id } }),
    refetchInterval: 30_000,
  })
  return (
    <>
      <BackLink to="/finance/claims" name="赔付" />
      <Loaded query={query} title="赔付" skeleton={<CardSkeleton rows={10} />}>
        {(claim) => (
          <>
            <PageHead
              title={`赔付 ${claim.number}：${yuan(claim.amountFen)}`}
              lead={<StatusWord tone={claimTones[claim.state]}>{claim.stateName}</StatusWord>}
            />
            {claim.payBefore && !claim.paidAt && (
              <section className="card headline" aria-label="接下来">
                <p className="next">应在 {sayTime(claim.payBefore)} 前付给家属。</p>
                {claim.transfer && <p>{claim.transfer.sentence}</p>}
              </section>
            )}
            <div className="order-grid">
              <div className="stack">
                <What claim={claim} />
                <StepsCard steps={claim.history} />
                <PostingsCard postings={claim.postings} />
              </div>
              <ClaimActions claim={claim} />
              <Card title="这件赔付" className="about">
                <Facts
                  items={[
                    [
                      '订单',
                      <Link key="订单" to={`/orders/${claim.orderId}?tab=money`}>
                        {claim.orderNumber}
                      </Link>,
                    ],
                    ['规则', claim.ruleTitle],
                    ['金额', yuan(claim.amountFen)],
                    ['原路退回', claim.refundFen > 0 ? yuan(claim.refundFen) : ''],
                    ['微信转账', claim.transferFen > 0 ? yuan(claim.transferFen) : ''],
                    ['责任方', [responsibleNames[claim.responsible], claim.companionName].filter(Boolean).join('：')],
                    [
                      '追偿',
                      claim.recoverFen > 0 ? `${yuan(claim.recoveredFen)} / ${yuan(claim.recoverFen)}` : '不追偿',
                    ],
                    ['提出', `${claim.createdBy}，${sayTime(claim.createdAt)}`],
                    ['付清', claim.paidAt ? sayTime(claim.paidAt) : ''],
                  ]}
                />
              </Card>
            </div>
          </>
        )}
      </Loaded>
    </>
  )
}

function What({ claim }: { claim: Claim }): ReactElement {
  return (
    <Card title="发生了什么">
      <div className="stack">
        <p className="pre">{claim.reason}</p>
        <Facts items={claim.proofs.map((proof) => [proof.kind, proof.text] as const)} />
        {claim.proofs.length === 0 && <p className="muted">没有附凭证。</p>}
      </div>
    </Card>
  )
}
