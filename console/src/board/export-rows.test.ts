import { expect, it } from 'vitest'
import { createClient, type Wire } from '@banyi/contract/client'
import { boardRow, ok } from '../testing.tsx'
import { MAX_ROWS, readAllRows } from './export-rows.ts'
import { noFilters } from './filters.ts'

const serverWith = (total: number, sent: Wire[]) =>
  createClient(async (wire) => {
    sent.push(wire)
    const search = new URL(wire.path, 'http://x').searchParams
    const from = Number(search.get('cursor') ?? 0)
    const limit = Number(search.get('limit'))
    const items = Array.from({ length: Math.min(limit, total - from) }, (_, i) => boardRow(from + i))
    return ok({ items, total, nextCursor: from + limit < total ? String(from + limit) : null })
  })

it('reads every page of the filtered list and says how far it is', async () => {
  const sent: Wire[] = []
  const progress: number[] = []
  const rows = await readAllRows(
    serverWith(120, sent),
    { ...noFilters, district: '黄浦区', cursor: 'ignored' },
    new AbortController().signal,
    (p) => progress.push(p.done),
  )
  expect(rows).toHaveLength(120)
  expect(progress).toEqual([50, 100, 120])
  expect(sent.every((wire) => decodeURIComponent(wire.path).includes('district=黄浦区'))).toBe(true)
  expect(sent[0]?.path).not.toContain('cursor')
})

it('an order that moves between two pages stands in the file once', async () => {
  const client = createClient(async (wire) =>
    wire.path.includes('cursor')
      ? ok({ items: [boardRow(1), boardRow(2)], total: 3, nextCursor: null })
      : ok({ items: [boardRow(1)], total: 3, nextCursor: 'a' }),
  )
  const rows = await readAllRows(client, noFilters, new AbortController().signal, () => undefined)
  expect(rows.map((row) => row.number)).toEqual(['BY1001', 'BY1002'])
})

it('stops at the most rows it promised', async () => {
  const rows = await readAllRows(
    serverWith(MAX_ROWS + 500, []),
    noFilters,
    new AbortController().signal,
    () => undefined,
  )
  expect(rows).toHaveLength(MAX_ROWS)
})

it('stops when it is told to', async () => {
  const controller = new AbortController()
  const reading = readAllRows(serverWith(500, []), noFilters, controller.signal, () => controller.abort())
  await expect(reading).rejects.toThrow('stopped')
})
