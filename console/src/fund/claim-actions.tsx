/** Approve, reject, pay again, take back: never by the one who made the claim. */
import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import type { Claim } from '@banyi/contract/payments/fund'
import { whoMay } from '../app/duties.ts'
import { useMay, useOperator } from '../app/use-session.ts'
import { Card } from '../ui/bits.tsx'
import { sayTime } from '../words/time.ts'
import { ClaimDialog, type Way } from './claim-dialog.tsx'
import { RecoverDialog } from './recover-dialog.tsx'

/** why there is no button for me */
export const whyNotMe = (claim: Claim, me: string | undefined): string => {
  if (claim.state !== 'proposed' || claim.can.approve) return ''
  if (claim.createdBy === me) return '你提出的，要由别的财务批准。'
  return claim.approvals.some((step) => step.who === me) ? '你已经同意过，还要另一位财务。' : '这一件你不能批准。'
}

export function ClaimActions({ claim }: { claim: Claim }): ReactElement {
  const me = useOperator()
  const canKeep = useMay('keepBooks')
  const [open, setOpen] = useState<Way | 'recover' | null>(null)
  const close = (): void => setOpen(null)
  const { can } = claim
  const why = claim.state !== 'proposed' ? '' : canKeep ? whyNotMe(claim, me?.name) : whoMay('keepBooks')
  const isQuiet = !can.approve && !can.reject && !can.retry && !can.recover && why === ''
  return (
    <Card title="处理">
      <div className="stack">
        {claim.state === 'proposed' && (
          <p>
            需要 {claim.approvalsNeeded} 位财务批准，已有 {claim.approvals.length} 位。
          </p>
        )}
        {claim.approvals.length > 0 && (
          <ul className="bullets">
            {claim.approvals.map((step) => (
              <li key={`${step.who} ${step.at}`}>
                {step.who}
                {step.who === me?.name && '（你）'} {sayTime(step.at)} 批准
              </li>
            ))}
          </ul>
        )}
        {canKeep && can.approve && (
          <Button block type="primary" onClick={() => setOpen('approve')}>
            批准
          </Button>
        )}
        {canKeep && can.retry && (
          <Button block type="primary" onClick={() => setOpen('retry')}>
            再付一次
          </Button>
        )}
        {canKeep && can.recover && (
          <Button block onClick={() => setOpen('recover')}>
            向陪诊员追偿
          </Button>
        )}
        {canKeep && can.reject && (
          <Button block danger onClick={() => setOpen('reject')}>
            驳回
          </Button>
        )}
        {why !== '' && <p className="note">{why}</p>}
        {isQuiet && <p className="muted">现在没有要做的。</p>}
      </div>
      {open === 'recover' ? (
        <RecoverDialog claim={claim} onClose={close} />
      ) : (
        open && <ClaimDialog claim={claim} way={open} onClose={close} />
      )}
    </Card>
  )
}
