import { type ReactNode } from 'react'
import { View } from '@tarojs/components'
import { Avatar } from './avatar'
import { Tag, Tags } from './tag'
import { Tap } from './tap'
import './person-card.scss'

interface PersonCardProps {
  name: string
  photo?: string | null
  /** 从业 6 年 · 陪诊 312 次 */
  line?: string
  words?: string
  tags?: readonly string[]
  verified?: readonly string[]
  reasons?: readonly string[]
  chosen?: boolean
  aside?: ReactNode
  onTap?: () => void
}

/** The person beside you, in the warm colour. */
export function PersonCard({
  name,
  photo,
  line,
  words,
  tags = [],
  verified = [],
  reasons = [],
  chosen = false,
  aside,
  onTap,
}: PersonCardProps) {
  const who = (
    <>
      <Avatar name={name} photo={photo} />
      <View className="person__who">
        <View className="person__name">{name}</View>
        {line && <View className="person__line">{line}</View>}
        {onTap && <View className="person__more">看介绍</View>}
      </View>
    </>
  )
  return (
    <View className={`person ${chosen ? 'person--chosen' : ''}`}>
      <View className="person__head">
        {onTap ? (
          <Tap className="person__open" onTap={onTap}>
            {who}
          </Tap>
        ) : (
          <View className="person__open">{who}</View>
        )}
        {aside}
      </View>
      {reasons.length > 0 && <View className="person__reasons">{reasons.join('；')}</View>}
      {words && <View className="person__words">{words}</View>}
      {(verified.length > 0 || tags.length > 0) && (
        <Tags>
          {verified.map((item) => (
            <Tag key={item} tone="brand" icon="shield-check">
              {item}
            </Tag>
          ))}
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </Tags>
      )}
    </View>
  )
}
