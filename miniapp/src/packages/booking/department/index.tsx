import { useState } from 'react'
import Taro from '@tarojs/taro'
import { api, useRead } from '@/api'
import { useBooking } from '@/store/booking'
import { Button, Empty, ErrorState, Gap, Icon, List, Row, Screen, Skeleton, TextInput } from '@/ui'

/** The official catalogue is long: parents first, one of them opened at a time. */
export default function DepartmentPicker() {
  const change = useBooking((s) => s.change)
  const { data, error, reload } = useRead('departments', () => api.hospitals.listDepartments({ query: {} }))
  const [typed, setTyped] = useState('')
  const [open, setOpen] = useState<string | null>(null)
  const items = data?.items ?? []

  const choose = (department: { code: string; name: string } | null) => {
    change({ department })
    void Taro.navigateBack()
  }
  const wanted = typed.trim()
  const found = wanted
    ? items.filter((d) => d.isBookable && [d.name, ...d.aliases].some((name) => name.includes(wanted)))
    : []
  const parents = items.filter(
    (d) => d.parentCode === null && (d.isBookable || items.some((c) => c.parentCode === d.code && c.isBookable)),
  )
  const childrenOf = (code: string) => items.filter((d) => d.parentCode === code && d.isBookable)

  return (
    <Screen title="选科室">
      <TextInput
        label="科室名字"
        value={typed}
        maxLength={20}
        placeholder="骨科、心内科"
        onChange={setTyped}
        aside={<Icon name="search" />}
      />
      <Gap />
      <Button onTap={() => choose(null)}>还不确定，到了再说</Button>
      <Gap size={4} />
      {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />)}
      {wanted && data && found.length === 0 && <Empty title="没有这个科室" note="换个名字，或者先不选" />}
      {wanted && found.length > 0 && (
        <List>
          {found.slice(0, 40).map((d) => (
            <Row
              key={d.code}
              title={d.name}
              note={items.find((p) => p.code === d.parentCode)?.name}
              onTap={() => choose({ code: d.code, name: d.name })}
            />
          ))}
        </List>
      )}
      {!wanted && data && (
        <List>
          {parents.flatMap((parent) => {
            const children = childrenOf(parent.code)
            const isOpen = open === parent.code
            const head = (
              <Row
                key={parent.code}
                title={parent.name}
                value={children.length > 0 ? (isOpen ? '收起' : `${children.length} 个专科`) : undefined}
                onTap={() =>
                  children.length > 0
                    ? setOpen(isOpen ? null : parent.code)
                    : choose({ code: parent.code, name: parent.name })
                }
              />
            )
            if (!isOpen) return [head]
            return [
              head,
              ...(parent.isBookable
                ? [
                    <Row
                      key={`${parent.code}.own`}
                      icon="check"
                      title={`${parent.name}（不分专科）`}
                      onTap={() => choose({ code: parent.code, name: parent.name })}
                    />,
                  ]
                : []),
              ...children.map((d) => (
                <Row
                  key={d.code}
                  icon="chevron-right"
                  title={d.name}
                  onTap={() => choose({ code: d.code, name: d.name })}
                />
              )),
            ]
          })}
        </List>
      )}
    </Screen>
  )
}
