import { useEffect, useRef, useState } from 'react'
import type { Task } from '@banyi/contract/orders'
import { sayProblem } from '@/api'
import { outcomeOf } from '@/api/visit-commands'
import { type Fix, whereAmI } from '@/platform/place'
import { toast } from '@/store/say'
import { Button, CodeInput, Field, Note, Sheet, Stack } from '@/ui'
import { recordMeeting } from './record-step'

const LENGTH = 4
const PATIENCE = 6_000
const FIX_PATIENCE = 2_500

interface CodeSheetProps {
  open: boolean
  task: Task
  mayLocate: boolean
  onClose: () => void
}

const soon = (fix: Promise<Fix | null>) =>
  Promise.race([fix, new Promise<null>((resolve) => setTimeout(() => resolve(null), FIX_PATIENCE))])

/** The code that only the family sees proves that these two have met. */
export function CodeSheet({ open, task, mayLocate, onClose }: CodeSheetProps) {
  const [code, setCode] = useState('')
  const [isBusy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string | undefined>()
  const fix = useRef<Promise<Fix | null>>(Promise.resolve(null))
  // the fix is sought while she types
  useEffect(() => {
    if (open && mayLocate) fix.current = whereAmI()
  }, [open, mayLocate])

  const type = (words: string) => {
    setCode(words)
    setWrong(undefined)
  }
  const check = async () => {
    setBusy(true)
    setWrong(undefined)
    const commandId = recordMeeting(task, code, await soon(fix.current))
    const outcome = await outcomeOf(commandId, PATIENCE)
    setBusy(false)
    if (outcome !== 'waiting' && outcome.outcome === 'refused') return setWrong(sayProblem(outcome.error))
    setCode('')
    onClose()
    if (outcome === 'waiting') toast('没有网络，就诊码已记下，有网后核对')
  }
  return (
    <Sheet
      open={open}
      title="核对就诊码"
      onClose={onClose}
      footer={
        <Button kind="primary" loading={isBusy} disabled={code.length < LENGTH} onTap={() => void check()}>
          {isBusy ? '正在核对' : '已见到就诊人'}
        </Button>
      }
    >
      <Stack gap={2}>
        <Note>请就诊人或家属报出就诊码，在家属的订单页和短信里。</Note>
        <Field
          label="就诊码"
          error={wrong}
          hint={!wrong && task.visitCodeAttemptsLeft < 3 ? `还可以试 ${task.visitCodeAttemptsLeft} 次` : undefined}
        >
          <CodeInput label="就诊码" length={LENGTH} value={code} onChange={type} />
        </Field>
      </Stack>
    </Sheet>
  )
}
