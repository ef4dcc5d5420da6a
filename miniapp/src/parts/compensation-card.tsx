import type { Compensation } from '@banyi/contract/payments/fund'
import { api } from '@/api'
import { sayTime } from '@/say/time'
import { Body, Card, Gap, Money, Note, Side, Tag } from '@/ui'
import { TransferPart } from './transfer-part'

type Tone = 'plain' | 'brand' | 'warm' | 'danger'
const STATE: Readonly<Record<Compensation['state'], { word: string; tone: Tone }>> = {
  proposed: { word: '审核中', tone: 'plain' },
  approved: { word: '已批准', tone: 'brand' },
  paying: { word: '正在付给您', tone: 'brand' },
  'awaiting-user': { word: '等您收款', tone: 'warm' },
  paid: { word: '已到账', tone: 'plain' },
  rejected: { word: '没有批准', tone: 'plain' },
  failed: { word: '没有付成', tone: 'danger' },
}

/** What the platform pays first when something went wrong; a part may wait for a tap in WeChat. */
export function CompensationCard({
  compensation,
  page,
  isBack,
  onChanged,
}: {
  compensation: Compensation
  page: string
  isBack: boolean
  onChanged: () => void
}) {
  const { id, title, amountFen, state, sentence, createdAt, paidAt, transfer } = compensation
  const { word, tone } = STATE[state]
  const check = async () => {
    await api.payments.checkMyCompensation({ params: { id } })
    onChanged()
  }
  return (
    <Card tone={state === 'awaiting-user' ? 'warm' : 'plain'} title={`赔付：${title}`}>
      <Side spread>
        <Tag tone={tone}>{word}</Tag>
        <Money fen={amountFen} big />
      </Side>
      <Gap size={1} />
      <Body>{sentence}</Body>
      <Note>{paidAt ? `${sayTime(paidAt)} 到账` : sayTime(createdAt)}</Note>
      {transfer && (
        <>
          <Gap size={2} />
          <TransferPart transfer={transfer} page={page} isBack={isBack} check={check} />
        </>
      )}
    </Card>
  )
}
