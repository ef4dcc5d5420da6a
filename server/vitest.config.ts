import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    globalSetup: ['./core/testing/global-setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // two cores: the database and the sandbox want a share as well
    maxWorkers: 2,
    isolate: true,
  },
})
