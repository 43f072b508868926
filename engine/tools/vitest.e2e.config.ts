import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** The product as people meet it: a server of its own and real browsers, one file after another. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  cacheDir: '.cache/vitest',
  test: {
    include: ['engine/e2e/**/*.e2e.ts'],
    pool: 'threads',
    fileParallelism: false, // two browsers and a Postgres are enough for two cores
    testTimeout: 90_000,
    hookTimeout: 90_000,
    teardownTimeout: 15_000,
  },
})
