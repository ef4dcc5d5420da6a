/** Sent notices and the log of operators' actions. */
import type { ReactElement } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Notice } from '@banyi/contract/messaging'
import type { OperatorOrder } from '@banyi/contract/orders'
import { useClient } from '../api/api.ts'
import { Card, StatusWord } from '../ui/bits.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { CardSkeleton, EmptyBox, Loaded } from '../ui/states.tsx'
import { channelNames, deedName, noticeStatusNames, noticeTones, templateName } from '../words/labels.ts'
import { fullTime } from '../words/time.ts'

export function Notices({ orderId }: { orderId: string }): ReactElement {
  const client = useClient()
  const query = useQuery({
    queryKey: ['notices', orderId],
    queryFn: () => client.messaging.listNotices({ params: { id: orderId } }),
  })
  return (
    <Card title="发出的通知">
      <Loaded query={query} skeleton={<CardSkeleton />}>
        {({ items }) => (
          <DataTable<Notice>
            label="发出的通知"
            rows={items}
            rowKey={(notice) => notice.id}
            minWidth={620}
            size="small"
            empty={<EmptyBox title="还没有发过通知" />}
            columns={[
              { title: '时间', width: 150, render: (_v, n) => fullTime(n.at) },
              { title: '内容', render: (_v, n) => templateName(n.template) },
              { title: '方式', width: 120, render: (_v, n) => channelNames[n.channel] },
              { title: '发给', width: 130, render: (_v, n) => n.toMasked },
              {
                title: '结果',
                width: 180,
                render: (_v, n) => (
                  <>
                    <StatusWord tone={noticeTones[n.status]}>{noticeStatusNames[n.status]}</StatusWord>
                    {n.reason !== '' && <span className="note">{n.reason}</span>}
                  </>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </Card>
  )
}

export function ActionLog({ log }: { log: OperatorOrder['log'] }): ReactElement {
  return (
    <Card title="操作记录">
      <DataTable<OperatorOrder['log'][number]>
        label="操作记录"
        rows={log}
        rowKey={(entry) => `${entry.at} ${entry.action} ${entry.actor}`}
        minWidth={560}
        size="small"
        empty={<EmptyBox title="还没有运营动过这一单" />}
        columns={[
          { title: '时间', width: 150, render: (_v, e) => fullTime(e.at) },
          { title: '谁', width: 120, render: (_v, e) => e.actor },
          { title: '做了什么', width: 200, render: (_v, e) => deedName(e.action) },
          { title: '原因', render: (_v, e) => e.reason || '—' },
        ]}
      />
    </Card>
  )
}
