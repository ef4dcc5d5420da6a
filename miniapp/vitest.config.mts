import path from 'node:path'
import { defineConfig } from 'vitest/config'

const here = import.meta.dirname

// The pages run on React DOM versions of Taro's components; Taro itself is a small stand-in (test/taro.ts).
export default defineConfig({
  define: {
    'process.env.TARO_ENV': '"h5"',
    ENABLE_INNER_HTML: true,
    ENABLE_ADJACENT_HTML: true,
    ENABLE_SIZE_APIS: true,
    ENABLE_TEMPLATE_CONTENT: true,
    ENABLE_CLONE_NODE: true,
    ENABLE_CONTAINS: true,
    ENABLE_MUTATION_OBSERVER: true,
    DEPRECATED_ADAPTER_COMPONENT: false,
  },
  resolve: {
    alias: [
      { find: /^@tarojs\/components$/, replacement: path.join(here, 'test/components.tsx') },
      { find: /^@tarojs\/taro$/, replacement: path.join(here, 'test/taro.ts') },
      { find: /^@\//, replacement: `${path.join(here, 'src')}/` },
    ],
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['test/setup.ts'],
    include: ['test/**/*.test.{ts,tsx}'],
    css: false,
    maxWorkers: 2,
    server: { deps: { inline: [/@tarojs/] } },
  },
})
