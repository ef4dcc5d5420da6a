import type { ReactElement } from 'react'
import { Button, Form, Input } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { guideNames } from './guide-fields.ts'

const areas = [
  ['openingHours', 300, '门诊 7:30–16:30，急诊 24 小时'],
  ['registration', 1000, '在哪里挂号，要带什么，怎么取号'],
  ['pharmacy', 500, '药房在哪里，怎么取药'],
  ['payment', 500, '窗口、自助机、手机怎么付'],
  ['transport', 500, '地铁、公交、停车、无障碍入口'],
  ['notes', 1000, '其他要提醒陪诊员的'],
] as const

/** the fields of a guide, inside a Form of the page */
export function GuideForm(): ReactElement {
  return (
    <>
      <div className="form-grid">
        {areas.map(([name, max, example]) => (
          <Form.Item key={name} name={name} label={guideNames[name]} rules={[{ max, message: `不超过 ${max} 个字` }]}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} placeholder={example} />
          </Form.Item>
        ))}
      </div>
      <fieldset>
        <legend>{guideNames.meetingPoints}</legend>
        <p className="note">家属下单时从这里选，写清楚门和标志物。最多 12 个。</p>
        <Form.List name="meetingPoints">
          {(fields, { add, remove }) => (
            <>
              {fields.map(({ key, name }) => (
                <div key={key} className="list-row one">
                  <Form.Item
                    name={name}
                    rules={[{ required: true, whitespace: true, max: 60, message: '请填写，不超过 60 个字' }]}
                  >
                    <Input aria-label={`见面地点 ${name + 1}`} placeholder="门诊大厅导医台" />
                  </Form.Item>
                  <Button
                    type="text"
                    icon={<DeleteOutlined aria-hidden />}
                    aria-label={`删除见面地点 ${name + 1}`}
                    onClick={() => remove(name)}
                  />
                </div>
              ))}
              <Button icon={<PlusOutlined aria-hidden />} disabled={fields.length >= 12} onClick={() => add('')}>
                加一个见面地点
              </Button>
            </>
          )}
        </Form.List>
      </fieldset>
      <fieldset>
        <legend>{guideNames.floors}</legend>
        <p className="note">科室、检查、窗口各在哪里。最多 60 条。</p>
        <Form.List name="floors">
          {(fields, { add, remove, move }) => (
            <>
              {fields.map(({ key, name }) => (
                <div key={key} className="list-row">
                  <Form.Item
                    name={[name, 'place']}
                    rules={[{ required: true, whitespace: true, max: 60, message: '请填写地方' }]}
                  >
                    <Input aria-label={`地方 ${name + 1}`} placeholder="心电图室" />
                  </Form.Item>
                  <Form.Item
                    name={[name, 'where']}
                    rules={[{ required: true, whitespace: true, max: 200, message: '请填写位置' }]}
                  >
                    <Input aria-label={`位置 ${name + 1}`} placeholder="门诊楼 2 楼东侧" />
                  </Form.Item>
                  <span className="row nowrap">
                    <Button
                      type="text"
                      disabled={name === 0}
                      aria-label={`上移第 ${name + 1} 条`}
                      onClick={() => move(name, name - 1)}
                    >
                      ↑
                    </Button>
                    <Button
                      type="text"
                      icon={<DeleteOutlined aria-hidden />}
                      aria-label={`删除第 ${name + 1} 条`}
                      onClick={() => remove(name)}
                    />
                  </span>
                </div>
              ))}
              <Button
                icon={<PlusOutlined aria-hidden />}
                disabled={fields.length >= 60}
                onClick={() => add({ place: '', where: '' })}
              >
                加一条
              </Button>
            </>
          )}
        </Form.List>
      </fieldset>
    </>
  )
}
