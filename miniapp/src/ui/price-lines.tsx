import { View } from '@tarojs/components'
import { Money } from './money'
import './price-lines.scss'

export interface PriceLine {
  title: string
  note?: string | undefined
  fen: number
}

/** The whole price, line by line, with its sum. */
export function PriceLines({
  lines,
  totalFen,
  totalTitle = '合计',
}: {
  lines: readonly PriceLine[]
  totalFen: number
  totalTitle?: string
}) {
  return (
    <View className="price">
      {lines.map((line, at) => (
        <View className="price__line" key={at}>
          <View className="price__words">
            {line.title}
            {line.note && <View className="price__note">{line.note}</View>}
          </View>
          <Money fen={line.fen} />
        </View>
      ))}
      <View className="price__line price__line--sum">
        <View className="price__words">{totalTitle}</View>
        <Money fen={totalFen} big />
      </View>
    </View>
  )
}
