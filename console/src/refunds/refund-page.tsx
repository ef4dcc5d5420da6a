/** One refund, and what a person can do where the provider could not. */
import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from 'react-router'
import type { FinanceRefund } from '@banyi/contract/payments/refunds'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay } from '../app/use-session.ts'
import { BackLink } from '../ui/back-link.tsx'
import { Card, Facts, PageHead, StatusWord } from '../ui/bits.tsx'
import { PostingsCard } from '../ui/postings.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { StepsCard } from '../ui/steps.tsx'
import { refundTones } from '../words/finance.ts'
import { yuan } from '../words/money.ts'
import { fullTime } from '../words/time.ts'
import { AbnormalDialog } from './abnormal-dialog.tsx'
import { AgainDialog, BankPaymentDialog } from './refund-dialogs.tsx'

export function Component(): ReactElement {
  const { number = '' } = useParams()
  const client = useClient()
  const query = useQuery({
    queryKey: ['money', 'refund', number],
    queryFn: () => client.payments.getRefund({ params: { number } }),
    refetchInterval: 30_000,
  })
  return (
    <>
      <BackLink to="/finance/refunds" name="退款" />
      <Loaded query={query} title="退款" skeleton={<CardSkeleton rows={10} />}>
        {(refund) => (
          <>
            <PageHead
              title={`退款 ${yuan(refund.amountFen)}`}
              lead={<StatusWord tone={refundTones[refund.state]}>{refund.stateName}</StatusWord>}
            />
            <section className="card headline" aria-label="接下来">
              <p className="next">{refund.sentence}</p>
              {refund.lastError && <p className="danger-text">微信支付说：{refund.lastError}</p>}
            </section>
            <div className="order-grid">
              <div className="stack">
                <StepsCard steps={refund.history} />
                <PostingsCard postings={refund.postings} />
              </div>
              <Handling refund={refund} />
              <Card title="这笔退款" className="about">
                <Facts
                  items={[
                    [
                      '订单',
                      <Link key="订单" to={`/orders/${refund.orderId}?tab=money`}>
                        {refund.orderNumber}
                      </Link>,
                    ],
                    ['为什么退', refund.reason],
                    ['开始', fullTime(refund.createdAt)],
                    ['退款单号', refund.number],
                    ['付款单号', refund.paymentNumber ?? '—'],
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

type Open = 'abnormal' | 'bank' | 'again'

function Handling({ refund }: { refund: FinanceRefund }): ReactElement {
  const canKeep = useMay('keepBooks')
  const [open, setOpen] = useState<Open | null>(null)
  const { handleAbnormal, again, recordBankPayment } = refund.can
  const close = (): void => setOpen(null)
  return (
    <Card title="处理">
      {!handleAbnormal && !again && !recordBankPayment ? (
        <p className="muted">现在没有要人处理的。</p>
      ) : !canKeep ? (
        <p className="note">{whoMay('keepBooks')}</p>
      ) : (
        <div className="actions">
          {handleAbnormal && (
            <Button block type="primary" onClick={() => setOpen('abnormal')}>
              处理退不回的钱
            </Button>
          )}
          {recordBankPayment && (
            <Button block type="primary" onClick={() => setOpen('bank')}>
              登记银行转账
            </Button>
          )}
          {again && (
            <Button block onClick={() => setOpen('again')}>
              重新退一次
            </Button>
          )}
        </div>
      )}
      {open === 'abnormal' && <AbnormalDialog refund={refund} onClose={close} />}
      {open === 'bank' && <BankPaymentDialog refund={refund} onClose={close} />}
      {open === 'again' && <AgainDialog refund={refund} onClose={close} />}
    </Card>
  )
}
