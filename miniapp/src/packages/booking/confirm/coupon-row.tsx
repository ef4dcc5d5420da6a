import { useState } from 'react'
import { View } from '@tarojs/components'
import { api, useCommand, useRead } from '@/api'
import { sayDay } from '@/say/time'
import { toast } from '@/store/say'
import { useSession } from '@/store/session'
import { spoken } from '@/ui/a11y'
import { Button, ChoiceCard, ErrorState, Field, Gap, List, Row, Sheet, Skeleton, TextInput } from '@/ui'

/** My coupons, and a code to type; who pays for a coupon stands with it. */
export function CouponRow({ value, onChoose }: { value: string | null; onChoose: (id: string | null) => void }) {
  const token = useSession((s) => s.token)
  const { data, error, reload } = useRead(token ? 'coupons' : null, () =>
    api.coupons.listMyCoupons({ query: { limit: 50 } }),
  )
  const [isOpen, setOpen] = useState(false)
  const [code, setCode] = useState('')
  const command = useCommand()
  const usable = data?.items.filter(({ state }) => state === 'usable') ?? []
  const chosen = data?.items.find(({ id }) => id === value)

  const choose = (id: string | null) => {
    onChoose(id)
    setOpen(false)
  }
  const take = async () => {
    const isDone = await command.run(async (commandId) => {
      const coupon = await api.coupons.takeCoupon({ body: { commandId, code: code.trim().toUpperCase() } })
      choose(coupon.id)
      toast(`已领到“${coupon.name}”，这一单就用它`)
    })
    if (isDone) {
      setCode('')
      reload()
    }
  }
  const note = chosen
    ? `${chosen.sentence}，由${chosen.funderName}出资`
    : usable.length > 0
      ? `有 ${usable.length} 张可以用`
      : '没有可用的券，也可以输入券码'
  return (
    <>
      <List>
        <Row
          icon="ticket"
          title={chosen ? chosen.name : '优惠券'}
          note={data ? note : (error ?? '正在读取')}
          value={chosen ? '改' : '选'}
          onTap={() => setOpen(true)}
        />
      </List>
      <Sheet open={isOpen} title="优惠券" onClose={() => setOpen(false)}>
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton cards={1} />)}
        {data && (
          <View {...spoken('radiogroup', { label: '优惠券' })}>
            <ChoiceCard on={value === null} title="不用优惠券" onTap={() => choose(null)} />
            {usable.map((coupon) => (
              <ChoiceCard
                key={coupon.id}
                on={coupon.id === value}
                title={coupon.name}
                note={`${coupon.sentence}。由${coupon.funderName}出资，${sayDay(coupon.validTo)}到期`}
                onTap={() => choose(coupon.id)}
              />
            ))}
          </View>
        )}
        <Gap size={3} />
        <Field
          label="有券码"
          error={command.fields['code'] ?? (command.error && !command.isBusy ? command.error : undefined)}
        >
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
          领取并使用
        </Button>
      </Sheet>
    </>
  )
}
