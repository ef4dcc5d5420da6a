import { useState } from 'react'
import { Button, Field, Note, Segmented, Sheet, Stack, TextArea } from '@/ui'

interface ReasonSheetProps {
  open: boolean
  title: string
  /** what follows from it, before the tap */
  effect: string
  /** the usual reasons; the last one asks for words */
  reasons: readonly string[]
  yes: string
  isDanger?: boolean
  isBusy: boolean
  onClose: () => void
  onYes: (reason: string) => void
}

const OTHER = '其他原因'

export function ReasonSheet({
  open,
  title,
  effect,
  reasons,
  yes,
  isDanger = false,
  isBusy,
  onClose,
  onYes,
}: ReasonSheetProps) {
  const [chosen, setChosen] = useState<string | null>(null)
  const [words, setWords] = useState('')
  const reason = chosen === OTHER ? words.trim() : (chosen ?? '')
  return (
    <Sheet
      open={open}
      title={title}
      onClose={onClose}
      footer={
        <Button
          kind={isDanger ? 'danger' : 'primary'}
          loading={isBusy}
          disabled={reason.length < 2}
          onTap={() => onYes(reason)}
        >
          {yes}
        </Button>
      }
    >
      <Stack gap={3}>
        <Note>{effect}</Note>
        <Segmented
          label="原因"
          value={chosen}
          onChange={setChosen}
          options={[...reasons, OTHER].map((word) => ({ value: word, word }))}
        />
        {chosen === OTHER && (
          <Field label="请写明原因">
            <TextArea label="原因" value={words} onChange={setWords} maxLength={200} small />
          </Field>
        )}
      </Stack>
    </Sheet>
  )
}
