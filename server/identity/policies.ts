/** What people agree to. The texts are files beside this one; a changed text is a new file and a new line here. */
import type { Policy, Purpose } from '@banyi/contract/identity'
import { readFileSync } from 'node:fs'

/** The highest version of a purpose is the current one. An old line stays: the history of consents points at it. */
const versions: { purpose: Purpose; version: number; isRequired: boolean }[] = [
  { purpose: 'privacy', version: 1, isRequired: true },
  { purpose: 'health', version: 1, isRequired: true },
  { purpose: 'companion-sharing', version: 1, isRequired: true },
  { purpose: 'location', version: 1, isRequired: false },
  { purpose: 'insurer-sharing', version: 1, isRequired: false },
]

/** First line: title. Up to the line `---`: the short layer. After it: the whole text. */
function readPolicy({ purpose, version, isRequired }: (typeof versions)[number]): Policy {
  const file = readFileSync(new URL(`./policies/${purpose}.v${version}.md`, import.meta.url), 'utf8')
  const [head = '', ...rest] = file.split('\n---\n')
  const [title = '', ...summary] = head.split('\n')
  return {
    purpose,
    version,
    isRequired,
    title: title.replace(/^# /, ''),
    summary: summary.join('\n').trim(),
    text: rest.join('\n---\n').trim(),
  }
}

const current = new Map<Purpose, Policy>()
for (const line of versions) {
  const known = current.get(line.purpose)
  if (!known || known.version < line.version) current.set(line.purpose, readPolicy(line))
}

export const currentPolicies: Policy[] = [...current.values()]
export const currentVersion = (purpose: Purpose): number => current.get(purpose)?.version ?? 0
export const policyTitle = (purpose: Purpose): string => current.get(purpose)?.title ?? ''
