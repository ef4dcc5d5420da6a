import { useState } from 'react'
import { api, codeOf, useCommand, useRead } from '@/api'
import { PAGE, replace, useParam } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { sayMoney } from '@/say/money'
import { useSession } from '@/store/session'
import { toast } from '@/store/say'
import {
  Body,
  Button,
  Card,
  ErrorState,
  Field,
  goBack,
  Money,
  PriceLines,
  Screen,
  Segmented,
  Skeleton,
  Stack,
  Strong,
  TextInput,
} from '@/ui'

const REASONS = ['时间变了', '不需要陪诊了', '换了医院', '就诊人不舒服', '其他'] as const

export default function Cancel() {
  const id = useParam('id')
  const token = useSession((s) => s.token)
  const { data, error, reload } = useRead(token && id ? `cancel.${id}` : null, () =>
    api.orders.previewCancel({ params: { id } }),
  )
  const [reason, setReason] = useState<(typeof REASONS)[number] | null>(null)
  const [other, setOther] = useState('')
  const command = useCommand((refusal) => {
    // time went on or the order moved: show what it is worth now, ask again
    if (codeOf(refusal) === 'CONFLICT') reload()
    return false
  })

  const back = data ? data.refundFen + data.premiumFen : 0
  const cancel = async () => {
    if (!data) return
    const words = reason === '其他' ? other.trim() || '其他' : (reason ?? '')
    const isDone = await command.run(
      async (commandId) =>
        void (await api.orders.cancelOrder({
          params: { id },
          body: { commandId, version: data.version, reason: words, refundFen: data.refundFen },
        })),
    )
    if (!isDone) return
    toast(back > 0 ? `已取消，${sayMoney(back)} 会退回您的微信` : '已取消')
    replace(PAGE.order(id))
  }
  return (
    <Screen
      title="取消订单"
      footer={
        data ? (
          <Stack gap={2}>
            <Button kind="danger" loading={command.isBusy} onTap={() => void cancel()}>
              {back > 0 ? `取消，退回 ${sayMoney(back)}` : '取消订单'}
            </Button>
            <Button kind="text" onTap={goBack}>
              不取消了
            </Button>
          </Stack>
        ) : undefined
      }
    >
      <SignedIn why="登录后可以取消订单">
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />)}
        {data && (
          <>
            <Card tone="brand">
              <Strong>{data.sentence}</Strong>
            </Card>
            <Card title="退款">
              <PriceLines
                lines={[
                  { title: data.premiumFen > 0 ? '已付的服务费' : '已付', fen: data.refundFen + data.keptFen },
                  ...(data.keptFen > 0 ? [{ title: '不退的部分', fen: -data.keptFen }] : []),
                  ...(data.premiumFen > 0
                    ? [{ title: '保费', note: '保险公司退保后，另外退回', fen: data.premiumFen }]
                    : []),
                ]}
                totalFen={back}
                totalTitle={data.premiumFen > 0 ? '一共退回微信' : '退回微信'}
              />
            </Card>
            <Card title="退款规则">
              {data.rules.map((rule) => (
                <Body key={rule.fromHours} sub>
                  {rule.text}
                </Body>
              ))}
            </Card>
            <Field label="为什么取消" optional error={command.fields['reason']}>
              <Segmented
                label="原因"
                options={REASONS.map((word) => ({ value: word, word }))}
                value={reason}
                onChange={setReason}
              />
            </Field>
            {reason === '其他' && (
              <TextInput
                label="其他原因"
                maxLength={100}
                value={other}
                onChange={setOther}
                placeholder="可以写一两句"
              />
            )}
            {command.error && <ErrorState message={command.error} />}
            {data.refundFen === 0 && data.keptFen > 0 && (
              <Body sub>
                现在取消不退 <Money fen={data.keptFen} />
              </Body>
            )}
          </>
        )}
      </SignedIn>
    </Screen>
  )
}
