import { useState } from 'react'
import { api, useRead } from '@/api'
import { Button, Card, CheckLine, Gap, Note } from '@/ui'
import { go, PAGE } from './go'
import { PolicyText } from './policy-text'
import { asPolicy } from './contract-words'

export interface Agreement {
  /** she ticked the version that holds now */
  isAgreed: boolean
  /** she ticked an older one: the contract changed meanwhile */
  isChanged: boolean
  set: (isAgreed: boolean) => void
}

/** Never ticked beforehand; a tick belongs to the version that was shown. */
export function useAgreement(version: number | undefined): Agreement {
  const [agreed, setAgreed] = useState<number | null>(null)
  const isAgreed = version !== undefined && agreed === version
  return {
    isAgreed,
    isChanged: agreed !== null && version !== undefined && agreed !== version,
    set: (isOn) => setAgreed(isOn ? (version ?? null) : null),
  }
}

/** The line under which both sides put their name. */
export function ContractAgree({ agreement, act }: { agreement: Agreement; act: '提交' | '接单' }) {
  return (
    <Card tone={agreement.isChanged ? 'warm' : 'plain'}>
      {agreement.isChanged && <NewVersion />}
      <CheckLine on={agreement.isAgreed} onChange={agreement.set}>
        {`${act}即同意《陪诊服务合同》`}
      </CheckLine>
      <Button kind="text" icon="file-text" onTap={() => go(PAGE.contractText)}>
        读合同全文
      </Button>
    </Card>
  )
}

function NewVersion() {
  const { data, error } = useRead('contract.template', () => api.contracts.getTemplate())
  return (
    <>
      <Note tone="warm">合同刚刚有了新版本，请再读一遍再勾选。</Note>
      <Gap size={2} />
      {data && <PolicyText policy={asPolicy(data)} />}
      {error && <Note tone="danger">{error}</Note>}
    </>
  )
}
