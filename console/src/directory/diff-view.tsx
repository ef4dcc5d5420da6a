import type { ReactElement } from 'react'
import type { GuideInput } from '@banyi/contract/hospitals'
import { guideKeys, guideLines, guideNames } from './guide-fields.ts'
import { diffLines } from './text-diff.ts'

const signs = { same: ' ', added: '+', removed: '−' } as const
const words = { same: '', added: '新增', removed: '删去' } as const

/** only the parts that differ; the sign and the word stand beside the colour */
export function GuideDiff({ before, after }: { before: GuideInput | null; after: GuideInput }): ReactElement {
  const parts = guideKeys
    .map((key) => ({ key, lines: diffLines(before ? guideLines(before, key) : [], guideLines(after, key)) }))
    .filter(({ lines }) => lines.some(({ kind }) => kind !== 'same'))
  if (parts.length === 0) return <p className="muted">内容没有变化。</p>
  return (
    <div className="stack">
      {parts.map(({ key, lines }) => (
        <div key={key}>
          <h3>{guideNames[key]}</h3>
          <ul className="diff">
            {lines.map(({ kind, text }, i) => (
              <li key={i} className={kind}>
                <span aria-hidden>{signs[kind]}</span>
                <span className="hidden">{words[kind]}</span>
                {text}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  )
}
