/** Whom a posting concerns: a companion with her balance, or a funder of coupons. */
import { useId, useState, type ReactElement } from 'react'
import { Select } from 'antd'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useClient } from '../api/api.ts'
import { yuan } from '../words/money.ts'

interface Party {
  id: string
  name: string
}
interface Props {
  kind: 'companion' | 'funder' | 'posting'
  value: Party | null
  onChange: (party: Party | null) => void
}
export function PartyField(props: Props): ReactElement {
  return props.kind === 'companion' ? <Companion {...props} /> : <Funder {...props} />
}

function Companion({ value, onChange }: Props): ReactElement {
  const client = useClient()
  const id = useId()
  const [query, setQuery] = useState('')
  const list = useQuery({
    queryKey: ['money', 'payees', 'options', query],
    queryFn: () => client.payments.listPayees({ query: { query: query || undefined, limit: 20 } }),
    placeholderData: keepPreviousData,
  })
  const options = (list.data?.items ?? []).map((payee) => ({
    value: payee.id,
    label: `${payee.name}（余额 ${yuan(payee.balanceFen)}）`,
    name: payee.name,
  }))
  // whoever is chosen keeps a name while the list shows others
  if (value && !options.some((option) => option.value === value.id))
    options.unshift({ value: value.id, label: value.name, name: value.name })
  return (
    <div className="field full">
      <label htmlFor={id}>陪诊员</label>
      <Select
        id={id}
        showSearch={{ filterOption: false, onSearch: setQuery }}
        placeholder="输入姓名查找"
        value={value?.id}
        options={options}
        notFoundContent={list.isFetching ? '正在查找' : '没有找到'}
        onChange={(_value, option) =>
          onChange(option && !Array.isArray(option) ? { id: option.value, name: option.name } : null)
        }
      />
    </div>
  )
}

function Funder({ value, onChange }: Props): ReactElement {
  const client = useClient()
  const id = useId()
  const list = useQuery({ queryKey: ['funders'], queryFn: () => client.coupons.listFunders() })
  const options = (list.data?.items ?? []).map((funder) => ({ value: funder.code, label: funder.name }))
  return (
    <div className="field full">
      <label htmlFor={id}>出资方</label>
      <Select
        id={id}
        placeholder="选出资方"
        value={value?.id}
        options={options}
        notFoundContent={list.isFetching ? '正在读取' : '还没有出资方'}
        onChange={(_value, option) =>
          onChange(option && !Array.isArray(option) ? { id: option.value, name: option.label } : null)
        }
      />
    </div>
  )
}
