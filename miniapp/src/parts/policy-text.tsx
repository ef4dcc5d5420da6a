import { useState } from 'react'
import type { Policy } from '@banyi/contract/identity'
import { Button, Gap } from '@/ui'
import { Paper } from './paper'

/** Two layers: what it means in short, the whole text one tap away. */
export function PolicyText({ policy }: { policy: Pick<Policy, 'summary' | 'text'> }) {
  const [isWhole, setWhole] = useState(false)
  return (
    <>
      <Paper markdown={policy.summary} />
      <Gap size={2} />
      {isWhole ? (
        <Paper markdown={policy.text} />
      ) : (
        <Button kind="text" onTap={() => setWhole(true)}>
          读全文
        </Button>
      )}
    </>
  )
}
