/** One filter as a row of links: they open in a new tab and go back like any other page. */
import type { ReactElement } from 'react'
import { Link, useSearchParams } from 'react-router'

interface Props {
  label: string
  /** name in the URL */
  word: string
  /** '' is everything */
  options: readonly { value: string; label: string; count?: number | undefined }[]
  /** what is shown when the URL says nothing */
  first?: string
}
export function WordTabs({ label, word, options, first = '' }: Props): ReactElement {
  const [search] = useSearchParams()
  const current = search.get(word) ?? first
  const to = (value: string): { search: string } => {
    const next = new URLSearchParams(search)
    next.delete('cursor')
    if (value === first) next.delete(word)
    else next.set(word, value)
    return { search: next.size > 0 ? `?${next.toString()}` : '' }
  }
  return (
    <nav className="tabs" aria-label={label}>
      {options.map((option) => (
        <Link key={option.value} to={to(option.value)} aria-current={current === option.value ? 'true' : undefined}>
          {option.label}
          {option.count !== undefined && <span className="count">{option.count}</span>}
        </Link>
      ))}
    </nav>
  )
}
