import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

const server = 'http://127.0.0.1:8080'
const modules = [
  'identity',
  'hospitals',
  'companions',
  'orders',
  'payments',
  'insurance',
  'coupons',
  'contracts',
  'messaging',
  'realtime',
]

export default defineConfig({
  base: '/console/',
  plugins: [react()],
  server: {
    proxy: Object.fromEntries(modules.map((name) => [`/${name}`, { target: server, ws: name === 'realtime' }])),
  },
  build: {
    outDir: 'dist',
    chunkSizeWarningLimit: 800,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [{ name: 'react', test: /node_modules[\\/](react|react-dom|scheduler|react-router|@tanstack)[\\/]/ }],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test-setup.ts'],
    testTimeout: 20_000,
  },
})
