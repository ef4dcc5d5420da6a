/** Short walks of `npm run check:money`: one that is always the same, one that never is. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { walk } from '../../money-check/walk.ts'

const SIZE = { families: 4, companions: 4 }
const MINUTES = 60_000

test('nothing is lost or made on a walk of 150 commands with crashes', { timeout: 5 * MINUTES }, async () => {
  const { faults, commands } = await walk({ seed: 20_261_123, commands: 150, size: SIZE })
  expect(faults).toEqual([])
  expect(commands).toBeGreaterThanOrEqual(150)
})

test('nor on any other', { timeout: 5 * MINUTES }, () =>
  fc.assert(
    fc.asyncProperty(fc.noShrink(fc.integer({ min: 1, max: 2 ** 31 - 1 })), async (seed) => {
      const { faults } = await walk({ seed, commands: 150, size: SIZE })
      expect(faults).toEqual([])
    }),
    { numRuns: Number(process.env['RUNS'] ?? 1) },
  ),
)
