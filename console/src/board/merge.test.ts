import { expect, it } from 'vitest'
import { boardRow } from '../testing.tsx'
import { changedRows, mergePage } from './merge.ts'

const page = (...items: ReturnType<typeof boardRow>[]) => ({ items, nextCursor: null, total: items.length })

it('an unchanged row keeps its identity, a changed one is lit', () => {
  const before = page(boardRow(1), boardRow(2))
  const after = mergePage(before, page(boardRow(1), boardRow(2, { version: 4, stateName: '已出发' }), boardRow(3)))
  expect(after.items[0]).toBe(before.items[0])
  expect([...changedRows(before.items, after.items)]).toEqual([boardRow(2).id, boardRow(3).id])
})

it('an answer that is older than the screen does not win', () => {
  const before = page(boardRow(1, { version: 5, stateName: '已出发' }))
  expect(mergePage(before, page(boardRow(1, { version: 4 }))).items[0]?.stateName).toBe('已出发')
})

it('a flag that came with the clock is a change too', () => {
  const before = page(boardRow(1))
  const after = mergePage(before, page(boardRow(1, { flags: ['late'] })))
  expect(changedRows(before.items, after.items).size).toBe(1)
})

it('nothing is lit when the page has just been opened', () => {
  expect(changedRows(undefined, [boardRow(1)]).size).toBe(0)
})
