import { useState } from 'react'
import type { Policy } from '@banyi/contract/identity'
import { api, useCommand, useRead } from '@/api'
import { useParam } from '@/parts/go'
import { Paper } from '@/parts/paper'
import { useAccount } from '@/parts/use-account'
import { sayTime } from '@/say/time'
import { useSession } from '@/store/session'
import { ask, toast } from '@/store/say'
import { Body, Button, Card, ErrorState, Gap, Note, Screen, Sheet, Side, Skeleton, Tag } from '@/ui'

export default function Consents() {
  const wanted = useParam('purpose')
  const { isSignedIn, account } = useAccount()
  const know = useSession((s) => s.know)
  const policies = useRead('policies', () => api.identity.listPolicies())
  const [open, setOpen] = useState<string | null>(wanted || null)
  const command = useCommand()

  const set = async (policy: Policy, isGiven: boolean) => {
    if (!isGiven) {
      const text = policy.isRequired
        ? '撤回后，需要这项授权的服务会停下来，已经付款的订单仍会按约完成。'
        : '撤回后，我们不再为这个目的使用您的信息。'
      if (!(await ask({ title: `撤回“${policy.title}”`, text, yes: '撤回', no: '先不撤', isDanger: true }))) return
    }
    const isDone = await command.run(async () =>
      know(await api.identity.setConsent({ body: { purpose: policy.purpose, version: policy.version, isGiven } })),
    )
    if (isDone) toast(isGiven ? '已记下您的同意' : '已撤回')
  }

  const shown = policies.data?.items.find((p) => p.purpose === open)
  return (
    <Screen
      title="隐私与授权"
      overlay={
        <Sheet open={Boolean(shown)} title={shown?.title ?? ''} onClose={() => setOpen(null)}>
          {shown && <Paper markdown={shown.text} />}
        </Sheet>
      }
    >
      <Body sub>每一项都单独问您，随时可以撤回。撤回不影响之前已经发生的服务。</Body>
      <Gap size={4} />
      {!policies.data &&
        (policies.error ? <ErrorState message={policies.error} onRetry={policies.reload} /> : <Skeleton />)}
      {policies.data?.items.map((policy) => {
        const given = account?.consents.find((c) => c.purpose === policy.purpose)
        return (
          <Card
            key={policy.purpose}
            title={policy.title}
            aside={
              given?.isCurrent ? (
                <Tag tone="brand" icon="check">
                  已同意
                </Tag>
              ) : (
                <Tag>{given ? '有新版本' : '未同意'}</Tag>
              )
            }
          >
            <Paper markdown={policy.summary} />
            <Note>
              第 {policy.version} 版{given ? `，${sayTime(given.givenAt)}同意第 ${given.version} 版` : ''}
            </Note>
            <Gap size={2} />
            <Side>
              <Button size="small" icon="file-text" onTap={() => setOpen(policy.purpose)}>
                读全文
              </Button>
              {isSignedIn && account && (
                <Button
                  size="small"
                  kind={given?.isCurrent ? 'text' : 'plain'}
                  loading={command.isBusy}
                  onTap={() => void set(policy, !given?.isCurrent)}
                >
                  {given?.isCurrent ? '撤回同意' : '同意'}
                </Button>
              )}
            </Side>
          </Card>
        )
      })}
    </Screen>
  )
}
