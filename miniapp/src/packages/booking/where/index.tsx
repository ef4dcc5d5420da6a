import { Empty, Screen } from '@/ui'

export default function Page() {
  return (
    <Screen title='医院和时间'>
      <Empty title='正在搭建' />
    </Screen>
  )
}
