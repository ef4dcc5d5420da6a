import { useState } from 'react'
import { useConsent } from '@/parts/use-consent'
import { readStored, writeStored } from '@/store/stored'
import { Button, Card, Note, Stack } from '@/ui'

/** Asked once a visit, where it is needed; the visit goes on either way. */
export function LocationCard({ taskId }: { taskId: string }) {
  const key = `banyi.no-place.${taskId}`
  const [isDeclined, setDeclined] = useState(() => readStored<boolean>(key) ?? false)
  const { sheet, ensure } = useConsent()
  if (isDeclined) return null
  const decline = () => {
    writeStored(key, true)
    setDeclined(true)
  }
  return (
    <Card title="让家属知道你们在哪里">
      <Stack gap={2}>
        <Note>只在这次服务期间、您打开这一页时发送位置，服务结束就停。不同意也照常服务。</Note>
        <Button icon="current-location" onTap={() => void ensure('location').catch(() => undefined)}>
          同意发送位置
        </Button>
        <Button kind="text" onTap={decline}>
          这次不发
        </Button>
      </Stack>
      {sheet}
    </Card>
  )
}
