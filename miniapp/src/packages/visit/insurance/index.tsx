import { useState } from 'react'
import type { Policy } from '@banyi/contract/insurance'
import { api, useRead } from '@/api'
import { useParam } from '@/parts/go'
import { SignedIn } from '@/parts/signed-in'
import { openLink } from '@/platform/share'
import { sayMoney } from '@/say/money'
import { saySpan, sayTime } from '@/say/time'
import { useSession } from '@/store/session'
import { toast } from '@/store/say'
import {
  Body,
  Button,
  Card,
  Display,
  ErrorState,
  Gap,
  List,
  Money,
  Note,
  Row,
  Screen,
  Skeleton,
  Stack,
  Tag,
  Title,
} from '@/ui'
import { ClaimSheet } from './claim-sheet'

const toneOf = (state: Policy['state']): 'plain' | 'brand' | 'warm' =>
  state === 'bound' ? 'brand' : state === 'bind-failed' ? 'warm' : 'plain'

/** The policy of one visit: what it covers, where it stands, and the way to report something. */
export default function InsurancePage() {
  const id = useParam('id')
  const token = useSession((s) => s.token)
  const { data, error, reload, set } = useRead(token && id ? `policy.${id}` : null, () =>
    api.insurance.getPolicyOfOrder({ params: { id } }),
  )
  const [isReporting, setReporting] = useState(false)
  const open = async (url: string) => {
    if ((await openLink(url)) === 'copied') toast('地址已复制，可以在浏览器里打开')
  }
  return (
    <Screen
      title="保单"
      overlay={
        data && (
          <ClaimSheet
            id={id}
            isOpen={isReporting}
            insurer={data.insurerName}
            onClose={() => setReporting(false)}
            onDone={(policy) => {
              set(policy)
              setReporting(false)
            }}
          />
        )
      }
    >
      <SignedIn why="登录后可以看保单">
        {!data && (error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />)}
        {data && (
          <>
            <Tag tone={toneOf(data.state)}>{data.stateName}</Tag>
            <Gap size={1} />
            <Display>{data.planName}</Display>
            <Body sub>{data.sentence}</Body>
            <Gap size={4} />
            <List>
              <Row icon="shield-check" title={`${data.insurerName}承保`} note={saySpan(data.from, data.to)} />
              {data.policyNumber && <Row icon="id" title="保单号" note={data.policyNumber} />}
              <Row icon="receipt" title="保费" value={<Money fen={data.premiumFen} />} />
            </List>
            <Title>保什么</Title>
            <Gap size={2} />
            <List>
              {data.covers.map(({ name, amountFen }) => (
                <Row key={name} title={name} value={`最多 ${sayMoney(amountFen)}`} />
              ))}
            </List>
            {data.claims.map((claim) => (
              <Card key={claim.id} title="报案" aside={<Tag>{claim.stateName}</Tag>}>
                <Body>{claim.what}</Body>
                {claim.insurerWords && <Body>{`保险公司：${claim.insurerWords}`}</Body>}
                {claim.amountFen !== null && <Note tone="brand">{`赔付 ${sayMoney(claim.amountFen)}`}</Note>}
                <Note>
                  {[claim.number && `报案号 ${claim.number}`, sayTime(claim.reportedAt)].filter(Boolean).join('，')}
                </Note>
              </Card>
            ))}
            <Stack gap={2}>
              {data.can.claim && (
                <Button icon="alert-circle" onTap={() => setReporting(true)}>
                  出了事，报案
                </Button>
              )}
              {data.policyUrl && (
                <Button icon="file-text" onTap={() => void open(data.policyUrl ?? '')}>
                  看电子保单
                </Button>
              )}
              <Button kind="text" onTap={() => void open(data.termsUrl)}>
                看保险条款
              </Button>
            </Stack>
          </>
        )}
      </SignedIn>
    </Screen>
  )
}
