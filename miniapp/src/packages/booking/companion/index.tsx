import { useState } from 'react'
import { api, usePaged, useCommand, useRead } from '@/api'
import { go, PAGE, replace, useParam } from '@/parts/go'
import { publicPicture } from '@/platform/pictures'
import { saySpan, sayTime } from '@/say/time'
import { sayExperience, SKILL, VERIFIED } from '@/say/words'
import { useBooking } from '@/store/booking'
import { toast } from '@/store/say'
import { Button, ChoiceCard, Empty, Gap, Icon, InfiniteList, Note, PersonCard, Progress, Screen, Segmented } from '@/ui'
import { PriceFooter } from '../parts/price-footer'
import { startsAtOf, STEPS } from '../parts/steps'
import { usePrice } from '../parts/use-price'

type Wanted = 'any' | 'female' | 'male'

/** Who goes along: for a booking that is being made, or (`?order=`) for a paid order that has nobody yet. */
export default function CompanionChoice() {
  const orderId = useParam('order')
  const { draft, change } = useBooking()
  const price = usePrice()
  const order = useRead(orderId ? `order.${orderId}` : null, () => api.orders.getMyOrder({ params: { id: orderId } }))
  const [sex, setSex] = useState<Wanted>('any')
  const command = useCommand()

  const minutes = order.data
    ? (Date.parse(order.data.endsAt) - Date.parse(order.data.startsAt)) / 60_000
    : (price.list.data?.packages.find((p) => p.kind === draft.packageKind)?.minutes ?? null)
  const startsAt = orderId ? (order.data?.startsAt ?? null) : startsAtOf(draft)
  const district = orderId ? order.data?.hospital.district : draft.hospital?.district
  const segment = order.data?.segment ?? draft.segment
  const query =
    startsAt && minutes ? { startsAt, minutes, district, segment, sex: sex === 'any' ? undefined : sex } : null
  const paged = usePaged(query ? JSON.stringify(query) : null, (cursor) =>
    query
      ? api.companions.listAvailableCompanions({ query: { ...query, cursor, limit: 10 } })
      : Promise.resolve({ items: [], nextCursor: null }),
  )

  const chosenId = draft.companion?.id
  const isAssigned = !orderId && draft.companion === null
  const decide = async (companionId: string | null) => {
    const seen = order.data
    if (!seen) return
    const isDone = await command.run(async (commandId) =>
      order.set(
        await api.orders.chooseCompanion({
          params: { id: seen.id },
          body: { commandId, version: seen.version, companionId },
        }),
      ),
    )
    if (!isDone) return order.reload()
    toast(companionId ? '已告诉她，等她接单' : '我们来安排，安排好会通知您')
    replace(PAGE.order(seen.id))
  }
  const next = () => {
    if (draft.companion === undefined) return toast('请选一位，或让我们安排')
    go(PAGE.confirm)
  }
  return (
    <Screen title="选陪诊员" footer={orderId ? undefined : <PriceFooter price={price} action="下一步" onNext={next} />}>
      {!orderId && <Progress steps={STEPS} at={2} />}
      {startsAt && (
        <Note>
          {order.data ? saySpan(order.data.startsAt, order.data.endsAt) : sayTime(startsAt)}，下面的陪诊员都有空
        </Note>
      )}
      <Gap size={2} />
      <ChoiceCard
        on={isAssigned}
        front={<Icon name="heart-handshake" size={32} />}
        title="帮我安排一位"
        note="按病情、路程和口碑挑，付款后很快告诉您是谁"
        onTap={() => (orderId ? void decide(null) : change({ companion: null }))}
      />
      <Gap />
      <Segmented
        label="性别"
        options={[
          { value: 'any', word: '都可以' },
          { value: 'female', word: '女' },
          { value: 'male', word: '男' },
        ]}
        value={sex}
        onChange={setSex}
      />
      <Gap />
      <InfiniteList
        paged={paged}
        keyOf={(person) => person.id}
        render={(person) => (
          <PersonCard
            name={person.name}
            photo={publicPicture(person.photoUrl)}
            line={sayExperience(person)}
            reasons={person.reasons}
            verified={person.verified.slice(0, 2).map((item) => VERIFIED[item])}
            tags={[...person.skills.map((skill) => SKILL[skill]), ...person.languages].slice(0, 4)}
            chosen={person.id === chosenId}
            onTap={() => go(PAGE.companionProfile(person.id, orderId || undefined))}
            aside={
              <Button
                size="small"
                kind={person.id === chosenId ? 'primary' : 'plain'}
                {...(person.id === chosenId ? { icon: 'check' as const } : {})}
                label={`${person.id === chosenId ? '已选' : person.sex === 'male' ? '选他' : '选她'}，${person.name}`}
                onTap={() =>
                  orderId
                    ? void decide(person.id)
                    : change({ companion: { id: person.id, name: person.name, photoUrl: person.photoUrl } })
                }
              >
                {person.id === chosenId ? '已选' : `选${person.sex === 'male' ? '他' : '她'}`}
              </Button>
            }
          />
        )}
        empty={<Empty title="这个时间没有空着的陪诊员" note="可以让我们安排，或者回上一步换个时间" />}
      />
    </Screen>
  )
}
