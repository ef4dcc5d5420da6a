import { useState } from 'react'
import { api, usePaged } from '@/api'
import { CompensationCard } from '@/parts/compensation-card'
import { go, PAGE } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { transferSaid } from '@/platform/transfer'
import { useSession } from '@/store/session'
import { Empty, InfiniteList, List, Row, Screen } from '@/ui'

export default function Compensations() {
  const token = useSession((s) => s.token)
  const [said] = useState(transferSaid)
  const paged = usePaged(token ? 'compensations' : null, (cursor) =>
    api.payments.listMyCompensations({ query: { cursor } }),
  )
  return (
    <Screen title="我的赔付">
      <SignedIn why="登录后可以看赔付">
        <InfiniteList
          paged={paged}
          keyOf={({ id }) => id}
          render={(compensation) => (
            <CompensationCard
              compensation={compensation}
              page={PAGE.compensations}
              isBack={said === 'ok'}
              onChanged={paged.reload}
            />
          )}
          empty={<Empty title="没有赔付" note="服务出了问题，平台按规则先赔给您，会写在这里" picture="papers" />}
        />
        <List>
          <Row icon="shield-check" title="先行赔付规则" note="什么情况赔、赔多少" onTap={() => go(PAGE.fundRules)} />
        </List>
      </SignedIn>
    </Screen>
  )
}
