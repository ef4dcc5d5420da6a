import { useDidShow } from '@tarojs/taro'
import { api, usePaged } from '@/api'
import { go } from '@/parts/go'
import { sayTime } from '@/say/time'
import { toneOfTransfer } from '@/say/words'
import { useSession } from '@/store/session'
import { Card, Empty, InfiniteList, Money, Note, Screen, Side, Tag } from '@/ui'
import { WORK } from '../parts/addresses'
import { Gate } from '../parts/gate'

export default function Withdrawals() {
  const token = useSession((s) => s.token)
  const paged = usePaged(token ? 'withdrawals' : null, (cursor) =>
    api.payments.listMyWithdrawals({ query: { cursor } }),
  )
  useDidShow(() => {
    if (token && !paged.isLoading) paged.reload()
  })
  return (
    <Screen title="提现记录">
      <Gate>
        <InfiniteList
          paged={paged}
          keyOf={({ id }) => id}
          render={(transfer) => (
            <Card onTap={() => go(WORK.withdrawal(transfer.id))}>
              <Side spread>
                <Tag tone={toneOfTransfer(transfer.state)}>{transfer.stateName}</Tag>
                <Money fen={transfer.amountFen} big />
              </Side>
              <Note>{`${sayTime(transfer.requestedAt)} 提交。${transfer.sentence}`}</Note>
            </Card>
          )}
          empty={<Empty title="还没有提现" action="去提现" onTap={() => go(WORK.withdraw)} />}
        />
      </Gate>
    </Screen>
  )
}
