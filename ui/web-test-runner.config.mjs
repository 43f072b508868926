import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { esbuildPlugin } from '@web/dev-server-esbuild'
import { chromeLauncher } from '@web/test-runner-chrome'

const root = fileURLToPath(new URL('..', import.meta.url))

const chromium = [
  process.env.CHROME_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && path !== '' && existsSync(path))

export default {
  rootDir: root,
  files: `${root}ui/**/*.test.ts`,
  nodeResolve: { exportConditions: ['browser', 'production'] },
  concurrency: Math.min(3, Math.max(2, availableParallelism())),
  testsFinishTimeout: 180_000,
  testFramework: { config: { timeout: 10_000 } },
  plugins: [
    // named, because without it the kind of decorators is not seen
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.bundle.json', import.meta.url)),
    }),
  ],
  browsers: [
    chromeLauncher({
      launchOptions: {
        ...(chromium === undefined ? {} : { executablePath: chromium }),
        args: [
          '--no-sandbox',
          '--disable-dev-shm-usage',
          '--disable-background-networking',
          '--force-device-scale-factor=1',
          '--lang=en-GB',
          '--accept-lang=en-GB',
        ],
      },
      // Tabs of one window are hidden but for one, and what one file stores or tells its other
      // tabs would reach the next: each file gets a window and a profile of its own.
      createPage: async ({ context }) =>
        (await context.browser().createBrowserContext()).newPage({ type: 'window' }),
    }),
  ],
  testRunnerHtml: (testFramework) => `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Tests</title></head>
  <body>
    <script>
      // the windows of other files take the focus meanwhile
      Document.prototype.hasFocus = () => true
      // what lists are made with asks which build it is in
      window.process = { env: { NODE_ENV: 'test' } }
    </script>
    <script type="module">
      window.addEventListener('error', (event) => {
        if (/ResizeObserver loop/.test(event.message)) event.stopImmediatePropagation()
      })
    </script>
    <script type="module" src="${testFramework}"></script>
  </body>
</html>`,
}
