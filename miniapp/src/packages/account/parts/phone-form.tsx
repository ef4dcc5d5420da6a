import { useEffect, useState } from 'react'
import { api, codeOf, factOf, useCommand } from '@/api'
import { Button, CodeInput, Field, Gap, Note, TextInput } from '@/ui'

interface PhoneFormProps {
  action: string
  /** false: something else must be done first */
  onReady?: () => boolean
  onCode: (phone: string, code: string) => Promise<void>
}

/** A phone number proved by an SMS code. */
export function PhoneForm({ action, onReady, onCode }: PhoneFormProps) {
  const [phone, setPhone] = useState('')
  const [code, setCode] = useState('')
  const [isSent, setSent] = useState(false)
  const [wait, setWait] = useState(0)
  const sending = useCommand((error) => {
    const seconds = codeOf(error) === 'TOO_MANY' ? factOf(error, 'retryAfterSeconds') : undefined
    if (typeof seconds === 'number') setWait(seconds)
    return false
  })
  const proving = useCommand()

  useEffect(() => {
    if (wait <= 0) return
    const timer = setTimeout(() => setWait(wait - 1), 1000)
    return () => clearTimeout(timer)
  }, [wait])

  const send = () =>
    void sending.run(async () => {
      const { retryAfterSeconds } = await api.identity.sendSmsCode({ body: { phone } })
      setSent(true)
      setWait(retryAfterSeconds)
    })
  const prove = () => {
    if (onReady && !onReady()) return
    void proving.run(() => onCode(phone, code))
  }

  return (
    <>
      <Field label="手机号" error={sending.fields['phone'] ?? proving.fields['phone']}>
        <TextInput
          label="手机号"
          type="tel"
          maxLength={11}
          value={phone}
          placeholder="11 位手机号"
          onChange={setPhone}
        />
      </Field>
      {isSent && (
        <Field
          label="短信验证码"
          hint={`已发到 ${phone}`}
          error={
            proving.fields['code'] ?? (proving.error && !Object.keys(proving.fields).length ? proving.error : undefined)
          }
        >
          <CodeInput label="6 位短信验证码" length={6} value={code} onChange={setCode} />
        </Field>
      )}
      {isSent && (
        <>
          <Button kind="primary" loading={proving.isBusy} disabled={code.length < 6} onTap={prove}>
            {action}
          </Button>
          <Gap size={2} />
        </>
      )}
      <Button
        kind={isSent ? 'text' : 'primary'}
        loading={sending.isBusy}
        disabled={wait > 0 || phone.length < 11}
        onTap={send}
      >
        {wait > 0 ? `${wait} 秒后可以再发` : isSent ? '没收到，再发一次' : '发送验证码'}
      </Button>
      {sending.error && !sending.fields['phone'] && <Note tone="danger">{sending.error}</Note>}
    </>
  )
}
