import { useState } from 'react'
import { View } from '@tarojs/components'
import type { InsuranceOffer } from '@banyi/contract/insurance'
import type { Read } from '@/api'
import { openLink } from '@/platform/share'
import { sayMoney } from '@/say/money'
import { toast } from '@/store/say'
import { spoken } from '@/ui/a11y'
import { Body, Button, ChoiceCard, Gap, Money, Note, PriceLines, Sheet, Skeleton, Stack, Title } from '@/ui'

interface InsurancePartProps {
  offers: Read<{ items: InsuranceOffer[] }>
  /** plan that the family chose; null: none, as everybody begins */
  plan: string | null
  onChoose: (offer: InsuranceOffer | null) => void
}

/** Offered, never ticked beforehand: without is the first answer. Nothing is shown where nothing is offered. */
export function InsurancePart({ offers, plan, onChoose }: InsurancePartProps) {
  const [read, setRead] = useState<InsuranceOffer | null>(null)
  const { data, error, reload } = offers
  if (data?.items.length === 0 && plan === null) return null
  const isGone = plan !== null && data !== null && !data.items.some(({ planCode }) => planCode === plan)
  return (
    <>
      <Gap size={3} />
      <Title>要不要保险</Title>
      <Gap size={2} />
      {!data && !error && <Skeleton cards={1} />}
      {error && !data && (
        <>
          <Note tone="danger">{`保险报价没有读到（${error}），可以不买保险，照常预约。`}</Note>
          <Button kind="text" icon="refresh" onTap={reload}>
            再读一次报价
          </Button>
        </>
      )}
      {data && (
        <View {...spoken('radiogroup', { label: '保险' })}>
          <ChoiceCard on={plan === null || isGone} title="不需要保险" note="不影响陪诊" onTap={() => onChoose(null)} />
          {data.items.map((offer) => (
            <ChoiceCard
              key={offer.planCode}
              on={offer.planCode === plan}
              title={offer.planName}
              note={`${offer.insurerName}承保。保${offer.covers.map(({ name }) => name).join('、')}`}
              aside={<Money fen={offer.premiumFen} />}
              onTap={() => onChoose(offer)}
            />
          ))}
        </View>
      )}
      {isGone && <Note tone="warm">您之前选的保险这次没有报价，现在按不买保险计算。</Note>}
      {data?.items.map((offer) => (
        <Button key={offer.planCode} kind="text" icon="shield-check" onTap={() => setRead(offer)}>
          {data.items.length > 1 ? `${offer.planName}说明` : '保什么、不保什么、条款'}
        </Button>
      ))}
      <Sheet open={read !== null} title={read?.planName ?? ''} onClose={() => setRead(null)}>
        {read && <Terms offer={read} />}
      </Sheet>
      <Gap size={3} />
    </>
  )
}

function Terms({ offer }: { offer: InsuranceOffer }) {
  const terms = async () => {
    if ((await openLink(offer.termsUrl)) === 'copied') toast('条款的地址已复制，可以在浏览器里打开')
  }
  return (
    <Stack gap={3}>
      <Note>{`由${offer.insurerName}承保，保费由保险公司收取。`}</Note>
      <View>
        <Title>保什么</Title>
        <PriceLines
          lines={offer.covers.map(({ name, amountFen }) => ({ title: name, note: '最多赔', fen: amountFen }))}
          totalFen={offer.premiumFen}
          totalTitle="保费"
        />
      </View>
      <View>
        <Title>不保什么</Title>
        {offer.exclusions.map((words) => (
          <Body key={words}>{`· ${words}`}</Body>
        ))}
      </View>
      <Button icon="file-text" onTap={() => void terms()}>
        看保险条款
      </Button>
      <Note>{`选了以后多付 ${sayMoney(offer.premiumFen)}，付款成功后由保险公司出保单。`}</Note>
    </Stack>
  )
}
