import { useState } from 'react'
import type { WeeklyHours } from '@banyi/contract/companions'
import { api, useCommand, type Read } from '@/api'
import type { MyCompanion } from '@banyi/contract/companions'
import { useMyCompanion } from '@/store/my-companion'
import { toast } from '@/store/say'
import { Button, Gap, List, Note, Row, Screen, Skeleton, Switch } from '@/ui'
import { Gate } from '../parts/gate'
import { faultOf, WEEKDAYS } from './week'
import { WeekdayCard } from './weekday-card'

export default function Hours() {
  const mine = useMyCompanion()
  if (mine.data) return <Editor key={mine.data.id} me={mine.data} mine={mine} />
  return (
    <Screen title="每周服务时间">
      <Gate>
        <Skeleton />
      </Gate>
    </Screen>
  )
}

function Editor({ me, mine }: { me: MyCompanion; mine: Read<MyCompanion> }) {
  const [hours, setHours] = useState<WeeklyHours['hours']>(me.weeklyHours.hours)
  const [worksOnHolidays, setWorks] = useState(me.weeklyHours.worksOnHolidays)
  const { run, isBusy } = useCommand()
  const fault = faultOf(hours)
  const isChanged = JSON.stringify({ hours, worksOnHolidays }) !== JSON.stringify(me.weeklyHours)
  const save = () =>
    run(async () => {
      const body = {
        hours: [...hours].sort((a, b) => a.weekday - b.weekday || a.from.localeCompare(b.from)),
        worksOnHolidays,
      }
      const now = await api.companions.setMyWeeklyHours({ body })
      mine.set(now)
      setHours(now.weeklyHours.hours)
      toast('已保存，从今天起按新的时间接预约')
    })
  return (
    <Screen
      title="每周服务时间"
      footer={
        <Button kind="primary" loading={isBusy} disabled={!isChanged || fault !== null} onTap={() => void save()}>
          {fault ?? (isChanged ? '保存' : '没有改动')}
        </Button>
      }
    >
      <Gate>
        <Note>已经约好的陪诊不会变。只有一天不同，请在日历里请假或加班。</Note>
        <Gap size={2} />
        {WEEKDAYS.map((word, at) => (
          <WeekdayCard
            key={word}
            word={word}
            hours={hours.filter(({ weekday }) => weekday === at + 1)}
            before={at > 0 ? hours.filter(({ weekday }) => weekday === at) : []}
            onChange={(next) =>
              setHours([
                ...hours.filter(({ weekday }) => weekday !== at + 1),
                ...next.map((one) => ({ ...one, weekday: at + 1 })),
              ])
            }
          />
        ))}
        <List>
          <Row
            title="法定节假日也服务"
            note="春节、国庆等"
            value={<Switch label="法定节假日也服务" on={worksOnHolidays} onChange={setWorks} />}
          />
        </List>
        <Note>{`一周共 ${sum(hours)} 小时`}</Note>
      </Gate>
    </Screen>
  )
}

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
const sum = (hours: WeeklyHours['hours']) =>
  Math.round(hours.reduce((total, { from, to }) => total + Math.max(0, minutes(to) - minutes(from)), 0) / 6) / 10
