import { Empty, Screen } from '@/ui'

export default function Page() {
  return (
    <Screen title='隐私与授权'>
      <Empty title='正在搭建' />
    </Screen>
  )
}
