import { Empty, Screen } from '@/ui'

export default function Page() {
  return (
    <Screen title='服务报告'>
      <Empty title='正在搭建' />
    </Screen>
  )
}
