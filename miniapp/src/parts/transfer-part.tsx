import { useEffect, useState } from 'react'
import type { Transfer, TransferState } from '@banyi/contract/payments/shapes'
import { useCommand } from '@/api'
import { useLatest } from '@/api/use-latest'
import { confirmTransfer } from '@/platform/transfer'
import { toast } from '@/store/say'
import { Button, Note, Stack } from '@/ui'

/** WeChat's news may need some seconds: we ask, growing slower. */
const ASK_AFTER = [0, 1500, 3000, 6000]
const OPEN: readonly TransferState[] = ['sending', 'awaiting-user', 'transferring']

interface TransferPartProps {
  transfer: Pick<Transfer, 'state' | 'confirm'>
  /** where a browser comes back to */
  page: string
  /** she has just come back from confirming */
  isBack: boolean
  /** asks WeChat through the server and shows what it says */
  check: () => Promise<void>
}

/** Money that waits for a tap in WeChat, and the question whether it has arrived. */
export function TransferPart({ transfer, page, isBack, check }: TransferPartProps) {
  const [asked, setAsked] = useState(isBack ? 0 : ASK_AFTER.length)
  const command = useCommand()
  const ask = useLatest(check)
  const isOpen = OPEN.includes(transfer.state)
  const isAsking = isOpen && asked < ASK_AFTER.length

  useEffect(() => {
    if (!isAsking) return
    const timer = setTimeout(() => {
      ask
        .current()
        .catch(() => undefined)
        .finally(() => setAsked((n) => n + 1))
    }, ASK_AFTER[asked])
    return () => clearTimeout(timer)
  }, [isAsking, asked, ask])

  if (!isOpen) return null
  const { confirm } = transfer
  const receive = () =>
    confirm &&
    void command.run(async () => {
      const answer = await confirmTransfer(confirm, page)
      if (answer === 'confirmed') setAsked(0)
      if (answer === 'cancelled') toast('还没有确认，钱为您留着')
    })
  if (isAsking) return <Note>正在向微信核对，可以离开这一页，结果会通知您。</Note>
  return (
    <Stack gap={2}>
      {confirm && (
        <Button kind="primary" icon="brand-wechat" loading={command.isBusy} onTap={receive}>
          去微信确认收款
        </Button>
      )}
      <Button kind="text" icon="refresh" onTap={() => setAsked(0)}>
        向微信核对一次
      </Button>
    </Stack>
  )
}
