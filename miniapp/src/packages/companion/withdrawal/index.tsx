import { useState } from 'react'
import { api, codeOf, useCommand, useRead } from '@/api'
import { useParam } from '@/parts/go'
import { TransferPart } from '@/parts/transfer-part'
import { transferSaid } from '@/platform/transfer'
import { sayMoney } from '@/say/money'
import { toneOfTransfer } from '@/say/words'
import { useSession } from '@/store/session'
import { ask, toast } from '@/store/say'
import { Body, Button, Card, Display, ErrorState, Gap, Note, Screen, Skeleton, Tag, Timeline } from '@/ui'
import { WORK } from '../parts/addresses'
import { Gate } from '../parts/gate'
import { stagesOf } from './stages'

/** One withdrawal on its way. */
export default function Withdrawal() {
  const id = useParam('id')
  const token = useSession((s) => s.token)
  const [said] = useState(transferSaid)
  const { data, error, reload, set } = useRead(token && id ? `withdrawal.${id}` : null, () =>
    api.payments.getMyWithdrawal({ params: { id } }),
  )
  const command = useCommand((refusal) => {
    if (codeOf(refusal) === 'CONFLICT') reload()
    return false
  })
  const cancel = async () => {
    if (!data) return
    const isSure = await ask({
      title: '撤回提现',
      text: `${sayMoney(data.amountFen)} 回到余额，可以再提。`,
      yes: '撤回',
      no: '不撤回',
    })
    if (!isSure) return
    const isDone = await command.run(async (commandId) =>
      set(await api.payments.cancelMyWithdrawal({ params: { id }, body: { commandId, version: data.version } })),
    )
    if (isDone) toast('已撤回')
  }
  return (
    <Screen title="提现">
      <Gate>
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />)}
        {data && (
          <>
            {error && <Note tone="danger">没有读到最新情况（{error}），下面是上次看到的。</Note>}
            <Tag tone={toneOfTransfer(data.state)}>{data.stateName}</Tag>
            <Gap size={1} />
            <Display>{sayMoney(data.amountFen)}</Display>
            <Body>{data.sentence}</Body>
            <Gap size={3} />
            <TransferPart
              transfer={data}
              page={WORK.withdrawal(id)}
              isBack={said === 'ok'}
              check={async () => set(await api.payments.checkMyWithdrawal({ params: { id } }))}
            />
            <Gap size={3} />
            <Card title="走到哪里了">
              <Timeline items={stagesOf(data)} />
            </Card>
            {data.canCancel && (
              <Button kind="text" loading={command.isBusy} onTap={() => void cancel()}>
                撤回提现
              </Button>
            )}
            <Gap size={2} />
            <Note>{`提现单号 ${data.number}`}</Note>
          </>
        )}
      </Gate>
    </Screen>
  )
}
