import { Empty, Screen } from '@/ui'

export default function Page() {
  return (
    <Screen title='聊天'>
      <Empty title='正在搭建' />
    </Screen>
  )
}
