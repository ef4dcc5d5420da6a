import { useCallback, useState, type ReactNode } from 'react'
import type { Policy, Purpose } from '@banyi/contract/identity'
import { api, codeOf, factOf, sayProblem } from '@/api'
import { useLatest } from '@/api/use-latest'
import { useSession } from '@/store/session'
import { toast } from '@/store/say'
import { Button, Sheet, Stack } from '@/ui'
import { PolicyText } from './policy-text'

interface Asking {
  policy: Policy
  answer: (isGiven: boolean) => void
}

/** the purpose that a refused command lacks a consent for */
export function missingConsent(error: unknown): Purpose | null {
  const purpose = factOf(error, 'purpose')
  return codeOf(error)?.includes('CONSENT') && typeof purpose === 'string' ? (purpose as Purpose) : null
}

/** Asks for one separate consent at the moment it is needed; `sheet` belongs into the page. */
export function useConsent(): { sheet: ReactNode; ensure: (purpose: Purpose) => Promise<boolean> } {
  const [asking, setAsking] = useState<Asking | null>(null)
  const [isBusy, setBusy] = useState(false)
  const know = useSession((s) => s.know)
  const account = useSession((s) => s.account)
  const latest = useLatest(account)

  const ensure = useCallback(
    async (purpose: Purpose) => {
      if (latest.current?.consents.some((c) => c.purpose === purpose && c.isCurrent)) return true
      const { items } = await api.identity.listPolicies()
      const policy = items.find((p) => p.purpose === purpose)
      if (!policy) return true
      return new Promise<boolean>((resolve) => setAsking({ policy, answer: resolve }))
    },
    [latest],
  )

  const settle = async (isGiven: boolean) => {
    if (!asking) return
    try {
      if (isGiven) {
        setBusy(true)
        know(
          await api.identity.setConsent({
            body: { purpose: asking.policy.purpose, version: asking.policy.version, isGiven: true },
          }),
        )
      }
      setAsking(null)
      asking.answer(isGiven)
    } catch (error) {
      toast(sayProblem(error))
    } finally {
      setBusy(false)
    }
  }

  const sheet = asking && (
    <Sheet
      open
      title={asking.policy.title}
      onClose={() => void settle(false)}
      footer={
        <Stack gap={2}>
          <Button kind="primary" loading={isBusy} onTap={() => void settle(true)}>
            同意
          </Button>
          <Button kind="text" onTap={() => void settle(false)}>
            不同意
          </Button>
        </Stack>
      }
    >
      <PolicyText policy={asking.policy} />
    </Sheet>
  )
  return { sheet, ensure }
}
