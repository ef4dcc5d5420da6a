import { useState } from 'react'
import { api, useCommand } from '@/api'
import { forgetAll } from '@/api/use-read'
import { go, PAGE, restart } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { useAccount } from '@/parts/use-account'
import { useElder } from '@/store/elder'
import { useSession } from '@/store/session'
import { ask, toast } from '@/store/say'
import { Button, List, Note, Row, Screen, Sheet, Stack, Switch } from '@/ui'
import { PhoneForm } from '../parts/phone-form'

export default function Settings() {
  const elder = useElder()
  const { account } = useAccount()
  const { end, know } = useSession()
  const [isBinding, setBinding] = useState(false)
  const command = useCommand()

  const leave = () => {
    end()
    forgetAll()
    restart(PAGE.home)
  }
  const signOut = () => void command.run(async () => void (await api.identity.signOut())).then(leave)
  const signOutEverywhere = async () => {
    if (
      !(await ask({
        title: '退出所有设备',
        text: '所有登录过的手机和电脑都要重新登录。',
        yes: '全部退出',
        isDanger: true,
      }))
    )
      return
    await command.run(async () => {
      const { count } = await api.identity.signOutEverywhere()
      toast(`已退出 ${count} 处登录`)
      leave()
    })
  }
  const bound = (isDone: boolean) => {
    if (!isDone) return
    setBinding(false)
    toast('手机号已绑定')
  }
  const bindByWechat = (code: string | null) => {
    if (code) void command.run(async () => know(await api.identity.bindPhoneByWechat({ body: { code } }))).then(bound)
    else toast('没有拿到手机号，可以改用短信验证')
  }

  return (
    <Screen
      title="设置"
      overlay={
        <Sheet open={isBinding} title="绑定手机号" onClose={() => setBinding(false)}>
          <PhoneForm
            action="绑定"
            onCode={async (phone, code) => {
              know(await api.identity.bindPhoneBySms({ body: { phone, code } }))
              bound(true)
            }}
          />
        </Sheet>
      }
    >
      <List>
        <Row
          icon="letter-case"
          title="长辈模式"
          note="大字、少选择、可以读给您听"
          value={<Switch label="长辈模式" on={elder.isOn} onChange={elder.choose} />}
        />
        <Row
          icon="chart-bar"
          title="透明度报告"
          note="意外、退款、赔付，每月公开"
          onTap={() => go(PAGE.transparency)}
        />
        <Row icon="shield-check" title="先行赔付规则" note="什么情况赔、赔多少" onTap={() => go(PAGE.fundRules)} />
        <Row icon="file-text" title="合同查验" note="手里的合同是不是真的" onTap={() => go(PAGE.verify())} />
      </List>
      <SignedIn why="登录后可以管理手机号和设备">
        <List>
          <Row
            icon="device-mobile"
            title="手机号"
            note="收不到微信通知时，我们发短信给您"
            value={account?.phoneMasked ?? '未绑定'}
            onTap={() => setBinding(true)}
          />
        </List>
        <Stack gap={3}>
          {process.env.TARO_ENV === 'weapp' && !account?.phoneMasked && (
            <Button kind="primary" icon="brand-wechat" wechat={{ openType: 'getPhoneNumber', onCode: bindByWechat }}>
              用微信手机号绑定
            </Button>
          )}
          <Button icon="logout" loading={command.isBusy} onTap={signOut}>
            退出登录
          </Button>
          <Button kind="danger" onTap={() => void signOutEverywhere()}>
            退出所有设备
          </Button>
          <Note>手机丢了或借给别人用过，请退出所有设备。</Note>
        </Stack>
      </SignedIn>
    </Screen>
  )
}
