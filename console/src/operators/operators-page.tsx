/** Operators and their duties. */
import { useState, type ReactElement } from 'react'
import { App, Button } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Operator } from '@banyi/contract/identity'
import { useClient } from '../api/api.ts'
import { sentenceOf } from '../api/problems.ts'
import { useMay, useOperator } from '../app/use-session.ts'
import { PageHead, StatusWord } from '../ui/bits.tsx'
import { DataTable } from '../ui/data-table.tsx'
import { ReasonDialog, Refusal } from '../ui/reason-dialog.tsx'
import { EmptyBox, Loaded } from '../ui/states.tsx'
import { dutyNames } from '../words/labels.ts'
import { AddOperatorDialog } from './add-operator-dialog.tsx'

export function Component(): ReactElement {
  const client = useClient()
  const me = useOperator()
  const canManage = useMay('manageOperators')
  const [isAdding, setAdding] = useState(false)
  const [changing, setChanging] = useState<Operator | null>(null)
  const query = useQuery({ queryKey: ['operators'], queryFn: () => client.identity.listOperators() })
  const table = (rows: Operator[] | undefined): ReactElement => (
    <DataTable<Operator>
      label="运营账号"
      rows={rows}
      rowKey={(row) => row.id}
      minWidth={680}
      expected={4}
      empty={<EmptyBox title="还没有运营账号" />}
      columns={[
        {
          title: '姓名',
          width: 200,
          render: (_v, row) => (
            <>
              {row.name}
              {row.id === me?.id && <span className="muted">（你）</span>}
              <span className="note">{row.username}</span>
            </>
          ),
        },
        { title: '职责', render: (_v, row) => row.duties.map((duty) => dutyNames[duty]).join('、') },
        {
          title: '状态',
          width: 110,
          render: (_v, row) => (
            <StatusWord tone={row.isActive ? 'good' : 'quiet'}>{row.isActive ? '在用' : '已停用'}</StatusWord>
          ),
        },
        {
          title: '操作',
          width: 110,
          render: (_v, row) =>
            canManage && row.id !== me?.id ? (
              <Button
                danger={row.isActive}
                onClick={() => setChanging(row)}
                aria-label={`${row.isActive ? '停用' : '启用'}${row.name}`}
              >
                {row.isActive ? '停用' : '启用'}
              </Button>
            ) : (
              <span className="muted">—</span>
            ),
        },
      ]}
    />
  )
  return (
    <>
      <PageHead
        title="运营账号"
        lead="职责分开：办事的、管钱的、查账的不是同一个人。"
        actions={
          canManage && (
            <Button type="primary" icon={<PlusOutlined aria-hidden />} onClick={() => setAdding(true)}>
              新增账号
            </Button>
          )
        }
      />
      <Loaded query={query} skeleton={table(undefined)}>
        {({ items }) => table(items)}
      </Loaded>
      {isAdding && <AddOperatorDialog onClose={() => setAdding(false)} />}
      {changing && <ActiveDialog operator={changing} onClose={() => setChanging(null)} />}
    </>
  )
}

function ActiveDialog({ operator, onClose }: { operator: Operator; onClose: () => void }): ReactElement {
  const client = useClient()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const { isActive, name } = operator
  const change = useMutation({
    mutationFn: (reason: string) =>
      client.identity.setOperatorActive({ params: { id: operator.id }, body: { isActive: !isActive, reason } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['operators'] })
      void message.success(isActive ? `${name}已停用，所有设备都已退出。` : `${name}已启用。`)
      onClose()
    },
  })
  return (
    <ReasonDialog
      title={`${isActive ? '停用' : '启用'}${name}`}
      submit={isActive ? '停用' : '启用'}
      isDanger={isActive}
      maxReason={200}
      effects={
        isActive
          ? [`${name}马上不能登录，已登录的设备全部退出。`, '以前的操作记录都保留。', '以后可以再启用。']
          : [
              `${name}可以用原来的密码和动态码登录。`,
              `职责不变：${operator.duties.map((duty) => dutyNames[duty]).join('、')}。`,
            ]
      }
      reasons={isActive ? ['离职', '调岗', '账号可能泄露'] : ['返岗', '停用有误']}
      problem={change.isError && <Refusal>{sentenceOf(change.error)}</Refusal>}
      isSending={change.isPending}
      onSubmit={(reason) => change.mutate(reason)}
      onClose={onClose}
    />
  )
}
