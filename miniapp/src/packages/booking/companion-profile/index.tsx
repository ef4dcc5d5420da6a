import Taro from '@tarojs/taro'
import { View } from '@tarojs/components'
import { api, useCommand, useRead } from '@/api'
import { go, PAGE, replace, useParam } from '@/parts/go'
import { publicPicture } from '@/platform/pictures'
import { addDays, today, sayClock, sayDay } from '@/say/time'
import { SEGMENT, sayExperience, SKILL, VERIFIED } from '@/say/words'
import { useBooking } from '@/store/booking'
import { Avatar, Body, Button, Card, ErrorState, Note, Screen, Side, Skeleton, Tag, Tags, Title } from '@/ui'

export default function CompanionProfile() {
  const id = useParam('id')
  const orderId = useParam('order')
  const { draft, change } = useBooking()
  const from = today()
  const person = useRead(id ? `companion.${id}` : null, () => api.companions.getCompanion({ params: { id } }))
  const free = useRead(id ? `free.${id}.week.${from}` : null, () =>
    api.companions.getAvailability({ params: { id }, query: { from, to: addDays(from, 7) } }),
  )
  const command = useCommand()
  const { data } = person
  if (!data)
    return (
      <Screen title="陪诊员">
        {person.error ? <ErrorState message={person.error} onRetry={person.reload} /> : <Skeleton />}
      </Screen>
    )

  const choose = async () => {
    if (orderId) {
      const isDone = await command.run(async (commandId) => {
        const seen = await api.orders.getMyOrder({ params: { id: orderId } })
        await api.orders.chooseCompanion({
          params: { id: orderId },
          body: { commandId, version: seen.version, companionId: data.id },
        })
      })
      if (isDone) replace(PAGE.order(orderId))
      return
    }
    change({ companion: { id: data.id, name: data.name, photoUrl: data.photoUrl } })
    if (Taro.getCurrentPages().length > 1) void Taro.navigateBack()
    else go(draft.day ? PAGE.companion() : PAGE.who)
  }
  const days = free.data?.days.filter((d) => d.ranges.length > 0) ?? []
  return (
    <Screen
      title="陪诊员"
      footer={
        <Button kind="primary" loading={command.isBusy} onTap={() => void choose()}>
          请{data.name}陪同
        </Button>
      }
    >
      <Card tone="warm">
        <Side>
          <Avatar name={data.name} photo={publicPicture(data.photoUrl)} size={72} />
          <View>
            <Title>{data.name}</Title>
            <Note>{sayExperience(data)}</Note>
            <Note>服务 {data.districts.join('、')}</Note>
          </View>
        </Side>
      </Card>
      {data.introduction && (
        <Card title="自我介绍">
          <Body sub>{data.introduction}</Body>
        </Card>
      )}
      <Card title="平台核实过">
        <Tags>
          {data.verified.map((item) => (
            <Tag key={item} tone="brand" icon="shield-check">
              {VERIFIED[item]}
            </Tag>
          ))}
        </Tags>
      </Card>
      <Card title="擅长">
        <Tags>
          {data.segments.map((item) => (
            <Tag key={item}>{SEGMENT[item]}</Tag>
          ))}
          {data.skills.map((item) => (
            <Tag key={item}>{SKILL[item]}</Tag>
          ))}
          {data.languages.map((item) => (
            <Tag key={item} icon="language">
              {item}
            </Tag>
          ))}
        </Tags>
      </Card>
      <Card title="最近有空的时间">
        {free.data && days.length === 0 && <Body sub>一周内已经约满。</Body>}
        {free.error && <Note tone="danger">{free.error}</Note>}
        {days.map((d) => (
          <Body key={d.day} sub>
            {sayDay(`${d.day}T12:00:00+08:00`)}：
            {d.ranges.map((r) => `${sayClock(r.startsAt)}–${sayClock(r.endsAt)}`).join('，')}
          </Body>
        ))}
      </Card>
    </Screen>
  )
}
