/** The board's filters and the URL that carries them. Unknown words in a URL are dropped, defaults are left out. */
import type { OrderState } from '@banyi/contract/orders'
import { clip } from '../words/clip.ts'
import { flagNames, has, stateNames, type Flag } from '../words/labels.ts'

export type Sort = 'starts-asc' | 'starts-desc' | 'created-desc'
export interface Filters {
  /** empty: every state */
  states: readonly OrderState[]
  flag: Flag | null
  query: string
  district: string
  companionId: string
  from: string
  to: string
  sort: Sort
  cursor: string
}

export const allStates = Object.keys(stateNames) as OrderState[]
const closed: readonly OrderState[] = ['confirmed', 'expired', 'cancelled', 'no-show']
/** what still needs somebody: the board opens on it */
export const openStates: readonly OrderState[] = allStates.filter((state) => !closed.includes(state))

export const tabs: readonly { name: string; states: readonly OrderState[] }[] = [
  { name: '未结束', states: openStates },
  { name: '待付款', states: ['booked'] },
  { name: '待接单', states: ['paid'] },
  { name: '待出发', states: ['accepted'] },
  {
    name: '服务中',
    states: ['departed', 'met', 'registered', 'in-consultation', 'exams', 'medicine', 'arrived', 'handled'],
  },
  { name: '待收尾', states: ['finished', 'reported'] },
  { name: '已完成', states: ['confirmed'] },
  { name: '已关闭', states: ['expired', 'cancelled', 'no-show'] },
  { name: '全部', states: [] },
]

export const sameStates = (a: readonly OrderState[], b: readonly OrderState[]): boolean =>
  a.length === b.length && a.every((state) => b.includes(state))

export const noFilters: Filters = {
  states: openStates,
  flag: null,
  query: '',
  district: '',
  companionId: '',
  from: '',
  to: '',
  sort: 'starts-asc',
  cursor: '',
}

const isDay = (value: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value))
const isId = (value: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
const isSort = (value: string): value is Sort => ['starts-asc', 'starts-desc', 'created-desc'].includes(value)

const readStates = (value: string | null): readonly OrderState[] => {
  if (value === null) return openStates
  if (value === 'all') return []
  const states = value.split(',').filter((word): word is OrderState => has(stateNames, word))
  return states.length > 0 ? allStates.filter((state) => states.includes(state)) : openStates
}

export const readFilters = (search: URLSearchParams): Filters => {
  const get = (key: string, max: number): string => clip((search.get(key) ?? '').trim(), max)
  const when = (key: string, test: (value: string) => boolean): string => (test(get(key, 40)) ? get(key, 40) : '')
  const flag = get('flag', 40)
  const sort = get('sort', 20)
  return {
    states: readStates(search.get('state')),
    flag: has(flagNames, flag) ? flag : null,
    query: get('query', 50),
    district: get('district', 20),
    companionId: when('companionId', isId),
    from: when('from', isDay),
    to: when('to', isDay),
    sort: isSort(sort) ? sort : 'starts-asc',
    cursor: get('cursor', 200),
  }
}

export const writeFilters = (filters: Filters): URLSearchParams => {
  const search = new URLSearchParams()
  if (filters.states.length === 0) search.set('state', 'all')
  else if (!sameStates(filters.states, openStates)) search.set('state', filters.states.join(','))
  if (filters.flag) search.set('flag', filters.flag)
  for (const key of ['query', 'district', 'companionId', 'from', 'to'] as const) {
    if (filters[key] !== '') search.set(key, filters[key])
  }
  if (filters.sort !== 'starts-asc') search.set('sort', filters.sort)
  if (filters.cursor !== '') search.set('cursor', filters.cursor)
  return search
}

/** the query of GET /orders/board; empty values are left out by the client */
export const toBoardQuery = ({ states, flag, ...rest }: Filters, limit: number) => ({
  ...rest,
  state: states.length === 0 || states.length === allStates.length ? undefined : states.join(','),
  flag: flag ?? undefined,
  limit,
})

/** another filter begins at the first page again */
export const changeFilters = (filters: Filters, change: Partial<Filters>): Filters => ({
  ...filters,
  cursor: '',
  ...change,
})

export const isFiltered = (filters: Filters): boolean => {
  const { sort: _sort, cursor: _cursor, ...given } = filters
  const { sort: _noSort, cursor: _noCursor, ...none } = noFilters
  return (
    JSON.stringify({ ...given, states: [...given.states] }) !== JSON.stringify({ ...none, states: [...none.states] })
  )
}
