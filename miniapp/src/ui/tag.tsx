import { type ReactNode } from 'react'
import { View } from '@tarojs/components'
import { Icon, type IconName } from './icon'
import './tag.scss'

export function Tag({
  children,
  tone = 'plain',
  icon,
}: {
  children: ReactNode
  tone?: 'plain' | 'brand' | 'warm' | 'danger'
  icon?: IconName
}) {
  return (
    <View className={`tag tag--${tone}`}>
      {icon && <Icon name={icon} size={16} />}
      {children}
    </View>
  )
}

export const Tags = ({ children }: { children: ReactNode }) => <View className="tags">{children}</View>
