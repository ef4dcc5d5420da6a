/** One form for a new companion and for changing her record. */
import type { ReactElement } from 'react'
import { Button, Form, Input, InputNumber, Radio, Select } from 'antd'
import { useMutation } from '@tanstack/react-query'
import type { CompanionRecord, CompanionRecordInput } from '@banyi/contract/companions'
import { explain, sentenceOf } from '../api/problems.ts'
import { Choices } from '../ui/choices.tsx'
import { useDistrictOptions } from '../ui/use-districts.ts'
import { optionsOf, segmentNames, sexNames, skillNames, verifiedNames } from '../words/labels.ts'
import { useLeaveGuard } from '../ui/use-leave-guard.tsx'

/** a record that exists keeps its phone when none is typed */
export type RecordFields = Omit<CompanionRecordInput, 'phone'> & { phone?: string | undefined }

interface Props {
  initial: Partial<CompanionRecordInput>
  isPhoneRequired: boolean
  /** shown beside the phone when a record is changed */
  phoneHint: string
  submit: string
  save: (input: RecordFields) => Promise<CompanionRecord>
  onSaved: (record: CompanionRecord) => void
  onCancel: () => void
}
const languages = ['普通话', '上海话', '苏州话', '宁波话', '四川话', '粤语', '英语', '手语']

export function CompanionForm({
  initial,
  isPhoneRequired,
  phoneHint,
  submit,
  save,
  onSaved,
  onCancel,
}: Props): ReactElement {
  const [form] = Form.useForm<RecordFields>()
  const districts = useDistrictOptions()
  const guard = useLeaveGuard()
  const mutation = useMutation({
    mutationFn: save,
    onSuccess: (record) => {
      guard.release()
      onSaved(record)
    },
    onError: (error) => {
      const { fields } = explain(error)
      const known = Object.keys(form.getFieldsValue(true) as object)
      form.setFields(
        Object.entries(fields).flatMap(([path, reason]) => {
          const name = path.replace(/^body\./, '').split('.')[0] ?? ''
          return known.includes(name) ? [{ name: name as keyof RecordFields, errors: [reason] }] : []
        }),
      )
    },
  })
  return (
    <Form<RecordFields>
      form={form}
      layout="vertical"
      className="card form"
      initialValues={{
        verified: [],
        skills: [],
        languages: ['普通话'],
        segments: ['general'],
        districts: [],
        introduction: '',
        ...initial,
      }}
      onValuesChange={guard.hold}
      onFinish={(input) => mutation.mutate({ ...input, phone: input.phone || undefined })}
      scrollToFirstError
    >
      <div className="form-grid">
        <Form.Item
          name="name"
          label="姓名（家属看到的称呼）"
          rules={[{ required: true, whitespace: true, max: 30, message: '请填写，不超过 30 个字' }]}
        >
          <Input maxLength={30} autoComplete="off" />
        </Form.Item>
        <Form.Item
          name="phone"
          label="手机号"
          extra={phoneHint}
          rules={[{ required: isPhoneRequired, pattern: /^1[3-9]\d{9}$/, message: '请填写 11 位手机号' }]}
        >
          <Input inputMode="tel" maxLength={11} autoComplete="off" />
        </Form.Item>
        <Form.Item name="sex" label="性别" rules={[{ required: true, message: '请选择' }]}>
          <Radio.Group options={optionsOf(sexNames)} />
        </Form.Item>
        <Form.Item name="birthYear" label="出生年份" rules={[{ required: true, message: '请填写' }]}>
          <InputNumber min={1940} max={2012} precision={0} />
        </Form.Item>
        <Form.Item name="startedYear" label="从业起始年份" rules={[{ required: true, message: '请填写' }]}>
          <InputNumber min={1990} max={2100} precision={0} />
        </Form.Item>
        <Form.Item name="districts" label="服务区" rules={[{ required: true, message: '至少一个区' }]}>
          <Select mode="multiple" options={districts} maxCount={20} />
        </Form.Item>
        <Form.Item name="segments" label="服务类型" rules={[{ required: true, message: '至少一个服务类型' }]}>
          <Choices label="服务类型" options={optionsOf(segmentNames)} />
        </Form.Item>
        <Form.Item name="languages" label="语言和方言">
          <Select mode="tags" maxCount={8} options={languages.map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="verified" label="已核验的材料" extra="只勾选亲眼核对过原件的；家属会在主页看到。">
          <Choices label="已核验的材料" options={optionsOf(verifiedNames)} />
        </Form.Item>
        <Form.Item name="skills" label="技能">
          <Choices label="技能" options={optionsOf(skillNames)} />
        </Form.Item>
      </div>
      <Form.Item name="introduction" label="介绍" rules={[{ max: 500, message: '不超过 500 个字' }]}>
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={500} showCount />
      </Form.Item>
      {mutation.isError && (
        <div className="strip danger" role="alert">
          没有保存：{sentenceOf(mutation.error)} 已填的内容还在。
        </div>
      )}
      <div className="row end form-end">
        <Button onClick={onCancel}>取消</Button>
        <Button type="primary" htmlType="submit" loading={mutation.isPending}>
          {submit}
        </Button>
      </div>
    </Form>
  )
}
