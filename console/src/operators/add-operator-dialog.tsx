/** A new operator, and then, this one time, the secret for her authenticator. */
import type { ReactElement } from 'react'
import { Button, Form, Input, Modal, QRCode } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Duty, Operator } from '@banyi/contract/identity'
import { useClient } from '../api/api.ts'
import { sentenceOf } from '../api/problems.ts'
import { Choices } from '../ui/choices.tsx'
import { useReturnFocus } from '../ui/use-return-focus.ts'
import { dutyNames, optionsOf } from '../words/labels.ts'
import { inGroups, newPassword, secretOf } from './totp.ts'

interface Fields {
  username: string
  name: string
  password: string
  duties: Duty[]
}

export function AddOperatorDialog({ onClose }: { onClose: () => void }): ReactElement {
  const client = useClient()
  const queries = useQueryClient()
  const [form] = Form.useForm<Fields>()
  useReturnFocus()
  const add = useMutation({
    mutationFn: (body: Fields) => client.identity.addOperator({ body }),
    onSuccess: () => void queries.invalidateQueries({ queryKey: ['operators'] }),
  })
  return (
    <Modal
      open
      title={add.data ? '交给本人' : '新增运营账号'}
      onCancel={onClose}
      footer={null}
      width={520}
      mask={{ closable: false }}
    >
      {add.data ? (
        <Secret
          operator={add.data.operator}
          uri={add.data.totpUri}
          password={add.variables.password}
          onClose={onClose}
        />
      ) : (
        <Form<Fields>
          form={form}
          layout="vertical"
          initialValues={{ duties: [] }}
          onFinish={(fields) => add.mutate(fields)}
        >
          <Form.Item
            name="name"
            label="姓名"
            rules={[{ required: true, whitespace: true, max: 30, message: '请填写，不超过 30 个字' }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
          <Form.Item
            name="username"
            label="账号"
            extra="小写字母开头，3 到 30 位，可以有数字、点、横线和下划线"
            rules={[{ required: true, pattern: /^[a-z][a-z0-9._-]{2,29}$/, message: '小写字母开头，3 到 30 位' }]}
          >
            <Input autoComplete="off" autoCapitalize="none" spellCheck={false} />
          </Form.Item>
          <Form.Item label="初始密码" required htmlFor="password">
            <div className="row nowrap">
              <Form.Item
                name="password"
                noStyle
                rules={[{ required: true, min: 12, max: 200, message: '密码至少 12 位' }]}
              >
                <Input.Password autoComplete="new-password" />
              </Form.Item>
              <Button onClick={() => form.setFieldsValue({ password: newPassword() })}>随机生成</Button>
            </div>
          </Form.Item>
          <Form.Item
            name="duties"
            label="职责"
            extra="只给需要的。财务和审计最好不是同一个人。"
            rules={[{ required: true, message: '至少一项职责' }]}
          >
            <Choices label="职责" options={optionsOf(dutyNames)} />
          </Form.Item>
          {add.isError && (
            <div className="strip danger" role="alert">
              没有新增：{sentenceOf(add.error)}
            </div>
          )}
          <div className="row end form-end">
            <Button onClick={onClose}>取消</Button>
            <Button type="primary" htmlType="submit" loading={add.isPending}>
              新增
            </Button>
          </div>
        </Form>
      )}
    </Modal>
  )
}

interface SecretProps {
  operator: Operator
  uri: string
  password: string
  onClose: () => void
}
function Secret({ operator, uri, password, onClose }: SecretProps): ReactElement {
  return (
    <div className="stack">
      <p>
        {operator.name}的账号 <strong>{operator.username}</strong>{' '}
        已建好。下面的密码和密钥只显示这一次，请当面交给本人，让其用验证器应用扫码或手工输入。
      </p>
      <div className="row">
        {/* black on white in the dark too: cameras read it better */}
        <span className="qr">
          <QRCode
            value={uri}
            type="svg"
            size={152}
            color="#000000"
            bgColor="#ffffff"
            bordered={false}
            aria-label="验证器二维码"
          />
        </span>
        <div className="stack grow">
          <div>
            <span className="note">动态码密钥</span>
            <p className="secret">{inGroups(secretOf(uri))}</p>
          </div>
          <div>
            <span className="note">初始密码</span>
            <p className="secret">{password}</p>
          </div>
        </div>
      </div>
      <details>
        <summary>otpauth 地址</summary>
        <p className="secret small">{uri}</p>
      </details>
      <div className="row end">
        <Button type="primary" onClick={onClose}>
          已交给本人
        </Button>
      </div>
    </div>
  )
}
