import { View } from '@tarojs/components'
import { useOnline } from '../store/online'
import { spoken } from './a11y'
import { Icon } from './icon'
import './offline-strip.scss'

/** Calm: says what is kept and what will happen. */
export function OfflineStrip() {
  const { isOnline, waiting } = useOnline()
  if (isOnline && waiting === 0) return null
  const words = isOnline
    ? `正在补发 ${waiting} 条记录`
    : waiting > 0
      ? `现在没有网络，${waiting} 条记录已存在手机里，有网后自动发出`
      : '现在没有网络，看到的是上次的内容'
  return (
    <View className="offline" {...spoken('status')}>
      <Icon name="wifi-off" size={16} />
      <View>{words}</View>
    </View>
  )
}
