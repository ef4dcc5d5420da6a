import Taro from '@tarojs/taro'
import { View } from '@tarojs/components'
import { api, useRead } from '@/api'
import { go, PAGE, useParam } from '@/parts/go'
import { call } from '@/platform/phone'
import { openPlace } from '@/platform/place'
import { copyText } from '@/platform/share'
import { sayTime } from '@/say/time'
import { useBooking } from '@/store/booking'
import { toast } from '@/store/say'
import { Body, Button, Card, ErrorState, List, Note, Row, Screen, Skeleton, Tag, Tags, Title } from '@/ui'

export default function Hospital() {
  const id = useParam('id')
  const from = useParam('from')
  const change = useBooking((s) => s.change)
  const { data, error, reload } = useRead(id ? `hospital.${id}` : null, () =>
    api.hospitals.getHospital({ params: { id } }),
  )
  if (!data)
    return <Screen title="医院">{error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />}</Screen>

  const { guide, location } = data
  const choose = () => {
    change({ hospital: { id: data.id, name: data.name, district: data.district, address: data.address } })
    // search and this page lie on top of the booking page
    if (from === 'booking' && Taro.getCurrentPages().length > 2) void Taro.navigateBack({ delta: 2 })
    else go(PAGE.where)
  }
  const copy = async () =>
    toast((await copyText(`${data.name} ${data.address}`)) ? '地址已复制' : '没有复制成功，请长按地址')
  const texts: [string, string][] = [
    ['开放时间', guide.openingHours],
    ['怎样挂号', guide.registration],
    ['付费', guide.payment],
    ['药房', guide.pharmacy],
    ['交通', guide.transport],
    ['还要知道', guide.notes],
  ]
  const known = texts.filter(([, text]) => text)
  return (
    <Screen
      title="医院"
      footer={
        <Button kind="primary" onTap={choose}>
          去这家医院
        </Button>
      }
    >
      <Title>{data.name}</Title>
      {data.aliases.length > 0 && <Note>也叫：{data.aliases.join('、')}</Note>}
      <View style={{ height: '8px' }} />
      <Tags>
        {data.level && <Tag tone="brand">{data.level}</Tag>}
        <Tag>{data.district}</Tag>
      </Tags>
      <View style={{ height: '12px' }} />
      <List>
        <Row
          icon="map-pin"
          title={data.address || (location ? '在地图上看' : '地址待补充')}
          note={location ? '打开地图，可以导航' : '这家医院还没有坐标'}
          onTap={location ? () => openPlace({ ...location, name: data.name, address: data.address }) : undefined}
        />
        <Row icon="copy" title="复制地址" onTap={() => void copy()} />
        {data.phone && <Row icon="phone" title="打电话给医院" note={data.phone} onTap={() => call(data.phone)} />}
      </List>
      {known.map(([title, text]) => (
        <Card key={title} title={title}>
          <Body sub>{text}</Body>
        </Card>
      ))}
      {guide.floors.length > 0 && (
        <Card title="楼层">
          {guide.floors.map(({ place, where }) => (
            <View key={place + where} className="row row--tight">
              <View className="row__words">
                <View className="row__title">{place}</View>
              </View>
              <View className="row__value">{where}</View>
            </View>
          ))}
        </Card>
      )}
      {known.length === 0 && guide.floors.length === 0 && <Note>这家医院的就诊指南还在整理，陪诊员会在现场带路。</Note>}
      {guide.updatedAt && <Note>指南更新于{sayTime(guide.updatedAt)}</Note>}
      <Note>{data.attribution}</Note>
    </Screen>
  )
}
