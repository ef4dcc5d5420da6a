/** A new kind of coupon. What it takes off and who pays is said as a sentence before it is made. */
import { useState, type ReactElement } from 'react'
import { App, AutoComplete, Button, DatePicker, Form, Input, InputNumber, Modal, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useQuery } from '@tanstack/react-query'
import type { CouponInput, CouponKind } from '@banyi/contract/coupons'
import { useClient } from '../api/api.ts'
import { Refused } from '../ui/decision-dialog.tsx'
import { useCommand } from '../ui/use-command.ts'
import { useReturnFocus } from '../ui/use-return-focus.ts'
import { toFen, yuan } from '../words/money.ts'
import { addDays, dayOf, sayTime, shanghaiInstant } from '../words/time.ts'
import { sayOff } from './coupon-words.ts'

interface Fields {
  name: string
  code: string
  funderCode: string
  funderName: string
  way: 'fen' | 'percent'
  off: number
  percent: number
  maxOff: number
  minPrice: number
  days: [Dayjs, Dayjs]
  totalCount: number
  perAccount: number
}
const today = (): string => dayOf(Date.now())

export const inputOf = (fields: Fields): CouponInput => ({
  name: fields.name.trim(),
  code: fields.code.trim(),
  funderCode: fields.funderCode.trim(),
  funderName: fields.funderName.trim(),
  offFen: fields.way === 'fen' ? (toFen(fields.off) ?? 0) : 0,
  offPercent: fields.way === 'percent' ? fields.percent : 0,
  maxOffFen: fields.way === 'percent' ? (toFen(fields.maxOff) ?? 0) : (toFen(fields.off) ?? 0),
  minPriceFen: toFen(fields.minPrice) ?? 0,
  // whole days of Shanghai, whatever the machine's zone
  validFrom: shanghaiInstant(fields.days[0].format('YYYY-MM-DD'), '00:00'),
  validTo: shanghaiInstant(addDays(fields.days[1].format('YYYY-MM-DD'), 1), '00:00'),
  totalCount: fields.totalCount,
  perAccount: fields.perAccount,
})

