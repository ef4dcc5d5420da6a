/** A file that only a signed-in person may fetch; it says what went wrong beside the button. */
import { useState, type ReactElement, type ReactNode } from 'react'
import { App, Button } from 'antd'
import { DownloadOutlined } from '@ant-design/icons'
import { useApi } from '../api/api.ts'
import { sentenceOf } from '../api/problems.ts'

const saveBlob = (blob: Blob, name: string): void => {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

interface Props {
  path: string
  fileName: string
  disabled?: boolean
  children: ReactNode
}
export function DownloadButton({ path, fileName, disabled = false, children }: Props): ReactElement {
  const { fetchBlob } = useApi()
  const { message } = App.useApp()
  const [isBusy, setBusy] = useState(false)
  const fetchFile = async (): Promise<void> => {
    setBusy(true)
    try {
      saveBlob(await fetchBlob(path), fileName)
    } catch (error) {
      void message.error(`没有下载：${sentenceOf(error)}`)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button
      icon={<DownloadOutlined aria-hidden />}
      loading={isBusy}
      disabled={disabled}
      onClick={() => void fetchFile()}
    >
      {children}
    </Button>
  )
}
