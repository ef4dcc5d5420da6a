import fc from 'fast-check'
import { expect, it } from 'vitest'
import { flagNames, type Flag } from '../words/labels.ts'
import {
  allStates,
  changeFilters,
  isFiltered,
  noFilters,
  readFilters,
  toBoardQuery,
  writeFilters,
  type Filters,
} from './filters.ts'

const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10))
const words = fc.string({ maxLength: 20, unit: 'binary' }).map((s) => s.trim())
const filters: fc.Arbitrary<Filters> = fc.record({
  states: fc.subarray(allStates),
  flag: fc.option(fc.constantFrom(...(Object.keys(flagNames) as Flag[]))),
  query: words,
  district: words.map((s) => s.slice(0, 20).trim()),
  companionId: fc.oneof(fc.constant(''), fc.uuid()),
  from: fc.oneof(fc.constant(''), day),
  to: fc.oneof(fc.constant(''), day),
  sort: fc.constantFrom('starts-asc', 'starts-desc', 'created-desc'),
  cursor: fc.base64String({ maxLength: 60 }),
})

it('whatever is filtered comes back from the URL', () => {
  fc.assert(
    fc.property(filters, (given) => {
      // through real text, as an address bar does it
      expect(readFilters(new URLSearchParams(writeFilters(given).toString()))).toEqual(given)
    }),
  )
})

it('a plain address is the plain board, and the plain board is a plain address', () => {
  expect(readFilters(new URLSearchParams())).toEqual(noFilters)
  expect(writeFilters(noFilters).toString()).toBe('')
})

it('foreign words in an address are dropped, never sent', () => {
  const read = readFilters(
    new URLSearchParams('state=paid,nonsense&flag=<b>&companionId=1%20or%201&from=2026-13-40&sort=random'),
  )
  expect(read).toEqual({ ...noFilters, states: ['paid'] })
})

it('an emoji cut in two by the length limit does not break the URL', () => {
  const read = readFilters(new URLSearchParams({ query: `${'a'.repeat(49)}😀` }))
  expect(() => encodeURIComponent(read.query)).not.toThrow()
})

it('another filter begins at the first page; the same filters keep it', () => {
  const second = { ...noFilters, cursor: 'abc' }
  expect(changeFilters(second, { district: '黄浦区' }).cursor).toBe('')
  expect(isFiltered(second)).toBe(false)
  expect(isFiltered({ ...second, district: '黄浦区' })).toBe(true)
})

it('every state asks for no state at all', () => {
  expect(toBoardQuery({ ...noFilters, states: [] }, 20).state).toBeUndefined()
  expect(toBoardQuery({ ...noFilters, states: ['paid', 'accepted'] }, 20).state).toBe('paid,accepted')
})
