import { View } from '@tarojs/components'
import type { TaskCard as Card_ } from '@banyi/contract/orders'
import { go } from '@/parts/go'
import { sayDistance } from '@/say/distance'
import { saySpan } from '@/say/time'
import { toneOf } from '@/say/words'
import { Body, Card, Money, Note, Side, Tag, Tags } from '@/ui'
import { WORK } from './addresses'
import { ADD_ON, sayPatient, sayTask } from './words'
import './companion.scss'

/** One task in a list. An open one says enough to decide and nothing about who it is. */
export function TaskCard({ task }: { task: Card_ }) {
  const isOpen = task.tab === 'open'
  const when = saySpan(task.startsAt, task.endsAt)
  return (
    <Card
      tone={task.tab === 'active' && task.state !== 'accepted' ? 'warm' : 'plain'}
      onTap={() => go(isOpen ? WORK.offer(task.id) : WORK.visit(task.id))}
    >
      <Side spread>
        <Tags>
          {isOpen ? (
            task.isChosenByFamily && (
              <Tag tone="warm" icon="user-heart">
                家属指定您
              </Tag>
            )
          ) : (
            <Tag tone={toneOf(task.state)}>{task.stateName}</Tag>
          )}
          <Tag>{task.packageName}</Tag>
          {task.addOns.map((addOn) => (
            <Tag key={addOn}>{ADD_ON[addOn]}</Tag>
          ))}
        </Tags>
      </Side>
      <View className="task__when">{when}</View>
      <Body>{task.hospital.name}</Body>
      <Side spread>
        <Note>
          {task.hospital.district}
          {task.distanceMeters === null ? '' : ` · 离您 ${sayDistance(task.distanceMeters)}`}
          {isOpen ? `\n就诊人 ${sayPatient(task)}` : ''}
        </Note>
        <View className="task__income">
          <Note>{task.tab === 'done' ? '本单收入' : '预计收入'}</Note>
          <Money fen={task.incomeFen} />
        </View>
      </Side>
      {task.tab === 'active' && <Note tone="warm">{sayTask(task)}</Note>}
    </Card>
  )
}
