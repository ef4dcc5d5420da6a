/** SQL as a tagged template: values never become text, statements are prepared once per connection under a name of their own. */
import { createHash } from 'node:crypto'

export class Sql {
  readonly text: string
  readonly values: unknown[]
  readonly name: string
  constructor(text: string, values: unknown[]) {
    this.text = text
    this.values = values
    this.name = nameOf(text)
  }
}

const names = new Map<string, string>()
function nameOf(text: string): string {
  const known = names.get(text)
  if (known) return known
  const name = createHash('sha1').update(text).digest('base64url')
  names.set(text, name)
  return name
}

/** A nested Sql becomes part of the text; everything else becomes a parameter. Lists go in as arrays: `= any(${ids})`. */
export function sql(strings: TemplateStringsArray, ...parts: unknown[]): Sql {
  const values: unknown[] = []
  let text = strings[0] ?? ''
  parts.forEach((part, i) => {
    text += part instanceof Sql ? renumber(part, values) : `$${values.push(part)}`
    text += strings[i + 1] ?? ''
  })
  return new Sql(text, values)
}

function renumber(inner: Sql, values: unknown[]): string {
  const offset = values.length
  values.push(...inner.values)
  return inner.text.replace(/\$(\d+)/g, (_match: string, n: string) => `$${Number(n) + offset}`)
}

export const empty: Sql = sql``
