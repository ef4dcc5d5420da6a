import { type ReactNode } from 'react'
import { View } from '@tarojs/components'
import { Icon, type IconName } from './icon'
import { Tap } from './tap'
import './row.scss'

interface RowProps {
  title: ReactNode
  note?: ReactNode
  value?: ReactNode
  icon?: IconName
  front?: ReactNode
  danger?: boolean
  onTap?: (() => void) | undefined
  label?: string
}

/** A line of a list: what it is, what it says, and an arrow when it leads somewhere. */
export function Row({ title, note, value, icon, front, danger = false, onTap, label }: RowProps) {
  const inside = (
    <>
      {front}
      {icon && <Icon name={icon} size={24} />}
      <View className="row__content">
        <View className="row__words">
          <View className="row__title">{title}</View>
          {note && <View className="row__note">{note}</View>}
        </View>
        {value !== undefined && <View className="row__value">{value}</View>}
      </View>
      {onTap && <Icon name="chevron-right" size={16} />}
    </>
  )
  const name = `row ${danger ? 'row--danger' : ''}`
  return onTap ? (
    <Tap className={name} onTap={onTap} label={label}>
      {inside}
    </Tap>
  ) : (
    <View className={name}>{inside}</View>
  )
}

export const List = ({ children }: { children: ReactNode }) => <View className="list">{children}</View>
