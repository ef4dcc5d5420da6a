import { useEffect, useState } from 'react'
import type { Transfer, TransferState } from '@banyi/contract/payments/shapes'
import { useCommand } from '@/api'
import { useLatest } from '@/api/use-latest'
import { confirmTransfer } from '@/platform/transfer'
import { toast } from '@/store/say'
import { Button, Note, Stack } from '@/ui'

/** WeChat's news may need some seconds: we ask, growing slower. */
const ASK_AFTER = [500, 1500, 3000, 5000, 10_000, 20_000]
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
  /** she confirmed in WeChat, which we hear of a little later */
  const [hasConfirmed, setConfirmed] = useState(isBack)
  const [asked, setAsked] = useState(0)
  const command = useCommand()
  const ask = useLatest(check)
  const isOpen = OPEN.includes(transfer.state)
  // what is on its way is asked for; what waits for her tap stays as it is
  const isAsking = isOpen && (hasConfirmed || transfer.state !== 'awaiting-user') && asked < ASK_AFTER.length

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
      if (answer === 'confirmed') {
        setConfirmed(true)
        setAsked(0)
      }
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
      <Button kind="text" icon="refresh" loading={command.isBusy} onTap={() => void command.run(check)}>
        向微信核对一次
      </Button>
    </Stack>
  )
}
