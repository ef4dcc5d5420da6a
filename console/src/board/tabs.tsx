/** Counts by state and by flag. They are links: the URL is the filter, so they open in a new tab and go back. */
import type { ReactElement } from 'react'
import { Link } from 'react-router'
import { flagNames, flagTones, optionsOf } from '../words/labels.ts'
import { changeFilters, sameStates, tabs, writeFilters, type Filters } from './filters.ts'
import type { Counts } from './use-board.ts'

interface Props {
  filters: Filters
  counts: Counts | undefined
}
const to = (filters: Filters, change: Partial<Filters>): { search: string } => ({
  search: `?${writeFilters(changeFilters(filters, change)).toString()}`,
})

export function BoardTabs({ filters, counts }: Props): ReactElement {
  const sum = (states: readonly string[]): number | undefined =>
    counts &&
    (states.length === 0 ? Object.keys(counts.byState) : states).reduce(
      (total, state) => total + (counts.byState[state] ?? 0),
      0,
    )
  return (
    <>
      <nav className="tabs" aria-label="按状态">
        {tabs.map(({ name, states }) => (
          <Link
            key={name}
            to={to(filters, { states })}
            aria-current={sameStates(filters.states, states) ? 'true' : undefined}
          >
            {name}
            <span className="count">{sum(states) ?? '·'}</span>
          </Link>
        ))}
      </nav>
      <nav className="flag-row" aria-label="按需要处理的事">
        <span className="muted">需要处理</span>
        {optionsOf(flagNames).map(({ value, label }) => {
          const isOn = filters.flag === value
          const count = counts?.byFlag[value] ?? 0
          return (
            <Link
              key={value}
              to={to(filters, { flag: isOn ? null : value })}
              aria-current={isOn ? 'true' : undefined}
              className={count > 0 ? flagTones[value] : 'none'}
            >
              {label}
              <span className="count">{counts ? count : '·'}</span>
            </Link>
          )
        })}
      </nav>
    </>
  )
}
