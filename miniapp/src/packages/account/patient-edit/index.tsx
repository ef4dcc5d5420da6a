import { Empty, Screen } from '@/ui'

export default function Page() {
  return (
    <Screen title='就诊人信息'>
      <Empty title='正在搭建' />
    </Screen>
  )
}
