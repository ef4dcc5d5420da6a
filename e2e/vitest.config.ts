import { defineConfig } from 'vitest/config'

/** Whole journeys on two cores: one file after the other, one worker. */
export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
