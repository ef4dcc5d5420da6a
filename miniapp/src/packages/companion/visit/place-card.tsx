import type { Task } from '@banyi/contract/orders'
import { go } from '@/parts/go'
import { openPlace } from '@/platform/place'
import { List, Row } from '@/ui'
import { WORK } from '../parts/addresses'

/** Where to go, how to get there, and how this hospital works. */
export function PlaceCard({ task }: { task: Task }) {
  const { hospital, departmentName, meetingPoint } = task
  const { location } = hospital
  return (
    <List>
      {meetingPoint ? (
        <Row
          icon="map-pin"
          title={`在${meetingPoint}见面`}
          note={[hospital.name, departmentName].filter(Boolean).join(' · ')}
        />
      ) : (
        <Row icon="map-pin" title={hospital.name} note={departmentName} />
      )}
      {location ? (
        <Row
          icon="navigation"
          title="导航去医院"
          note={hospital.address}
          onTap={() => openPlace({ ...location, name: hospital.name, address: hospital.address })}
        />
      ) : (
        <Row icon="navigation" title="医院地址" note={hospital.address} />
      )}
      <Row
        icon="building-hospital"
        title="医院指南"
        note="楼层、挂号、药房、缴费"
        onTap={() => go(WORK.guide(hospital.id))}
      />
    </List>
  )
}
