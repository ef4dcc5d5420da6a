import type { OrderCard } from '@banyi/contract/orders'
import { expect, test } from 'vitest'
import { comingFirst } from '@/pages/home/coming'

const order = (state: OrderCard['state']) => ({ id: state, state }) as OrderCard

test('home shows a visit under way, else the soonest to come, else the report to read', () => {
  const report = order('reported')
  const tomorrow = order('accepted')
  const now = order('in-consultation')
  expect(comingFirst([report, tomorrow, now])).toBe(now)
  expect(comingFirst([report, tomorrow])).toBe(tomorrow)
  expect(comingFirst([report])).toBe(report)
  expect(comingFirst([])).toBeUndefined()
})
