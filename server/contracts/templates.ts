/** The texts that are agreed to: Markdown files, one per version, never changed once they were used. */
import { readFileSync } from 'node:fs'
import { sha256 } from '../core/documents/canonical.ts'

export interface Template {
  version: number
  title: string
  effectiveFrom: Date
  /** what to know before agreeing, in a few lines */
  summary: string[]
  /** Markdown with {{names}} */
  body: string
  hash: string
}

const FILES = ['service.v1.md']

/** First line `# title`, then `生效 <time>`, then `> ` lines for the summary, a line `---`, then the body. */
function readTemplate(file: string): Template {
  const text = readFileSync(new URL(`./templates/${file}`, import.meta.url), 'utf8')
  const version = Number(/\.v(\d+)\.md$/.exec(file)?.[1])
  const [head = '', ...rest] = text.split('\n---\n')
  const title = /^# (.+)$/m.exec(head)?.[1] ?? ''
  const from = /^生效 (\S+)$/m.exec(head)?.[1] ?? ''
  const summary = [...head.matchAll(/^> (.+)$/gm)].map((match) => match[1] ?? '')
  return {
    version,
    title,
    effectiveFrom: new Date(from),
    summary,
    body: rest.join('\n---\n').trim(),
    hash: sha256(text),
  }
}

const templates = new Map(FILES.map((file) => readTemplate(file)).map((template) => [template.version, template]))
const newest = Math.max(...templates.keys())

/** The version that whoever books or accepts now must have seen. */
export const currentTemplateVersion = (): number => newest
/** Throws for a version that never was. */
export function templateOf(version: number): Template {
  const template = templates.get(version)
  if (!template) throw new Error(`no contract template of version ${version}`)
  return template
}
