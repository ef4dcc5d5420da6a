import { useEffect, useState } from 'react'
import type { FamilyOrder } from '@banyi/contract/orders'
import { api, useCommand } from '@/api'
import { useLatest } from '@/api/use-latest'
import { PAGE } from '@/parts/go'
import { cashierSaid, pay } from '@/platform/pay'
import { fenOf, sayMoney } from '@/say/money'
import { toast } from '@/store/say'
import { Button, Field, Gap, Note, Segmented, Sheet, TextInput } from '@/ui'

const AMOUNTS = ['500', '1000', '2000', '5000'] as const
const OWN = 'own'
const LEAST = 100
const MOST = 20_000
const ASK_AFTER = [0, 1500, 3000, 6000]

/** Thanks in money: offered once in a quiet place, never asked for, nothing chosen beforehand. */
export function Tip({ order, isBack, onChanged }: { order: FamilyOrder; isBack: boolean; onChanged: () => void }) {
  const { id } = order
  const [isOpen, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const [own, setOwn] = useState('')
  // back from the cashier of a browser
  const [asked, setAsked] = useState(() => (isBack && cashierSaid() === 'ok' ? 0 : ASK_AFTER.length))
  const changed = useLatest(onChanged)
  const command = useCommand()
  const isAsking = asked < ASK_AFTER.length

  useEffect(() => {
    if (!isAsking) return
    const timer = setTimeout(() => {
      api.orders.checkTip({ params: { id } }).then(
        ({ isPaid }) => {
          if (!isPaid) return setAsked((n) => n + 1)
          setAsked(ASK_AFTER.length)
          toast('心意已收下，全部给陪诊员')
          changed.current()
        },
        () => setAsked((n) => n + 1),
      )
    }, ASK_AFTER[asked])
    return () => clearTimeout(timer)
  }, [isAsking, asked, id, changed])

  const fen = chosen === OWN ? fenOf(own) : chosen === null ? null : Number(chosen)
  const fault = chosen === OWN && own !== '' && (fen === null || fen < LEAST || fen > MOST)
  const give = () =>
    void command.run(async (commandId) => {
      if (fen === null) return
      const params = await api.orders.tipOrder({ params: { id }, body: { commandId, amountFen: fen } })
      const answer = await pay(params, PAGE.tipped(id))
      if (answer === 'away') return
      setOpen(false)
      if (answer === 'paid') setAsked(0)
    })

  if (!order.can.tip && !isAsking) return null
  return (
    <>
      {order.can.tip && (
        <Button kind="text" icon="gift" onTap={() => setOpen(true)}>
          给陪诊员一个感谢红包
        </Button>
      )}
      {isAsking && <Note>正在向微信核对红包。</Note>}
      <Sheet
        open={isOpen}
        title="感谢红包"
        onClose={() => setOpen(false)}
        footer={
          <Button
            kind="primary"
            icon="brand-wechat"
            loading={command.isBusy}
            disabled={fen === null || fault || fen < LEAST}
            onTap={give}
          >
            {fen !== null && !fault && fen >= LEAST ? `微信支付 ${sayMoney(fen)}` : '微信支付'}
          </Button>
        }
      >
        <Note>全部给陪诊员，伴医不抽成。给不给、给多少，都不影响服务和评价。</Note>
        <Gap size={3} />
        <Segmented
          label="金额"
          value={chosen}
          onChange={setChosen}
          options={[
            ...AMOUNTS.map((value) => ({ value, word: `¥${Number(value) / 100}` })),
            { value: OWN, word: '自己写' },
          ]}
        />
        {chosen === OWN && (
          <>
            <Gap size={3} />
            <Field label="金额" error={fault ? '1 元到 200 元，可以写到分' : command.fields['amountFen']}>
              <TextInput
                label="红包金额，元"
                type="digit"
                value={own}
                maxLength={7}
                placeholder="例如 8.80"
                onChange={setOwn}
                aside={<Note>元</Note>}
              />
            </Field>
          </>
        )}
      </Sheet>
    </>
  )
}
