import type { ReactElement } from 'react'
import { App } from 'antd'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import type { CompanionRecord, CompanionRecordInput } from '@banyi/contract/companions'
import { useClient } from '../api/api.ts'
import { PageHead } from '../ui/bits.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { CompanionForm } from './companion-form.tsx'

/** everything but the phone, which the server shows masked */
const inputOf = (record: CompanionRecord): Partial<CompanionRecordInput> => ({
  name: record.name,
  sex: record.sex,
  birthYear: record.birthYear,
  startedYear: record.startedYear,
  verified: record.verified,
  segments: record.segments,
  skills: record.skills,
  languages: record.languages,
  districts: record.districts,
  introduction: record.introduction,
})

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const query = useQuery({
    queryKey: ['companion', id],
    queryFn: () => client.companions.getCompanionRecord({ params: { id } }),
    // a refresh must not replace what is being typed
    refetchOnWindowFocus: false,
  })
  return (
    <>
      <PageHead title="修改陪诊员档案" />
      <Loaded query={query} skeleton={<CardSkeleton rows={14} />}>
        {(record) => (
          <CompanionForm
            initial={inputOf(record)}
            isPhoneRequired={false}
            phoneHint={`现在是 ${record.phoneMasked}。不换号就留空；换号后由新号码登录的人接手。`}
            submit="保存"
            save={(body) => client.companions.updateCompanionRecord({ params: { id }, body })}
            onSaved={(saved) => {
              queries.setQueryData(['companion', id], saved)
              void queries.invalidateQueries({ queryKey: ['roster'] })
              void message.success(`${saved.name}的档案已保存`)
              void navigate(`/companions/${id}`, { replace: true })
            }}
            onCancel={() => void navigate(`/companions/${id}`)}
          />
        )}
      </Loaded>
    </>
  )
}
