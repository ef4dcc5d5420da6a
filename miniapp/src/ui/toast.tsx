import { View } from '@tarojs/components'
import { useSay } from '../store/say'
import { spoken } from './a11y'
import { Tap } from './tap'
import './toast.scss'

export function Toast() {
  const line = useSay((s) => s.line)
  return (
    <View className="toasts" {...spoken('status')}>
      {line && (
        <View className="toast">
          <View className="toast__words">{line.text}</View>
          {line.undo && (
            <Tap
              className="toast__undo"
              onTap={() => {
                useSay.setState({ line: null })
                line.undo?.()
              }}
            >
              撤销
            </Tap>
          )}
        </View>
      )}
    </View>
  )
}
