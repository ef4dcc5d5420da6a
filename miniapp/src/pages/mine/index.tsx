import { View } from '@tarojs/components'
import { go, goSignIn, PAGE } from '@/parts/go'
import { useAccount } from '@/parts/use-account'
import { supportPhone } from '@/platform/config'
import { call } from '@/platform/phone'
import { useElder } from '@/store/elder'
import { useMyCompanion } from '@/store/my-companion'
import { Avatar, Body, Button, Card, List, Note, Row, Screen, Side, Strong, Switch } from '@/ui'

export default function Mine() {
  const { isSignedIn, account } = useAccount()
  const elder = useElder()
  // only companions get an answer; for everybody else the lines are simply absent
  const companion = useMyCompanion({ isCertain: false })
  const phone = supportPhone()
  return (
    <Screen title="我的" tab="mine">
      {isSignedIn ? (
        <Card>
          <Side>
            <Avatar name={account?.nickname ?? '我'} />
            <View>
              <Strong>{account?.nickname ?? '正在读取'}</Strong>
              <Note>{account ? (account.phoneMasked ?? '还没有绑定手机号') : ' '}</Note>
            </View>
          </Side>
        </Card>
      ) : (
        <Card title="还没有登录">
          <Body sub>登录后可以预约陪诊、看到家人的就诊进度。</Body>
          <View style={{ height: '12px' }} />
          <Button kind="primary" onTap={goSignIn}>
            去登录
          </Button>
        </Card>
      )}
      {companion.data && (
        <List>
          <Row
            icon="briefcase"
            title="陪诊员工作台"
            note={`${companion.data.name}，今天辛苦了`}
            onTap={() => go(PAGE.companionWork)}
          />
          <Row icon="wallet" title="收入" note="逐笔明细、月结单、提现" onTap={() => go(PAGE.companionEarnings)} />
        </List>
      )}
      <List>
        <Row icon="users" title="就诊人" note="自己和家人的资料" onTap={() => go(PAGE.patients)} />
        <Row icon="ticket" title="优惠券" note="我的券，输入券码领券" onTap={() => go(PAGE.coupons)} />
        <Row icon="coin" title="我的赔付" note="平台先赔给您的" onTap={() => go(PAGE.compensations)} />
        <Row icon="shield-check" title="隐私与授权" note="同意过什么，随时可以撤回" onTap={() => go(PAGE.consent())} />
        <Row icon="settings" title="设置" note="手机号、登录的设备" onTap={() => go(PAGE.settings)} />
      </List>
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
        {phone && <Row icon="phone" title="打电话给客服" note={phone} onTap={() => call(phone)} />}
      </List>
    </Screen>
  )
}
