import { type ReactNode } from 'react'
import { View } from '@tarojs/components'
import './page-parts.scss'

/** Vertical order with even distance. */
export const Stack = ({ children, gap = 3 }: { children: ReactNode; gap?: 1 | 2 | 3 | 4 | 6 }) => (
  <View className={`stack stack--${gap}`}>{children}</View>
)
/** Side by side, wrapping when there is no room. */
export const Side = ({ children, spread = false }: { children: ReactNode; spread?: boolean }) => (
  <View className={`side ${spread ? 'side--spread' : ''}`}>{children}</View>
)
/** A footer with a sum at the left and the action at the right. */
export const ActionBar = ({ sum, action }: { sum: ReactNode; action: ReactNode }) => (
  <View className="actionbar">
    <View className="actionbar__sum">{sum}</View>
    <View className="actionbar__action">{action}</View>
  </View>
)
