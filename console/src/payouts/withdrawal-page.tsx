/** One withdrawal: whose, how much of what is there, what happened, and the decision. */
import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { FinanceTransfer } from '@banyi/contract/payments/payouts'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay, useOperator } from '../app/use-session.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Card, Facts, PageHead, StatusWord } from '../ui/bits.tsx'
import { PostingsCard } from '../ui/postings.tsx'
import { CardSkeleton, ErrorBox, Loaded } from '../ui/states.tsx'
import { StepsCard } from '../ui/steps.tsx'
import { transferTones } from '../words/finance.ts'
import { yuan } from '../words/money.ts'
import { fullTime, sayTime } from '../words/time.ts'
import { whyNot } from './approval.ts'
import { DecideWithdrawalDialog } from './decide-withdrawal-dialog.tsx'

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const query = useQuery({
    queryKey: ['money', 'withdrawal', id],
    queryFn: () => client.payments.getWithdrawal({ params: { id } }),
    refetchInterval: 30_000,
  })
  return (
    <>
      <BackLink to="/finance/withdrawals" name="提现审批" />
      <Loaded query={query} title="提现" skeleton={<CardSkeleton rows={10} />}>
        {(transfer) => (
          <>
            <PageHead
              title={`${transfer.payeeName}提现 ${yuan(transfer.amountFen)}`}
              lead={<StatusWord tone={transferTones[transfer.state]}>{transfer.stateName}</StatusWord>}
            />
            <section className="card headline" aria-label="接下来">
              <span className="note">{transfer.payeeName}看到的</span>
              <p className="next">{transfer.sentence}</p>
              {transfer.failReason && <p className="danger-text">{transfer.failReason}</p>}
            </section>
            <div className="order-grid">
              <div className="stack">
                <StepsCard steps={transfer.history} />
                <PostingsCard postings={transfer.postings} />
              </div>
              <Decisions transfer={transfer} />
              <Card title="这笔提现" className="about">
                <Facts
                  items={[
                    [
                      '陪诊员',
                      <Link key="陪诊员" to={`/finance/payees/${transfer.payeeId}`}>
                        {transfer.payeeName}
                      </Link>,
                    ],
                    ['提现', yuan(transfer.amountFen)],
                    ['余额', `${yuan(transfer.payeeBalanceFen)}（这笔之外）`],
                    ['申请', fullTime(transfer.requestedAt)],
                    ['到账', transfer.paidAt ? fullTime(transfer.paidAt) : ''],
                    ['转账单号', transfer.number],
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

function Decisions({ transfer }: { transfer: FinanceTransfer }): ReactElement {
  const me = useOperator()
  const canKeep = useMay('keepBooks')
  const client = useClient()
  const cache = useQueryClient()
  const check = useMutation({
    mutationFn: () => client.payments.checkWithdrawal({ params: { id: transfer.id } }),
    onSettled: () => cache.invalidateQueries({ queryKey: ['money'] }),
  })
  const [way, setWay] = useState<'approve' | 'reject' | null>(null)
  const why = canKeep ? whyNot(transfer, me?.name) : whoMay('keepBooks')
  return (
    <Card title="审批">
      <div className="stack">
        <p>
          {transfer.approvalsNeeded === 0
            ? '没有超过限额，不需要审批。'
            : `需要 ${transfer.approvalsNeeded} 位财务批准，已有 ${transfer.approvals.length} 位。`}
        </p>
        {transfer.approvals.length > 0 && (
          <ul className="bullets">
            {transfer.approvals.map((step) => (
              <li key={`${step.who} ${step.at}`}>
                {step.who}
                {step.who === me?.name && '（你）'} {sayTime(step.at)} 批准
                {step.reason !== '' && <span className="note">：{step.reason}</span>}
              </li>
            ))}
          </ul>
        )}
        {canKeep && transfer.can.approve && (
          <Button block type="primary" onClick={() => setWay('approve')}>
            批准
          </Button>
        )}
        {canKeep && transfer.can.reject && (
          <Button block danger onClick={() => setWay('reject')}>
            驳回
          </Button>
        )}
        {canKeep && transfer.can.check && (
          <Button block loading={check.isPending} onClick={() => check.mutate()}>
            马上问微信
          </Button>
        )}
        {check.isError && <ErrorBox error={check.error} onRetry={() => check.mutate()} />}
        {why !== '' && transfer.state === 'awaiting-approval' && <p className="note">{why}</p>}
      </div>
      {way && <DecideWithdrawalDialog transfer={transfer} way={way} onClose={() => setWay(null)} />}
    </Card>
  )
}
