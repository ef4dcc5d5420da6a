import { View } from '@tarojs/components'
import { spoken } from './a11y'
import type { Option } from './choice'
import { Tap } from './tap'
import './tabs.scss'

export function Tabs<V extends string>({
  label,
  tabs,
  at,
  onChange,
}: {
  label: string
  tabs: readonly (Option<V> & { count?: number | undefined })[]
  at: V
  onChange: (value: V) => void
}) {
  return (
    <View className="tabs" {...spoken('tablist', { label })}>
      {tabs.map(({ value, word, count }) => (
        <Tap
          key={value}
          role="tab"
          selected={value === at}
          className={`tabs__tab ${value === at ? 'tabs__tab--on' : ''}`}
          onTap={() => onChange(value)}
        >
          {word}
          {count !== undefined && count > 0 && <View className="tabs__count">{count}</View>}
        </Tap>
      ))}
    </View>
  )
}
