import { useEffect, useState } from 'react'
import Taro, { useDidShow, usePullDownRefresh } from '@tarojs/taro'
import type { TaskCard as Task } from '@banyi/contract/orders'
import { api, usePaged } from '@/api'
import { go } from '@/parts/go'
import { type Fix, whereAmI } from '@/platform/place'
import { useTopic } from '@/realtime'
import { sayTime } from '@/say/time'
import { useMyCompanion } from '@/store/my-companion'
import { useSession } from '@/store/session'
import { readStored, writeStored } from '@/store/stored'
import { Button, Empty, InfiniteList, List, Note, Row, Screen, Tabs } from '@/ui'
import { WORK } from '../parts/addresses'
import { Gate } from '../parts/gate'
import { TaskCard } from '../parts/task-card'

type Tab = Task['tab']
const NOTHING: Record<Tab, { title: string; note: string }> = {
  open: { title: '现在没有可接的任务', note: '有新任务会出现在这里，也会发通知给您' },
  active: { title: '没有进行中的任务', note: '接下的任务在这里，从出发到写完报告' },
  done: { title: '还没有完成的任务', note: '服务结束、写完报告的任务在这里' },
}
/** active tasks carry no name, so the list may stay on the phone for a place without signal */
const KEPT = 'banyi.tasks.active'
const ALLOWED_PLACE = 'banyi.tasks.place'

export default function Tasks() {
  const [tab, setTab] = useState<Tab>('active')
  const [counts, setCounts] = useState<Record<Tab, number> | null>(null)
  const [fix, setFix] = useState<Fix | null>(null)
  const token = useSession((s) => s.token)
  const { data: me } = useMyCompanion()

  const paged = usePaged(token ? `tasks.${tab}.${fix ? 'near' : ''}` : null, async (cursor) => {
    const reply = await api.orders.listTasks({ query: { tab, cursor, ...(fix ? { lat: fix.lat, lng: fix.lng } : {}) } })
    setCounts(reply.counts)
    if (tab === 'active' && !cursor) writeStored(KEPT, { at: new Date().toISOString(), items: reply.items })
    return reply
  })
  const reload = () => token && paged.reload()
  useDidShow(reload)
  usePullDownRefresh(reload)
  useEffect(() => {
    if (!paged.isLoading) Taro.stopPullDownRefresh()
  }, [paged.isLoading])
  useTopic(me ? `companion:${me.id}` : null, reload, reload)

  const locate = async () => {
    const found = await whereAmI()
    writeStored(ALLOWED_PLACE, found ? true : null)
    setFix(found)
  }
  const choose = (value: Tab) => {
    setTab(value)
    // asked once by a tap; afterwards distances are simply there
    if (value === 'open' && !fix && readStored<boolean>(ALLOWED_PLACE)) void locate()
  }

  return (
    <Screen title="陪诊员工作台">
      <Gate>
        <Tabs
          label="任务分类"
          at={tab}
          onChange={choose}
          tabs={[
            { value: 'open', word: '可接', count: counts?.open },
            { value: 'active', word: '进行中', count: counts?.active },
            { value: 'done', word: '已完成', count: counts?.done },
          ]}
        />
        {tab === 'open' && !fix && paged.items.length > 0 && (
          <Button kind="text" icon="current-location" onTap={() => void locate()}>
            打开定位，看离我多远
          </Button>
        )}
        {tab === 'active' && paged.error && paged.items.length === 0 ? (
          <KeptTasks error={paged.error} onRetry={paged.reload} />
        ) : (
          <InfiniteList
            paged={paged}
            keyOf={(task) => task.id}
            render={(task) => <TaskCard task={task} />}
            empty={<Empty {...NOTHING[tab]} />}
          />
        )}
        <List>
          <Row icon="wallet" title="收入" note="逐笔明细、月结单、提现" onTap={() => go(WORK.earnings)} />
          <Row icon="calendar" title="我的日历" note="空闲、预约、请假和加班" onTap={() => go(WORK.calendar)} />
          <Row icon="id" title="我的名片" note="家属看到的介绍" onTap={() => go(WORK.profile)} />
        </List>
      </Gate>
    </Screen>
  )
}

/** No answer: the tasks that were known the last time, so that a visit can go on. */
function KeptTasks({ error, onRetry }: { error: string; onRetry: () => void }) {
  const kept = readStored<{ at: string; items: Task[] }>(KEPT)
  if (!kept || kept.items.length === 0) return <Empty title={error} action="再试一次" onTap={onRetry} />
  return (
    <>
      <Note>{`没有连上，这是 ${sayTime(kept.at)} 的任务，可以照常记录`}</Note>
      {kept.items.map((task) => (
        <TaskCard key={task.id} task={task} />
      ))}
      <Button icon="refresh" onTap={onRetry}>
        再试一次
      </Button>
    </>
  )
}
