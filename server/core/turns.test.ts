import { expect, test } from 'vitest'
import { Turns } from './turns.ts'

test('never more at once than allowed, in order, also when one fails; a line that is too long is refused', async () => {
  const turns = new Turns({ atOnce: 2, maxWaiting: 4 })
  const begun: number[] = []
  let running = 0
  let most = 0
  const work = (n: number) => async () => {
    begun.push(n)
    most = Math.max(most, ++running)
    await new Promise((resolve) => setImmediate(resolve))
    running--
    if (n === 1) throw new Error('one fails')
    return n
  }
  const results = await Promise.allSettled([0, 1, 2, 3, 4, 5, 6].map((n) => turns.run(work(n))))
  expect(most).toBe(2)
  expect(begun).toEqual([0, 1, 2, 3, 4, 5])
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : String(result.reason)))).toEqual([
    0,
    'Error: one fails',
    2,
    3,
    4,
    5,
    expect.stringContaining('现在人太多'),
  ])
  expect(await turns.run(work(7))).toBe(7)
})
