import { useState } from 'react'
import type { Payee } from '@banyi/contract/payments/payouts'
import { api, useCommand, useRead } from '@/api'
import { go, replace } from '@/parts/go'
import { fenOf, sayMoney, yuanOf } from '@/say/money'
import { sayTime } from '@/say/time'
import { useSession } from '@/store/session'
import { toast } from '@/store/say'
import { Body, Button, Card, Display, ErrorState, Field, Gap, Note, Screen, Skeleton, TextInput } from '@/ui'
import { WORK } from '../parts/addresses'
import { Gate } from '../parts/gate'
import { amountFault, mostNow } from './amount'

/** Her money to her WeChat. */
export default function Withdraw() {
  const token = useSession((s) => s.token)
  const payee = useRead(token ? 'payee' : null, () => api.payments.getPayee())
  const earnings = useRead(token ? 'earnings.balance' : null, () => api.payments.getMyEarnings({ query: { limit: 1 } }))
  const [typed, setTyped] = useState('')
  const command = useCommand()
  const { data: rules } = payee
  const balance = earnings.data?.balanceFen ?? null
  const fen = fenOf(typed)
  const fault = typed === '' || !rules || balance === null ? null : amountFault(fen, rules, balance)

  const request = async () => {
    if (fen === null) return
    let id = ''
    const isDone = await command.run(async (commandId) => {
      ;({ id } = await api.payments.requestWithdrawal({ body: { commandId, amountFen: fen } }))
    })
    if (!isDone) return earnings.reload()
    toast('提现已提交')
    replace(WORK.withdrawal(id))
  }
  const error = payee.error ?? earnings.error
  const isReady = rules !== null && balance !== null
  const mayRequest = isReady && rules.isRegistered && !rules.blocked
  return (
    <Screen
      title="提现"
      footer={
        mayRequest ? (
          <Button
            kind="primary"
            loading={command.isBusy}
            disabled={fen === null || fault !== null}
            onTap={() => void request()}
          >
            {fen !== null && fault === null ? `提现 ${sayMoney(fen)}` : '提现'}
          </Button>
        ) : undefined
      }
    >
      <Gate>
        {!isReady &&
          (error ? (
            <ErrorState
              message={error}
              onRetry={() => {
                payee.reload()
                earnings.reload()
              }}
            />
          ) : (
            <Skeleton cards={2} />
          ))}
        {isReady && (
          <>
            <Card tone="brand">
              <Note>可以提现</Note>
              <Display>{sayMoney(balance)}</Display>
              <Note>{`今天还可以提 ${sayMoney(rules.leftTodayFen)}`}</Note>
            </Card>
            {!rules.isRegistered && (
              <Card tone="warm" title="先登记收款人">
                <Body>写一次真实姓名，以后都转到您本人的微信。</Body>
                <Gap size={2} />
                <Button kind="primary" onTap={() => go(WORK.payee)}>
                  去登记
                </Button>
              </Card>
            )}
            {rules.isRegistered && rules.blocked && (
              <Card tone="warm" title="现在不能提现">
                <Body>{rules.blocked}</Body>
                {rules.withdrawFrom && <Note>{`${sayTime(rules.withdrawFrom)} 起可以提现`}</Note>}
              </Card>
            )}
            {mayRequest && (
              <Field label="提多少（元）" error={fault ?? command.fields['amountFen']}>
                <TextInput
                  label="提现金额，元"
                  type="digit"
                  value={typed}
                  maxLength={9}
                  placeholder="0.00"
                  onChange={setTyped}
                  aside={
                    <Button
                      size="small"
                      kind="text"
                      label="全部，能提的都提"
                      onTap={() => setTyped(yuanOf(mostNow(rules, balance)))}
                    >
                      全部
                    </Button>
                  }
                />
              </Field>
            )}
            {command.error && !command.fields['amountFen'] && <Note tone="danger">{command.error}</Note>}
            <Rules rules={rules} />
          </>
        )}
      </Gate>
    </Screen>
  )
}

const Rules = ({ rules }: { rules: Payee }) => (
  <Card title="提现说明">
    {[
      ...(rules.nameMasked ? [`转到${rules.nameMasked}本人的微信零钱，不收手续费。`] : []),
      `每次 ${sayMoney(rules.minFen)} 到 ${sayMoney(rules.maxFen)}，一天最多 ${sayMoney(rules.dailyFen)}。`,
      `超过 ${sayMoney(rules.approvalAboveFen)} 的，要两位财务核准，一般一个工作日。`,
      '提交以后，要在微信里点一次“确认收款”，一天内没有确认，钱回到余额。',
    ].map((words) => (
      <Body key={words} sub>
        {words}
      </Body>
    ))}
  </Card>
)