export function NewCouponDialog({ onClose }: { onClose: () => void }): ReactElement {
  const client = useClient()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const [effect, setEffect] = useState('')
  useReturnFocus()
  const funders = useQuery({ queryKey: ['funders'], queryFn: () => client.coupons.listFunders() })
  const way = Form.useWatch('way', form) ?? 'fen'
  const add = useCommand<CouponKind>([['coupons'], ['funders']], (kind) => {
    void message.success(`「${kind.name}」已建好，券码 ${kind.code}`)
    onClose()
  })
  const say = (all: Partial<Fields>): void => {
    const isWhole =
      all.funderName && all.days && all.totalCount && (all.way === 'fen' ? all.off : all.percent && all.maxOff)
    if (!isWhole) return setEffect('')
    const input = inputOf({ ...(all as Fields), name: all.name ?? '', code: all.code ?? '', funderCode: '' })
    setEffect(
      `${sayOff(input)}，${sayTime(input.validFrom)} 起，共 ${input.totalCount} 张；最多由${input.funderName}付 ${yuan(input.totalCount * input.maxOffFen)}。`,
    )
  }
  const funderOptions = (funders.data?.items ?? []).map(({ code, name }) => ({
    value: code,
    label: `${name}（${code}）`,
    name,
  }))
  const required = [{ required: true, message: '请填写' }]
  const fields = add.problem?.fields ?? {}
  const fault = (key: string): { validateStatus: 'error'; help: string } | object =>
    fields[`coupon.${key}`] ? { validateStatus: 'error' as const, help: fields[`coupon.${key}`] } : {}
  return (
    <Modal open title="新建优惠券" width={680} footer={null} onCancel={onClose} mask={{ closable: false }}>
      <Form<Fields>
        form={form}
        layout="vertical"
        initialValues={{
          way: 'fen',
          funderCode: 'platform',
          funderName: '平台',
          minPrice: 0,
          perAccount: 1,
          totalCount: 100,
          days: [dayjs(today()), dayjs(addDays(today(), 30))],
        }}
        onValuesChange={(_changed, all: Fields) => say(all)}
        onFinish={(all) => {
          const coupon = inputOf(all)
          add.run(coupon, (commandId) => client.coupons.addCouponKind({ body: { commandId, coupon } }))
        }}
      >
        <div className="form-grid">
          <Form.Item
            name="name"
            label="名称"
            {...fault('name')}
            rules={[{ required: true, min: 2, max: 30, message: '2 到 30 个字' }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="code"
            label="券码"
            {...fault('code')}
            normalize={(value: string) => value.toUpperCase()}
            extra="大写字母和数字，4 到 16 位，不用 0、O、1、I"
            rules={[{ required: true, pattern: /^[A-HJ-NP-Z2-9]{4,16}$/, message: '4 到 16 位，不用 0、O、1、I' }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="funderCode"
            label="出资方代号"
            {...fault('funderCode')}
            extra="平台是 platform；新的出资方自己起代号"
            rules={[{ required: true, pattern: /^[a-z][a-z0-9-]{1,30}$/, message: '小写字母、数字和短横线' }]}
          >
            <AutoComplete
              options={funderOptions}
              onSelect={(_code, option) => {
                form.setFieldValue('funderName', option.name)
                say(form.getFieldsValue())
              }}
            />
          </Form.Item>
          <Form.Item
            name="funderName"
            label="出资方名称"
            {...fault('funderName')}
            rules={[{ required: true, min: 2, max: 30, message: '2 到 30 个字' }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
        </div>
        <Form.Item name="way" label="怎么抵">
          <Radio.Group
            options={[
              { value: 'fen', label: '减固定金额' },
              { value: 'percent', label: '按比例减' },
            ]}
          />
        </Form.Item>
        <div className="form-grid">
          {way === 'fen' ? (
            <Form.Item name="off" label="减多少（元）" {...fault('offFen')} rules={required}>
              <InputNumber<number> min={0.01} max={100_000} precision={2} prefix="¥" style={{ width: '100%' }} />
            </Form.Item>
          ) : (
            <>
              <Form.Item name="percent" label="减百分之几" {...fault('offPercent')} rules={required}>
                <InputNumber<number> min={1} max={100} precision={0} suffix="%" style={{ width: '100%' }} />
              </Form.Item>
              <Form.Item name="maxOff" label="最多减（元）" {...fault('maxOffFen')} rules={required}>
                <InputNumber<number> min={0.01} max={100_000} precision={2} prefix="¥" style={{ width: '100%' }} />
              </Form.Item>
            </>
          )}
          <Form.Item name="minPrice" label="服务满多少可用（元）" extra="不算保险" {...fault('minPriceFen')}>
            <InputNumber<number> min={0} max={100_000} precision={2} prefix="¥" style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="totalCount" label="一共几张" {...fault('totalCount')} rules={required}>
            <InputNumber<number> min={1} max={1_000_000} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="perAccount" label="每人最多几张" {...fault('perAccount')} rules={required}>
            <InputNumber<number> min={1} max={100} precision={0} style={{ width: '100%' }} />
          </Form.Item>
        </div>
        <Form.Item name="days" label="有效的日子（头尾都算）" {...fault('validTo')} rules={required}>
          <DatePicker.RangePicker minDate={dayjs(today())} />
        </Form.Item>
        {effect !== '' && (
          <div className="effects" aria-live="polite">
            <p>{effect}</p>
            <p>建好后不能改，只能停止发放。</p>
          </div>
        )}
        {add.problem && <Refused problem={add.problem} />}
        <div className="row end form-end">
          <Button onClick={onClose}>取消</Button>
          <Button type="primary" htmlType="submit" loading={add.isSending}>
            新建
          </Button>
        </div>
      </Form>
    </Modal>
  )
}
