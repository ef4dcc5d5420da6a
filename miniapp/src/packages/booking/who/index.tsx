import { useState } from 'react'
import { api, useRead } from '@/api'
import { go, goSignIn, PAGE } from '@/parts/go'
import { sayMinutes } from '@/say/time'
import { RELATION, SEGMENT, words } from '@/say/words'
import { useBooking } from '@/store/booking'
import { useElder } from '@/store/elder'
import { useSession } from '@/store/session'
import { toast } from '@/store/say'
import {
  Avatar,
  Button,
  Card,
  ChoiceCard,
  ErrorState,
  Field,
  Gap,
  Money,
  Note,
  Progress,
  Screen,
  Segmented,
  Skeleton,
  TextArea,
  Title,
} from '@/ui'
import { PriceFooter } from '../parts/price-footer'
import { STEPS } from '../parts/steps'
import { usePrice } from '../parts/use-price'

export default function Who() {
  const { draft, change } = useBooking()
  const isElder = useElder((s) => s.isOn)
  const token = useSession((s) => s.token)
  const patients = useRead(token ? 'patients' : null, () => api.identity.listPatients())
  const price = usePrice()
  const [isAll, setAll] = useState(false)

  const offers = price.list.data?.packages ?? []
  // elder mode: two big choices, the rest behind one word
  const shown = isElder && !isAll ? offers.filter((o) => !o.isErrand || o.kind === draft.packageKind) : offers
  const isKnown = patients.data?.items.some((p) => p.id === draft.patientId)

  const next = () => {
    if (!token) return goSignIn()
    if (!isKnown) return toast('请先选择谁去看病')
    go(PAGE.where)
  }
  return (
    <Screen title="预约陪诊" footer={<PriceFooter price={price} action="下一步" onNext={next} />}>
      <Progress steps={STEPS} at={0} />
      <Title>谁去看病</Title>
      <Gap size={2} />
      {!token && (
        <Card>
          <Note>登录后选择就诊人。填写的内容会留着。</Note>
          <Gap size={2} />
          <Button kind="primary" icon="brand-wechat" onTap={goSignIn}>
            去登录
          </Button>
        </Card>
      )}
      {token &&
        !patients.data &&
        (patients.error ? <ErrorState message={patients.error} onRetry={patients.reload} /> : <Skeleton cards={1} />)}
      {patients.data?.items.map((patient) => (
        <ChoiceCard
          key={patient.id}
          on={patient.id === draft.patientId}
          front={<Avatar name={patient.name} size={40} />}
          title={patient.name}
          note={`${RELATION[patient.relation]} · ${patient.ageYears} 岁`}
          onTap={() => change({ patientId: patient.id })}
        />
      ))}
      {token && (
        <Button icon="plus" onTap={() => go(PAGE.patientEdit())}>
          {patients.data?.items.length ? '添加另一位' : '添加就诊人'}
        </Button>
      )}
      <Gap size={6} />
      <Field label="想办什么事" optional hint="接单的陪诊员才能看到">
        <TextArea
          label="想办什么事"
          small
          maxLength={1000}
          value={draft.need}
          placeholder="例如：膝盖疼半年，复查，拿检查报告"
          onChange={(need) => change({ need })}
        />
      </Field>
      <Title>需要哪种服务</Title>
      <Gap size={2} />
      {!price.list.data &&
        (price.list.error ? (
          <ErrorState message={price.list.error} onRetry={price.list.reload} />
        ) : (
          <Skeleton cards={2} />
        ))}
      {shown.map((offer) => (
        <ChoiceCard
          key={offer.kind}
          on={offer.kind === draft.packageKind}
          title={offer.isErrand ? offer.name : `${offer.name}（${sayMinutes(offer.minutes)}）`}
          note={offer.description}
          aside={<Money fen={offer.priceFen} />}
          onTap={() => change({ packageKind: offer.kind })}
        />
      ))}
      {isElder && !isAll && offers.length > shown.length && (
        <Button kind="text" onTap={() => setAll(true)}>
          还有代办跑腿的服务
        </Button>
      )}
      {!isElder && (
        <>
          <Gap size={4} />
          <Field label="看哪一类" hint="儿科、孕产等由受过相应培训的陪诊员接单">
            <Segmented
              label="看哪一类"
              options={words(SEGMENT)}
              value={draft.segment}
              onChange={(segment) => change({ segment })}
            />
          </Field>
        </>
      )}
    </Screen>
  )
}
