import { View } from '@tarojs/components'
import { spoken } from './a11y'
import './progress.scss'

/** Where in a flow: 第 2 步，共 4 步 · 医院和时间 */
export function Progress({ steps, at }: { steps: readonly string[]; at: number }) {
  return (
    <View
      className="progress"
      {...spoken('img', { label: `第 ${at + 1} 步，共 ${steps.length} 步：${steps[at] ?? ''}` })}
    >
      <View className="progress__bars">
        {steps.map((step, index) => (
          <View key={step} className={`progress__bar ${index <= at ? 'progress__bar--on' : ''}`} />
        ))}
      </View>
      <View className="progress__words">
        <View className="progress__count">
          第 {at + 1} 步，共 {steps.length} 步
        </View>
        <View className="progress__now">{steps[at]}</View>
      </View>
    </View>
  )
}
