import { api, useRead } from '@/api'
import { useParam } from '@/parts/go'
import { call } from '@/platform/phone'
import { openPlace } from '@/platform/place'
import { sayTime } from '@/say/time'
import { Body, Card, Empty, ErrorState, Gap, List, Note, Row, Screen, Skeleton, Title } from '@/ui'

/** How this hospital works: read quickly, standing in its hall. */
export default function Guide() {
  const id = useParam('id')
  const {
    data: hospital,
    error,
    reload,
  } = useRead(id ? `hospital.${id}` : null, () => api.hospitals.getHospital({ params: { id } }))
  if (!hospital)
    return <Screen title="医院指南">{error ? <ErrorState message={error} onRetry={reload} /> : <Skeleton />}</Screen>
  const { guide, location } = hospital
  const parts: readonly [string, string][] = [
    ['挂号', guide.registration],
    ['药房', guide.pharmacy],
    ['缴费', guide.payment],
    ['怎么去', guide.transport],
    ['注意', guide.notes],
  ]
  const written = parts.filter(([, words]) => words)
  const isEmpty = written.length === 0 && guide.floors.length === 0 && !guide.openingHours
  return (
    <Screen title="医院指南">
      <Title>{hospital.name}</Title>
      <Note>
        {[hospital.level, hospital.district, guide.openingHours && `门诊 ${guide.openingHours}`]
          .filter(Boolean)
          .join(' · ')}
      </Note>
      <Gap size={3} />
      <List>
        <Row
          icon="navigation"
          title="地址"
          note={hospital.address}
          onTap={
            location ? () => openPlace({ ...location, name: hospital.name, address: hospital.address }) : undefined
          }
        />
        {hospital.phone && <Row icon="phone" title="总机" note={hospital.phone} onTap={() => call(hospital.phone)} />}
        {guide.meetingPoints.length > 0 && (
          <Row icon="users" title="常用碰头点" note={guide.meetingPoints.join('、')} />
        )}
      </List>
      {guide.floors.length > 0 && (
        <List>
          {guide.floors.map((floor, at) => (
            <Row key={at} icon="map-pin" title={floor.place} note={floor.where} />
          ))}
        </List>
      )}
      {written.map(([title, words]) => (
        <Card key={title} title={title}>
          <Body>{words}</Body>
        </Card>
      ))}
      {isEmpty && (
        <Empty
          title="这家医院的指南还没有写"
          note="服务后请把楼层、挂号和药房告诉平台，下一位同事就方便了"
          picture="papers"
        />
      )}
      <Note>
        {guide.updatedAt ? `${sayTime(guide.updatedAt)} 更新。` : ''}
        {hospital.attribution}
      </Note>
    </Screen>
  )
}
