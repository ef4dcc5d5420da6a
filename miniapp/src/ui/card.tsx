import { type PropsWithChildren, type ReactNode } from 'react'
import { Text, View } from '@tarojs/components'
import { spoken } from './a11y'
import { Tap } from './tap'
import './card.scss'

interface CardProps {
  title?: string
  aside?: ReactNode
  /** warm: about the person beside you; brand: the one thing that matters now */
  tone?: 'plain' | 'warm' | 'brand' | 'danger'
  onTap?: () => void
  label?: string
}

export function Card({ title, aside, tone = 'plain', onTap, label, children }: PropsWithChildren<CardProps>) {
  const inside = (
    <>
      {(title || aside) && (
        <View className="card__head">
          {title && (
            <View className="card__title" {...spoken('heading', { level: 2 })}>
              {title}
            </View>
          )}
          {typeof aside === 'string' ? <Text className="card__aside">{aside}</Text> : aside}
        </View>
      )}
      {children}
    </>
  )
  const name = `card card--${tone}`
  if (!onTap) return <View className={name}>{inside}</View>
  return (
    <Tap className={name} label={label ?? title} onTap={onTap}>
      {inside}
    </Tap>
  )
}
