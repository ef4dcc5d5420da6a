import { type PropsWithChildren } from 'react'
import { View } from '@tarojs/components'
import { spoken } from './a11y'
import './text.scss'

export const Display = ({ children }: PropsWithChildren) => (
  <View className="display" {...spoken('heading', { level: 1 })}>
    {children}
  </View>
)
export const Title = ({ children }: PropsWithChildren) => (
  <View className="title" {...spoken('heading', { level: 2 })}>
    {children}
  </View>
)
export const Strong = ({ children }: PropsWithChildren) => <View className="strong">{children}</View>
export const Body = ({ children, sub = false }: PropsWithChildren<{ sub?: boolean }>) => (
  <View className={`body ${sub ? 'body--sub' : ''}`}>{children}</View>
)
export const Note = ({ children, tone = 'sub' }: PropsWithChildren<{ tone?: 'sub' | 'danger' | 'warm' | 'brand' }>) => (
  <View className={`note note--${tone}`}>{children}</View>
)
export const Gap = ({ size = 3 }: { size?: 1 | 2 | 3 | 4 | 6 | 8 }) => <View className={`gap gap--${size}`} />
