import { Empty, Screen } from '@/ui'

export default function Page() {
  return (
    <Screen title='陪诊员'>
      <Empty title='正在搭建' />
    </Screen>
  )
}
