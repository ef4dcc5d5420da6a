/** Editing a hospital's guide. When somebody else saved first, both versions are kept and a person decides. */
import { useState, type ReactElement } from 'react'
import { App, Button, Form } from 'antd'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useParams } from 'react-router'
import type { Guide, GuideInput, Hospital } from '@banyi/contract/hospitals'
import { useClient } from '../api/api.ts'
import { isConflict, sentenceOf } from '../api/problems.ts'
import { PageHead } from '../ui/bits.tsx'
import { CardSkeleton, Loaded } from '../ui/states.tsx'
import { useLeaveGuard } from '../ui/use-leave-guard.tsx'
import { sayTime } from '../words/time.ts'
import { guideInputOf, guideLines, guideNames, type GuideKey } from './guide-fields.ts'
import { GuideForm } from './guide-form.tsx'
import { mergeGuide, type Merge } from './merge-guide.ts'

export function Component(): ReactElement {
  const { id = '' } = useParams()
  const client = useClient()
  const query = useQuery({
    queryKey: ['hospital', id],
    queryFn: () => client.hospitals.getHospital({ params: { id } }),
    refetchOnWindowFocus: false,
    // begin with what is true now, not with what was read some minutes ago
    staleTime: 0,
    gcTime: 0,
  })
  return (
    <Loaded query={query} title="修改就诊指南" skeleton={<CardSkeleton rows={16} />}>
      {(hospital) => <GuideEditor hospital={hospital} />}
    </Loaded>
  )
}

interface Clash extends Merge {
  theirs: Guide
}

export function GuideEditor({ hospital }: { hospital: Hospital }): ReactElement {
  const client = useClient()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const { message } = App.useApp()
  const guard = useLeaveGuard()
  const [form] = Form.useForm<GuideInput>()
  // what the edit began from; moves on when another version was merged
  const [base, setBase] = useState(hospital.guide)
  const [clash, setClash] = useState<Clash | null>(null)

  const save = useMutation({
    mutationFn: (guide: GuideInput) =>
      client.hospitals.updateGuide({ params: { id: hospital.id }, body: { version: base.version, guide } }),
    onSuccess: (saved) => {
      guard.release()
      queries.setQueryData(['hospital', hospital.id], { ...hospital, guide: saved })
      void queries.invalidateQueries({ queryKey: ['hospital', hospital.id, 'history'] })
      void message.success(`就诊指南已保存为第 ${saved.version} 版`)
      void navigate(`/hospitals/${hospital.id}`, { replace: true })
    },
    onError: async (error, mine) => {
      if (!isConflict(error)) return
      const theirs = (await client.hospitals.getHospital({ params: { id: hospital.id } })).guide
      const merge = mergeGuide(guideInputOf(base), mine, guideInputOf(theirs))
      form.setFieldsValue(merge.merged)
      setBase(theirs)
      setClash({ ...merge, theirs })
    },
  })
  const takeTheirs = (key: GuideKey): void => {
    if (!clash) return
    form.setFieldsValue({ [key]: clash.theirs[key] })
    setClash({ ...clash, conflicts: clash.conflicts.filter((other) => other !== key), taken: [...clash.taken, key] })
  }
  const keepMine = (key: GuideKey): void => {
    if (clash) setClash({ ...clash, conflicts: clash.conflicts.filter((other) => other !== key) })
  }
  const isUndecided = (clash?.conflicts.length ?? 0) > 0
  return (
    <>
      <PageHead title={`修改就诊指南`} lead={hospital.name} />
      {clash && (
        <ClashBox clash={clash} mine={form.getFieldsValue(true) as GuideInput} onTake={takeTheirs} onKeep={keepMine} />
      )}
      <Form<GuideInput>
        form={form}
        layout="vertical"
        className="card form"
        initialValues={guideInputOf(hospital.guide)}
        onValuesChange={guard.hold}
        onFinish={(guide) => save.mutate({ ...guideInputOf(base), ...guide })}
        scrollToFirstError
      >
        <GuideForm />
        {save.isError && !isConflict(save.error) && (
          <div className="strip danger" role="alert">
            没有保存：{sentenceOf(save.error)} 已填的内容还在。
          </div>
        )}
        <div className="row end form-end">
          <span className="note grow">
            {isUndecided ? '先决定上面冲突的部分' : `保存后成为第 ${base.version + 1} 版`}
          </span>
          <Button onClick={() => void navigate(`/hospitals/${hospital.id}`)}>取消</Button>
          <Button type="primary" htmlType="submit" loading={save.isPending} disabled={isUndecided}>
            保存
          </Button>
        </div>
      </Form>
    </>
  )
}

interface ClashProps {
  clash: Clash
  mine: GuideInput
  onTake: (key: GuideKey) => void
  onKeep: (key: GuideKey) => void
}
function ClashBox({ clash, mine, onTake, onKeep }: ClashProps): ReactElement {
  const { theirs, taken, conflicts } = clash
  return (
    <section className="card clash" role="alert" aria-label="别人先保存了">
      <h2>
        还没有保存：{theirs.updatedBy ?? '别人'}
        {theirs.updatedAt ? ` ${sayTime(theirs.updatedAt)} ` : ''}先保存了一版
      </h2>
      {taken.length > 0 && <p>你没有动过的部分已换成对方的：{taken.map((key) => guideNames[key]).join('、')}。</p>}
      {conflicts.length === 0 ? (
        <p>没有需要你决定的了，看过后再点保存。</p>
      ) : (
        <p>下面这些你们都改了，请逐项决定。你写的都还在表单里。</p>
      )}
      {conflicts.map((key) => (
        <div key={key} className="clash-row">
          <h3>{guideNames[key]}</h3>
          <div>
            <span className="note">对方的</span>
            <p className="pre">{guideLines(theirs, key).join('\n') || '（空）'}</p>
            <Button size="small" onClick={() => onTake(key)}>
              用对方的{guideNames[key]}
            </Button>
          </div>
          <div>
            <span className="note">你的</span>
            <p className="pre">{guideLines(mine, key).join('\n') || '（空）'}</p>
            <Button size="small" onClick={() => onKeep(key)}>
              保留我的{guideNames[key]}
            </Button>
          </div>
        </div>
      ))}
    </section>
  )
}
