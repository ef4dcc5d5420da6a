import { View } from '@tarojs/components'
import type { IconName } from './icons.gen'
import './icon.scss'

export type { IconName }

/** Never alone: a word stands beside every icon, so the icon itself is not read aloud. */
export function Icon({ name, size = 20 }: { name: IconName; size?: 16 | 20 | 24 | 32 }) {
  return <View className={`icon icon--${name} icon--at${size}`} aria-hidden="true" />
}
