import { defineConfig } from 'vitest/config'

// Generous, because other test processes may share the machine; no test waits for time to pass.
export default defineConfig({ test: { testTimeout: 20_000, hookTimeout: 20_000 } })
