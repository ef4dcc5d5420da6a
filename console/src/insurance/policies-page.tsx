/** Policies of visits: which are in force, which the insurer did not take, and what was claimed. */
import { useState, type ReactElement } from 'react'
import { App, Button, Modal } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { OperatorPolicy } from '@banyi/contract/insurance'
import { useClient } from '../api/api.ts'
import { Facts, PageHead, StatusWord } from '../ui/bits.tsx'
import type { DataTableProps } from '../ui/data-table.tsx'
import { Refused } from '../ui/decision-dialog.tsx'
import { ListView, PAGE_SIZE, RowCard } from '../ui/list-view.tsx'
import { SearchBox } from '../ui/search-box.tsx'
import { EmptyBox } from '../ui/states.tsx'
import { useCommand } from '../ui/use-command.ts'
import { useReturnFocus } from '../ui/use-return-focus.ts'
import { useUrlWords } from '../ui/use-url-words.ts'
import { WordTabs } from '../ui/word-tabs.tsx'
import { clip } from '../words/clip.ts'
import { policyStates, policyTones } from '../words/after-sales.ts'
import { has, optionsOf } from '../words/labels.ts'
import { yuan } from '../words/money.ts'
import { saySpan, sayTime } from '../words/time.ts'

const openClaims = new Set(['reporting', 'reported', 'more-needed', 'approved'])
/** something is still with the insurer: the policy itself, or a claim */
const canAsk = (row: OperatorPolicy): boolean =>
  row.state === 'binding' || row.state === 'cancelling' || row.claims.some(({ state }) => openClaims.has(state))

export function Component(): ReactElement {
  const client = useClient()
  const [words, change] = useUrlWords(['state', 'query', 'cursor'])
  const [shown, setShown] = useState<OperatorPolicy | null>(null)
  const query = {
    state: has(policyStates, words.state) ? words.state : undefined,
    query: clip(words.query, 50) || undefined,
    cursor: words.cursor || undefined,
    limit: PAGE_SIZE,
  }
  const list = useQuery({
    queryKey: ['policies', query],
    queryFn: () => client.insurance.listPolicies({ query }),
    placeholderData: keepPreviousData,
    refetchInterval: 60_000,
  })
  const open = (row: OperatorPolicy): ReactElement => (
    <Button aria-label={`详情，订单 ${row.orderNumber} 的保单`} onClick={() => setShown(row)}>
      详情
    </Button>
  )
  const columns: DataTableProps<OperatorPolicy>['columns'] = [
    {
      title: '订单',
      width: 130,
      render: (_v, row) => (
        <Link to={`/orders/${row.orderId}?tab=money`} className="number">
          {row.orderNumber}
        </Link>
      ),
    },
    {
      title: '状态',
      width: 130,
      render: (_v, row) => <StatusWord tone={policyTones[row.state]}>{row.stateName}</StatusWord>,
    },
    {
      title: '方案',
      width: 180,
      render: (_v, row) => (
        <>
          {row.planName}
          <span className="note">{row.insurerName}</span>
        </>
      ),
    },
    { title: '被保险人', width: 100, render: (_v, row) => row.insuredName },
    { title: '保费', width: 100, align: 'right', render: (_v, row) => yuan(row.premiumFen) },
    { title: '保单号', width: 180, render: (_v, row) => <span className="break">{row.policyNumber ?? '—'}</span> },
    {
      title: '现在',
      render: (_v, row) => (
        <>
          {row.sentence}
          {row.claims.length > 0 && <span className="note">报案 {row.claims.length} 件</span>}
        </>
      ),
    },
    { title: '操作', width: 100, render: (_v, row) => open(row) },
  ]
  return (
    <>
      <PageHead title="保单" lead="家属自己选的保险，付款后向保险公司投保。没有投上的，保费自动退回。" />
      <WordTabs label="按状态" word="state" options={[{ value: '', label: '全部' }, ...optionsOf(policyStates)]} />
      <search className="filter-bar words">
        <SearchBox
          label="搜索保单"
          placeholder="订单号或保单号"
          value={words.query}
          onSearch={(value) => change({ query: value })}
        />
      </search>
      <ListView<OperatorPolicy>
        query={list}
        unit="份"
        label="保单"
        rowKey={(row) => row.id}
        columns={columns}
        minWidth={1060}
        empty={<EmptyBox title="没有符合条件的保单" hint="家属下单时选了保险，付款后会出现在这里。" />}
        card={(row) => (
          <RowCard
            head={<StatusWord tone={policyTones[row.state]}>{row.stateName}</StatusWord>}
            number={row.orderNumber}
            title={row.planName}
            amount={yuan(row.premiumFen)}
            lines={[row.insuredName, row.sentence]}
            action={open(row)}
          />
        )}
      />
      {shown && <PolicyDialog policy={shown} onClose={() => setShown(null)} />}
    </>
  )
}

function PolicyDialog({ policy: first, onClose }: { policy: OperatorPolicy; onClose: () => void }): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const [policy, setPolicy] = useState(first)
  useReturnFocus()
  const ask = useCommand<OperatorPolicy>([['policies'], ['order', policy.orderId]], (fresh) => {
    setPolicy(fresh)
    void message.success(`问过了：${fresh.stateName}`)
  })
  return (
    <Modal open title={`订单 ${policy.orderNumber} 的保单`} width={640} footer={null} onCancel={onClose}>
      <div className="stack">
        <p>
          <StatusWord tone={policyTones[policy.state]}>{policy.stateName}</StatusWord> {policy.sentence}
        </p>
        <Facts
          items={[
            ['保险公司', policy.insurerName],
            ['方案', policy.planName],
            ['被保险人', policy.insuredName],
            ['保险时间', saySpan(policy.from, policy.to)],
            ['保费', yuan(policy.premiumFen)],
            ['保单号', policy.policyNumber ?? ''],
            ['保障', policy.covers.map((cover) => `${cover.name} ${yuan(cover.amountFen)}`).join('；')],
            ['投保', sayTime(policy.createdAt)],
            ...(policy.lastError ? [['最近的错误', policy.lastError] as const] : []),
          ]}
        />
        {policy.claims.map((claim) => (
          <div key={claim.id} className="rule-card">
            <div className="spread">
              <h3>报案 {claim.number ?? sayTime(claim.reportedAt)}</h3>
              <StatusWord tone={claim.state === 'refused' ? 'danger' : claim.state === 'paid' ? 'good' : 'active'}>
                {claim.stateName}
                {claim.amountFen ? ` ${yuan(claim.amountFen)}` : ''}
              </StatusWord>
            </div>
            <p className="pre">{claim.what}</p>
            {claim.insurerWords !== '' && <p className="note">保险公司：{claim.insurerWords}</p>}
          </div>
        ))}
        {ask.problem && <Refused problem={ask.problem} />}
        <div className="row end">
          {policy.policyUrl && (
            <a href={policy.policyUrl} target="_blank" rel="noreferrer">
              电子保单
            </a>
          )}
          <Button onClick={onClose}>关闭</Button>
          {canAsk(policy) && (
            <Button
              type="primary"
              loading={ask.isSending}
              onClick={() =>
                ask.run({ ask: policy.id, state: policy.state }, (commandId) =>
                  client.insurance.retryBind({ params: { id: policy.id }, body: { commandId } }),
                )
              }
            >
              马上再问保险公司
            </Button>
          )}
        </div>
      </div>
    </Modal>
  )
}
