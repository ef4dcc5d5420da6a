import type { ReactNode } from 'react'
import { View } from '@tarojs/components'
import type { LiveView } from '@banyi/contract/orders'
import { openPlace, type Fix } from '@/platform/place'
import { publicPicture } from '@/platform/pictures'
import { sayClock, sayTime } from '@/say/time'
import { isUnderWay } from '@/say/words'
import { Avatar, Button, Card, Display, Note, Side, Tag, Timeline, type TimelineItem } from '@/ui'
import { PlaceMap } from './place-map'
import './live-body.scss'

type Seen = Pick<
  LiveView,
  | 'state'
  | 'stateName'
  | 'companionName'
  | 'companionPhotoUrl'
  | 'steps'
  | 'timeline'
  | 'place'
  | 'nextSentence'
  | 'nextExpectedAt'
  | 'hospitalName'
>

/** What happened, newest knowledge last, and then the steps that are still to come. */
export function momentsOf({ timeline, steps }: Pick<LiveView, 'timeline' | 'steps'>): TimelineItem[] {
  const past = timeline.map((entry, at): TimelineItem => ({
    key: `${at}.${entry.kind}`,
    at: entry.at,
    words: entry.sentence,
    note: entry.note || undefined,
    state: entry.isNotApplicable ? 'skipped' : 'done',
  }))
  const coming = steps
    .filter((step) => step.state === 'next' || step.state === 'later')
    .map((step): TimelineItem => ({
      key: step.kind,
      at: null,
      words: step.state === 'next' ? `接下来：${step.name}` : step.name,
      state: step.state === 'next' ? 'now' : 'later',
    }))
  return [...past, ...coming]
}

/** The live visit for family and for link holders: readable in five seconds, the rest below. */
export function LiveBody({ view, actions }: { view: Seen; actions?: ReactNode }) {
  const last = view.timeline.at(-1)
  const isLive = isUnderWay(view.state)
  const placeFix: Fix | null = view.place ? { ...view.place.point, accuracyMeters: view.place.accuracyMeters } : null
  return (
    <>
      <Card tone={isLive ? 'warm' : 'brand'}>
        <Side>
          <Avatar name={view.companionName ?? '待定'} photo={publicPicture(view.companionPhotoUrl)} size={72} />
          <View className="live__now">
            <Tag tone={isLive ? 'warm' : 'brand'}>{view.stateName}</Tag>
            <Display>{view.place && isLive ? view.place.sentence : (last?.sentence ?? view.nextSentence)}</Display>
            {last && <Note>{sayTime(view.place && isLive ? view.place.at : last.at)}</Note>}
          </View>
        </Side>
        <View className="live__next">
          {view.nextSentence}
          {view.nextExpectedAt ? `，大约${sayTime(view.nextExpectedAt).replace('今天', '')}` : ''}
        </View>
        {actions && <View className="live__actions">{actions}</View>}
      </Card>
      <Card title="全程记录">
        <Timeline items={momentsOf(view)} />
      </Card>
      {placeFix && view.place && (
        <Card title="现在的位置" aside={`${sayClock(view.place.at)} 更新`}>
          <Note>{view.place.sentence}</Note>
          <PlaceMap fix={placeFix} title={view.companionName ?? view.hospitalName} />
          <Button
            icon="map"
            onTap={() =>
              openPlace({
                lat: placeFix.lat,
                lng: placeFix.lng,
                name: view.companionName ?? '',
                address: view.hospitalName,
              })
            }
          >
            在地图上看
          </Button>
        </Card>
      )}
    </>
  )
}
