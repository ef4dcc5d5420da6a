/** Username, password and the 6-digit code of the authenticator. */
import { useState, type ReactElement } from 'react'
import { Button, Form, Input } from 'antd'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Navigate, useNavigate, useSearchParams } from 'react-router'
import { useClient } from '../api/api.ts'
import { explain } from '../api/problems.ts'
import { sessionStore } from '../app/session.ts'
import { useSessionState } from '../app/use-session.ts'
import { returnPath, sayRefusal } from './refusal.ts'

interface Fields {
  username: string
  password: string
  totp: string
}

export function Component(): ReactElement {
  const client = useClient()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const { session, endedBy } = useSessionState()
  const [form] = Form.useForm<Fields>()
  const [refusal, setRefusal] = useState('')
  const back = returnPath(search.get('return'))
  document.title = '登录 · 伴医运营台'

  const signIn = useMutation({
    mutationFn: (body: Fields) => client.identity.signInOperator({ body }),
    onMutate: () => setRefusal(''),
    onSuccess: (answer) => {
      queries.clear()
      sessionStore.begin(answer)
      void navigate(back, { replace: true })
    },
    onError: (error) => {
      setRefusal(sayRefusal(explain(error)))
      // a code counts once: never send the same one again
      form.setFieldValue('totp', '')
      form.getFieldInstance('totp')?.focus?.()
    },
  })
  if (session && !signIn.isSuccess) return <Navigate to={back} replace />

  return (
    <main className="sign-in">
      <div className="card">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width={48} height={48} />
        <h1>伴医运营台</h1>
        <p className="muted">
          {endedBy === 'server'
            ? '登录已失效，请重新登录，登录后回到刚才的页面。'
            : endedBy === 'operator'
              ? '已退出登录。'
              : '请用运营账号登录。'}
        </p>
        {refusal && (
          <div className="strip danger" role="alert">
            {refusal}
          </div>
        )}
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          onFinish={(fields) => signIn.mutate({ ...fields, username: fields.username.trim() })}
        >
          <Form.Item name="username" label="账号" rules={[{ required: true, message: '请填写账号' }]}>
            <Input
              autoFocus
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={50}
              size="large"
            />
          </Form.Item>
          <Form.Item name="password" label="密码" rules={[{ required: true, message: '请填写密码' }]}>
            <Input.Password autoComplete="current-password" maxLength={200} size="large" />
          </Form.Item>
          <Form.Item
            name="totp"
            label="动态码"
            extra="验证器应用上显示的 6 位数字，每 30 秒换一次。"
            normalize={(value: string) => value.replace(/\D/g, '').slice(0, 6)}
            rules={[{ required: true, pattern: /^\d{6}$/, message: '请填写 6 位数字' }]}
          >
            <Input inputMode="numeric" autoComplete="one-time-code" size="large" className="code-input" />
          </Form.Item>
          <Button type="primary" htmlType="submit" size="large" block loading={signIn.isPending}>
            登录
          </Button>
        </Form>
      </div>
      <p className="note">每次登录和每个操作都会留下记录。</p>
    </main>
  )
}
