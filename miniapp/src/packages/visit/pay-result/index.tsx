import { Empty, Screen } from '@/ui'

export default function Page() {
  return (
    <Screen title='付款结果'>
      <Empty title='正在搭建' />
    </Screen>
  )
}
