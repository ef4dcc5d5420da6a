import { type ReactNode } from 'react'
import { View } from '@tarojs/components'
import { useReachBottom } from '@tarojs/taro'
import type { Paged } from '../api/use-paged'
import { Button } from './button'
import { ErrorState, Skeleton } from './states'
import { Note } from './text'
import './row.scss'

interface InfiniteListProps<T> {
  paged: Paged<T>
  keyOf: (item: T) => string
  render: (item: T) => ReactNode
  empty: ReactNode
  /** lines of one list instead of cards */
  lines?: boolean
}

/** Loads more at the bottom; a word to tap is there too, because not everybody scrolls. */
export function InfiniteList<T>({ paged, keyOf, render, empty, lines = false }: InfiniteListProps<T>) {
  const { items, hasMore, isLoading, error, more, reload } = paged
  useReachBottom(() => {
    if (hasMore && !isLoading) more()
  })
  if (items.length === 0) {
    if (error) return <ErrorState message={error} onRetry={reload} />
    return isLoading ? <Skeleton /> : <>{empty}</>
  }
  return (
    <View>
      <View className={lines ? 'list' : ''}>
        {items.map((item) => (
          <View key={keyOf(item)}>{render(item)}</View>
        ))}
      </View>
      {error && <Note tone="danger">{error}</Note>}
      {hasMore && (
        <Button kind="text" loading={isLoading} onTap={more}>
          {isLoading ? '正在载入' : '再看一些'}
        </Button>
      )}
    </View>
  )
}
