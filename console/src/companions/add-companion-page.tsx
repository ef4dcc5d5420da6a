import type { ReactElement } from 'react'
import { App } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from 'react-router'
import { useClient } from '../api/api.ts'
import { PageHead } from '../ui/bits.tsx'
import { CompanionForm } from './companion-form.tsx'

export function Component(): ReactElement {
  const client = useClient()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message } = App.useApp()
  return (
    <>
      <PageHead title="新增陪诊员" lead="保存后，她用这个手机号登录小程序，就能设置服务时间和接单。" />
      <CompanionForm
        initial={{}}
        isPhoneRequired
        phoneHint="她登录小程序用的号码"
        submit="保存"
        save={({ phone = '', ...fields }) => client.companions.addCompanion({ body: { ...fields, phone } })}
        onSaved={(record) => {
          void queries.invalidateQueries({ queryKey: ['roster'] })
          void message.success(`${record.name}已加入名册`)
          void navigate(`/companions/${record.id}`, { replace: true })
        }}
        onCancel={() => void navigate('/companions')}
      />
    </>
  )
}
