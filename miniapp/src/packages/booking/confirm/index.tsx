import { Empty, Screen } from '@/ui'

export default function Page() {
  return (
    <Screen title='核对并付款'>
      <Empty title='正在搭建' />
    </Screen>
  )
}
