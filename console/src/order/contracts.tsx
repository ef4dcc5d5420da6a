/** The order's contract and its earlier revisions: who agreed, when, by which device; the text on demand. */
import type { ReactElement } from 'react'
import { useQuery } from '@tanstack/react-query'
import type { Contract } from '@banyi/contract/contracts'
import { useClient } from '../api/api.ts'
import { contractPdfPath } from '../api/paths.ts'
import { Card, Facts, StatusWord } from '../ui/bits.tsx'
import { DownloadButton } from '../ui/download.tsx'
import { CardSkeleton, EmptyBox, Loaded } from '../ui/states.tsx'
import type { Tone } from '../words/labels.ts'
import { fullTime } from '../words/time.ts'

const tones: Readonly<Record<Contract['state'], Tone>> = {
  open: 'wait',
  complete: 'good',
  replaced: 'quiet',
  void: 'quiet',
}
const sides = { family: '家属', companion: '陪诊员' } as const

export function Contracts({ orderId }: { orderId: string }): ReactElement {
  const client = useClient()
  const query = useQuery({
    queryKey: ['contracts', orderId],
    queryFn: () => client.contracts.getContractForOperator({ params: { id: orderId } }),
  })
  return (
    <Card title="合同">
      <Loaded query={query} skeleton={<CardSkeleton rows={3} />}>
        {({ items }) =>
          items.length === 0 ? (
            <EmptyBox title="还没有合同" hint="家属付款时同意服务合同，陪诊员接单时同意，两边都同意后生效。" />
          ) : (
            <ul className="stack">
              {[...items]
                .sort((a, b) => b.revision - a.revision)
                .map((contract) => (
                  <One key={contract.id} contract={contract} />
                ))}
            </ul>
          )
        }
      </Loaded>
    </Card>
  )
}

function One({ contract }: { contract: Contract }): ReactElement {
  return (
    <li className="rule-card">
      <div className="spread">
        <h3>
          {contract.title} 第 {contract.revision} 稿
        </h3>
        <StatusWord tone={tones[contract.state]}>{contract.stateName}</StatusWord>
      </div>
      <Facts
        items={[
          ['编号', contract.number],
          ...contract.acceptances.map(
            (acceptance) =>
              [
                `${sides[acceptance.side]}同意`,
                `${acceptance.name}，${fullTime(acceptance.at)}，${acceptance.device}，${acceptance.ipMasked}`,
              ] as const,
          ),
          ['查验码', contract.verifyCode],
          ['指纹', contract.hash],
        ]}
      />
      <div className="row">
        {contract.hasPdf && contract.state === 'complete' && (
          <DownloadButton path={contractPdfPath(contract.orderId)} fileName={`合同-${contract.number}.pdf`}>
            合同 PDF
          </DownloadButton>
        )}
        <a href={contract.verifyUrl} target="_blank" rel="noreferrer">
          公开查验页
        </a>
      </div>
      <details>
        <summary>合同全文</summary>
        <p className="pre">{contract.text}</p>
      </details>
    </li>
  )
}
