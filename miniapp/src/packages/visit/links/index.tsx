import { useState } from 'react'
import { useShareAppMessage } from '@tarojs/taro'
import type { FamilyLink } from '@banyi/contract/orders'
import { api, useCommand, useRead } from '@/api'
import { PAGE, useParam } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { apiUrl } from '@/platform/config'
import { copyText, linkTo, ownOrigin } from '@/platform/share'
import { sayTime } from '@/say/time'
import { useSession } from '@/store/session'
import { ask, toast } from '@/store/say'
import {
  Body,
  Button,
  Card,
  Empty,
  ErrorState,
  Field,
  Gap,
  Note,
  Screen,
  Segmented,
  Sheet,
  Skeleton,
  Stack,
  Tag,
  TextInput,
} from '@/ui'

type Hours = '24' | '48' | '168'
const LASTS: { value: Hours; word: string }[] = [
  { value: '24', word: '一天' },
  { value: '48', word: '两天' },
  { value: '168', word: '七天' },
]

const stateOf = (link: FamilyLink): string => {
  if (link.revokedAt) return '已收回'
  if (Date.parse(link.expiresAt) < Date.now()) return '已过期'
  return link.openedCount >= link.maxOpens ? '次数用完' : '可以用'
}

export default function Links() {
  const id = useParam('id')
  const token = useSession((s) => s.token)
  const { data, error, reload } = useRead(token && id ? `links.${id}` : null, () =>
    api.orders.listLinks({ params: { id } }),
  )
  const [isMaking, setMaking] = useState(false)
  const [label, setLabel] = useState('')
  const [hours, setHours] = useState<Hours>('48')
  const [made, setMade] = useState<{ address: string; secret: string; label: string } | null>(null)
  const command = useCommand()

  useShareAppMessage(() => ({
    title: '看看家人就诊到哪一步了',
    path: made ? `${PAGE.linkLive}?t=${encodeURIComponent(made.secret)}` : PAGE.home,
  }))

  const make = () =>
    void command
      .run(async (commandId) => {
        const reply = await api.orders.createLink({
          params: { id },
          body: { commandId, label: label.trim(), hours: Number(hours) },
        })
        setMade({
          address: linkTo(PAGE.linkLive, reply.token, ownOrigin(apiUrl)),
          secret: reply.token,
          label: reply.link.label,
        })
      })
      .then((isDone) => {
        if (!isDone) return
        setMaking(false)
        setLabel('')
        reload()
      })
  const copy = async () =>
    made && toast((await copyText(made.address)) ? '已复制，去微信里粘贴给家人' : '没有复制成功，请长按链接复制')
  const revoke = async (link: FamilyLink) => {
    if (
      !(await ask({
        title: `收回给${link.label}的链接`,
        text: '收回后马上打不开，不能恢复。',
        yes: '收回',
        isDanger: true,
      }))
    )
      return
    if (await command.run(async () => void (await api.orders.revokeLink({ params: { id, linkId: link.id } })))) reload()
  }
  return (
    <Screen
      title="亲情链接"
      footer={
        token ? (
          <Button kind="primary" icon="plus" onTap={() => setMaking(true)}>
            新建一个链接
          </Button>
        ) : undefined
      }
      overlay={
        <Sheet
          open={isMaking}
          title="新建亲情链接"
          onClose={() => setMaking(false)}
          footer={
            <Button kind="primary" loading={command.isBusy} disabled={!label.trim()} onTap={make}>
              生成链接
            </Button>
          }
        >
          <Field label="给谁看" error={command.fields['label']}>
            <TextInput label="给谁看" maxLength={30} value={label} placeholder="例如：弟弟" onChange={setLabel} />
          </Field>
          <Field label="多久有效">
            <Segmented label="多久有效" options={LASTS} value={hours} onChange={setHours} />
          </Field>
        </Sheet>
      }
    >
      <SignedIn why="登录后可以管理亲情链接">
        <Body sub>拿到链接的家人不用登录，就能看到这一次就诊的进度。看不到病情、电话和费用。</Body>
        <Gap />
        {made && (
          <Card tone="brand" title={`给${made.label}的链接`}>
            <Note>只出现这一次，请现在发出去。</Note>
            <Body>{made.address}</Body>
            <Gap size={2} />
            <Stack gap={2}>
              <Button kind="primary" icon="copy" onTap={() => void copy()}>
                复制链接
              </Button>
              {process.env.TARO_ENV === 'weapp' && (
                <Button icon="share" wechat={{ openType: 'share' }}>
                  发给微信里的家人
                </Button>
              )}
            </Stack>
          </Card>
        )}
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />)}
        {data?.items.length === 0 && !made && (
          <Empty title="还没有发过链接" picture="papers" note="给在外地的家人发一个，他们就不用一直打电话问" />
        )}
        {data?.items.map((link) => {
          const state = stateOf(link)
          return (
            <Card
              key={link.id}
              title={link.label}
              aside={<Tag tone={state === '可以用' ? 'brand' : 'plain'}>{state}</Tag>}
            >
              <Note>
                {`打开过 ${link.openedCount} 次，最多 ${link.maxOpens} 次`}
                {link.lastOpenedAt ? `，最近一次是${sayTime(link.lastOpenedAt)}` : ''}
              </Note>
              <Note>{link.revokedAt ? `${sayTime(link.revokedAt)}收回` : `有效到${sayTime(link.expiresAt)}`}</Note>
              {state === '可以用' && (
                <Button kind="text" size="small" onTap={() => void revoke(link)}>
                  收回
                </Button>
              )}
            </Card>
          )
        })}
      </SignedIn>
    </Screen>
  )
}
