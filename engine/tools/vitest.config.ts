import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Machines, storage and engine; the real Postgres where a test needs one. */
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  cacheDir: '.cache/vitest',
  test: {
    include: ['machines/**/*.test.ts', 'storage/**/*.test.ts', 'engine/**/*.test.ts'],
    exclude: ['**/node_modules/**', '.cache/**', '.data/**', 'dist/**'],
    pool: 'threads',
    testTimeout: 20_000, // a test may start a real Postgres on a busy machine
    hookTimeout: 60_000, // … or make its data folder first (initdb)
    teardownTimeout: 10_000,
  },
})
