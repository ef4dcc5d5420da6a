/** Take it, propose how it is resolved, and let another person agree. */
import { useState, type ReactElement } from 'react'
import { App, Button } from 'antd'
import type { Difference } from '@banyi/contract/payments/reconciliation'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay, useOperator } from '../app/use-session.ts'
import { Card } from '../ui/bits.tsx'
import { Refused } from '../ui/decision-dialog.tsx'
import { useCommand } from '../ui/use-command.ts'
import { resolutions } from '../words/finance.ts'
import { ApproveDialog, ProposeDialog } from './resolve-dialogs.tsx'

export function ResolveCard({ difference }: { difference: Difference }): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const me = useOperator()
  const canKeep = useMay('keepBooks')
  const [open, setOpen] = useState<'propose' | 'approve' | null>(null)
  const take = useCommand<Difference>([['money']], () => void message.success('由你处理了。'))
  const { can } = difference
  const isMine = difference.owner !== null && difference.owner === me?.name
  return (
    <Card title="处理">
      <div className="stack">
        {difference.resolution && (
          <p>
            提出的办法：{resolutions[difference.resolution].name}
            <span className="note"> {resolutions[difference.resolution].effect}</span>
          </p>
        )}
        {difference.state === 'resolved' && <p>已经解决。</p>}
        {difference.state === 'gone' && <p>后来的账单里对上了，不用处理。</p>}
        {!canKeep && <p className="note">{whoMay('keepBooks')}</p>}
        {canKeep && can.take && (
          <Button
            block
            type={difference.state === 'open' ? 'primary' : 'default'}
            loading={take.isSending}
            onClick={() =>
              take.run({ take: difference.id, version: difference.version }, (commandId) =>
                client.payments.takeDifference({
                  params: { id: difference.id },
                  body: { commandId, version: difference.version },
                }),
              )
            }
          >
            {difference.owner === null ? '由我处理' : `从${difference.owner}接过来`}
          </Button>
        )}
        {canKeep && can.propose && (
          <Button
            block
            type={difference.state === 'resolved' ? 'default' : 'primary'}
            onClick={() => setOpen('propose')}
          >
            {difference.state === 'resolved' ? '再提出处理办法' : '提出处理办法'}
          </Button>
        )}
        {canKeep && can.approve && (
          <Button block type="primary" onClick={() => setOpen('approve')}>
            同意并入账
          </Button>
        )}
        {canKeep && difference.state === 'proposed' && !can.approve && (
          <p className="note">{isMine ? '你提出的办法，要由另一位财务同意。' : '等另一位财务同意。'}</p>
        )}
        {take.problem && <Refused problem={take.problem} />}
      </div>
      {open === 'propose' && <ProposeDialog difference={difference} onClose={() => setOpen(null)} />}
      {open === 'approve' && <ApproveDialog difference={difference} onClose={() => setOpen(null)} />}
    </Card>
  )
}
