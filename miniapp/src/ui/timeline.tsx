import { type ReactNode } from 'react'
import { Image, View } from '@tarojs/components'
import { dayOf, sayClock, sayDay, today } from '../say/time'
import { spoken } from './a11y'
import { Icon } from './icon'
import './timeline.scss'

export interface TimelineItem {
  key: string
  at: string | null
  words: ReactNode
  note?: string | undefined
  photos?: readonly string[] | undefined
  /** done: happened; now: the present step; later: not yet; skipped: not needed */
  state: 'done' | 'now' | 'later' | 'skipped'
}

/** The visit from top to bottom: what happened when, what is now, what comes. */
export function Timeline({ items }: { items: readonly TimelineItem[] }) {
  return (
    <View className="timeline" {...spoken('list', { label: '就诊进度' })}>
      {items.map((item, index) => {
        const before = items[index - 1]?.at
        const isNewDay = item.at !== null && (before ? dayOf(before) !== dayOf(item.at) : dayOf(item.at) !== today())
        return (
          <View key={item.key} className={`moment moment--${item.state}`} {...spoken('listitem')}>
            <View className="moment__time">{item.at ? sayClock(item.at) : ''}</View>
            <View className="moment__rail">
              <View className="moment__dot">{item.state === 'done' && <Icon name="check" size={16} />}</View>
            </View>
            <View className="moment__words">
              {isNewDay && item.at && <View className="moment__day">{sayDay(item.at)}</View>}
              {item.at && <View className="moment__clock">{sayClock(item.at)}</View>}
              <View>{item.words}</View>
              {item.note && <View className="moment__note">{item.note}</View>}
              {item.photos && item.photos.length > 0 && (
                <View className="moment__photos">
                  {item.photos.map((photo) => (
                    <Image key={photo} className="moment__photo" src={photo} mode="aspectFill" lazyLoad />
                  ))}
                </View>
              )}
            </View>
          </View>
        )
      })}
    </View>
  )
}
