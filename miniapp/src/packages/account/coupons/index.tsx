import { useState } from 'react'
import type { MyCoupon } from '@banyi/contract/coupons'
import { api, useCommand, usePaged } from '@/api'
import { go, PAGE } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { sayDay } from '@/say/time'
import { useSession } from '@/store/session'
import { toast } from '@/store/say'
import { Body, Button, Card, Empty, Field, Gap, InfiniteList, Note, Screen, Side, Strong, Tag, TextInput } from '@/ui'

const STATE: Readonly<Record<MyCoupon['state'], { word: string; tone: 'plain' | 'brand' | 'warm' }>> = {
  usable: { word: '可以用', tone: 'brand' },
  reserved: { word: '在一个订单里', tone: 'warm' },
  used: { word: '用过了', tone: 'plain' },
  expired: { word: '过期了', tone: 'plain' },
}

export default function Coupons() {
  const token = useSession((s) => s.token)
  const paged = usePaged(token ? 'coupons' : null, (cursor) => api.coupons.listMyCoupons({ query: { cursor } }))
  const [code, setCode] = useState('')
  const command = useCommand()
  const take = async () => {
    const isDone = await command.run(async (commandId) => {
      const { name } = await api.coupons.takeCoupon({ body: { commandId, code: code.trim().toUpperCase() } })
      toast(`已领到“${name}”`)
    })
    if (!isDone) return
    setCode('')
    paged.reload()
  }
  return (
    <Screen title="优惠券">
      <SignedIn why="登录后可以看优惠券">
        <Field label="有券码" error={command.fields['code'] ?? command.error ?? undefined}>
          <TextInput
            label="券码"
            value={code}
            maxLength={20}
            placeholder="大写字母和数字"
            onChange={setCode}
            onDone={() => void take()}
          />
        </Field>
        <Button loading={command.isBusy} disabled={code.trim().length < 4} onTap={() => void take()}>
          领券
        </Button>
        <Gap size={4} />
        <InfiniteList
          paged={paged}
          keyOf={({ id }) => id}
          render={(coupon) => (
            <Card>
              <Side spread>
                <Strong>{coupon.name}</Strong>
                <Tag tone={STATE[coupon.state].tone}>{STATE[coupon.state].word}</Tag>
              </Side>
              <Body>{coupon.sentence}</Body>
              <Note>{`由${coupon.funderName}出资，${sayDay(coupon.validTo)}到期`}</Note>
            </Card>
          )}
          empty={
            <Empty
              title="还没有优惠券"
              note="社区、工会或保险公司发的券码，在上面输入就能领"
              action="预约陪诊"
              onTap={() => go(PAGE.who)}
            />
          }
        />
      </SignedIn>
    </Screen>
  )
}
