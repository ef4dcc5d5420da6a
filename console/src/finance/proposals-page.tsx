/** Postings that people make: one proposes, another one decides. */
import { useState, type ReactElement } from 'react'
import { Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { Proposal } from '@banyi/contract/payments/finance'
import { useClient } from '../api/api.ts'
import { whoMay } from '../app/duties.ts'
import { useMay, useOperator } from '../app/use-session.ts'
import { PageHead, StatusWord } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useUrlWords } from '../ui/use-url-words.ts'
import { WordTabs } from '../ui/word-tabs.tsx'
import { proposalStates, proposalTones } from '../words/finance.ts'
import { has } from '../words/labels.ts'
import { yuan } from '../words/money.ts'
import { sayTime } from '../words/time.ts'
import { DecideProposalDialog } from './decide-proposal-dialog.tsx'
import { ProposeDialog } from './propose-dialog.tsx'

type Deciding = { proposal: Proposal; way: 'approve' | 'reject' }

export function Component(): ReactElement {
  const client = useClient()
  const canKeep = useMay('keepBooks')
  const [words] = useUrlWords(['state', 'cursor'])
  const [isProposing, setProposing] = useState(false)
  const [deciding, setDeciding] = useState<Deciding | null>(null)
  const query = {
    state: has(proposalStates, words.state) ? words.state : undefined,
    cursor: words.cursor || undefined,
    limit: PAGE_SIZE,
  }
  const list = useQuery({
    queryKey: ['money', 'proposals', query],
    queryFn: () => client.payments.listProposals({ query }),
    placeholderData: keepPreviousData,
  })
  const columns: DataTableProps<Proposal>['columns'] = [
    {
      title: '记什么',
      width: 190,
      render: (_v, row) => (
        <>
          {row.kindName}
          {row.partyName && <span className="note">{row.partyName}</span>}
        </>
      ),
    },
    { title: '金额', width: 120, align: 'right', render: (_v, row) => yuan(row.amountFen) },
    {
      title: '状态',
      width: 120,
      render: (_v, row) => <StatusWord tone={proposalTones[row.state]}>{proposalStates[row.state]}</StatusWord>,
    },
    {
      title: '提出',
      width: 150,
      render: (_v, row) => (
        <>
          {row.createdBy}
          <span className="note">{sayTime(row.createdAt)}</span>
        </>
      ),
    },
    {
      title: '原因',
      render: (_v, row) => (
        <>
          {row.reason}
          <span className="note break">{row.reference}</span>
        </>
      ),
    },
    { title: '决定', width: 220, render: (_v, row) => <Decision proposal={row} onDecide={setDeciding} /> },
  ]
  return (
    <>
      <PageHead
        title="手工记账"
        lead="微信回调之外、由人记的账：一位财务提出，另一位同意才入账。"
        actions={
          canKeep ? (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setProposing(true)}>
              提出记账
            </Button>
          ) : (
            <span className="note">记账{whoMay('keepBooks')}</span>
          )
        }
      />
      <WordTabs
        label="按状态"
        word="state"
        options={[
          { value: '', label: '全部' },
          { value: 'proposed', label: '等同意' },
          { value: 'posted', label: '已入账' },
          { value: 'rejected', label: '已驳回' },
        ]}
      />
      <ListView<Proposal>
        query={list}
        unit="笔"
        label="手工记账"
        rowKey={(row) => row.id}
        columns={columns}
        minWidth={1000}
        empty={<EmptyBox title="没有手工记账" hint="银行进出、付给保险公司、补给陪诊员等，从「提出记账」开始。" />}
        card={(row) => (
          <RowCard
            head={<StatusWord tone={proposalTones[row.state]}>{proposalStates[row.state]}</StatusWord>}
            number={sayTime(row.createdAt)}
            title={row.kindName}
            amount={yuan(row.amountFen)}
            lines={[`${row.createdBy}：${row.reason}`, row.reference]}
            action={<Decision proposal={row} onDecide={setDeciding} />}
          />
        )}
      />
      {isProposing && <ProposeDialog onClose={() => setProposing(false)} />}
      {deciding && <DecideProposalDialog {...deciding} onClose={() => setDeciding(null)} />}
    </>
  )
}

interface DecisionProps {
  proposal: Proposal
  onDecide: (deciding: Deciding) => void
}
function Decision({ proposal, onDecide }: DecisionProps): ReactElement {
  const me = useOperator()
  const canKeep = useMay('keepBooks')
  const isMine = proposal.createdBy === me?.name
  if (proposal.state !== 'proposed')
    return (
      <>
        {proposal.decidedBy ?? '—'}
        {proposal.decidedAt && <span className="note">{sayTime(proposal.decidedAt)}</span>}
        {proposal.postingId && <Link to={`/finance/postings/${proposal.postingId}`}>看分录</Link>}
      </>
    )
  const name = `${proposal.kindName} ${yuan(proposal.amountFen)}`
  return (
    <span className="row">
      {proposal.can.decide && canKeep && (
        <Button type="primary" aria-label={`同意${name}`} onClick={() => onDecide({ proposal, way: 'approve' })}>
          同意
        </Button>
      )}
      {canKeep && (proposal.can.decide || isMine) && (
        <Button aria-label={`${isMine ? '撤回' : '驳回'}${name}`} onClick={() => onDecide({ proposal, way: 'reject' })}>
          {isMine ? '撤回' : '驳回'}
        </Button>
      )}
      {!proposal.can.decide && <span className="note">{isMine ? '你提出的，要由另一位财务同意' : '等财务同意'}</span>}
    </span>
  )
}
