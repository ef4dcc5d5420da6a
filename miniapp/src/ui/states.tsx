import { type ReactNode } from 'react'
import { View } from '@tarojs/components'
import { spoken } from './a11y'
import { Button } from './button'
import './states.scss'

/** Nothing here yet: what will be here, and the way to it. */
export function Empty({
  title,
  note,
  picture = 'bench',
  action,
  onTap,
}: {
  title: string
  note?: ReactNode
  picture?: 'bench' | 'papers'
  action?: string
  onTap?: () => void
}) {
  return (
    <View className="state">
      <View className={`state__picture state__picture--${picture}`} aria-hidden="true" />
      <View className="state__title">{title}</View>
      {note && <View className="state__note">{note}</View>}
      {action && (
        <View className="state__action">
          <Button kind="primary" onTap={() => onTap?.()}>
            {action}
          </Button>
        </View>
      )}
    </View>
  )
}

/** What happened, what was kept, what to do. */
export function ErrorState({
  message,
  kept,
  onRetry,
  retry = '再试一次',
}: {
  message: string
  kept?: string
  onRetry?: (() => void) | undefined
  retry?: string
}) {
  return (
    <View className="state" {...spoken('alert')}>
      <View className="state__title">{message}</View>
      {kept && <View className="state__note">{kept}</View>}
      {onRetry && (
        <View className="state__action">
          <Button icon="refresh" onTap={onRetry}>
            {retry}
          </Button>
        </View>
      )}
    </View>
  )
}

/** Grey shapes in the place of what is coming, so that nothing jumps. */
export function Skeleton({ cards = 3, lines = 2 }: { cards?: number; lines?: number }) {
  return (
    <View className="skeleton" {...spoken('status', { label: '正在载入' })}>
      {Array.from({ length: cards }, (_, card) => (
        <View key={card} className="skeleton__card">
          <View className="skeleton__line skeleton__line--short" />
          {Array.from({ length: lines }, (__, line) => (
            <View key={line} className="skeleton__line" />
          ))}
        </View>
      ))}
    </View>
  )
}
