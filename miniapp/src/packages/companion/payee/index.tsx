import { useState } from 'react'
import { api, useCommand, useRead } from '@/api'
import { sayTime } from '@/say/time'
import { useSession } from '@/store/session'
import { ask, toast } from '@/store/say'
import { Body, Button, Card, ErrorState, Field, Gap, List, Note, Row, Screen, Skeleton, TextInput, goBack } from '@/ui'
import { Gate } from '../parts/gate'

/** Who gets the money: herself, in the WeChat that she is signed in with. */
export default function PayeePage() {
  const token = useSession((s) => s.token)
  const { data, error, reload, set } = useRead(token ? 'payee' : null, () => api.payments.getPayee())
  const [name, setName] = useState('')
  const command = useCommand()
  const register = async () => {
    if (!data) return
    const isSure =
      !data.isRegistered ||
      (await ask({
        title: '换收款人',
        text: '换好以后，为了防止别人冒用，要等一段时间才能提现。',
        yes: '换',
        no: '不换',
      }))
    if (!isSure) return
    const isDone = await command.run(async (commandId) =>
      set(await api.payments.setPayee({ body: { commandId, realName: name.trim() } })),
    )
    if (!isDone) return
    toast('收款人已登记')
    goBack()
  }
  return (
    <Screen
      title="收款人"
      footer={
        data ? (
          <Button
            kind="primary"
            loading={command.isBusy}
            disabled={name.trim().length < 2}
            onTap={() => void register()}
          >
            {data.isRegistered ? '换收款人' : '登记收款人'}
          </Button>
        ) : undefined
      }
    >
      <Gate>
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton cards={1} />)}
        {data && (
          <>
            {data.isRegistered && (
              <List>
                <Row
                  icon="id"
                  title={data.nameMasked ?? '已登记'}
                  note={data.registeredAt ? `${sayTime(data.registeredAt)} 登记` : '已登记'}
                />
                {data.withdrawFrom && (
                  <Row icon="clock" title={`${sayTime(data.withdrawFrom)} 起可以提现`} note="刚换过收款人，先等一等" />
                )}
              </List>
            )}
            <Card title="为什么要真实姓名">
              <Body>
                收入只转到您本人现在登录的微信。微信支付会核对这个微信的实名，姓名不一样就转不出去，钱会退回余额。
              </Body>
            </Card>
            <Field
              label={data.isRegistered ? '新的真实姓名' : '真实姓名'}
              hint="和微信支付里的实名一致；加密保存，只用来收款"
              error={command.fields['realName']}
            >
              <TextInput label="真实姓名" value={name} maxLength={30} placeholder="身份证上的名字" onChange={setName} />
            </Field>
            {command.error && !command.fields['realName'] && <Note tone="danger">{command.error}</Note>}
            <Gap size={2} />
          </>
        )}
      </Gate>
    </Screen>
  )
}
