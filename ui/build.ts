import type { BunPlugin } from 'bun'
import { basename, join } from 'node:path'
import { TOKENS_CSS } from './tokens.ts'

/** What a page may cost that has a chat in its corner: gzipped, in bytes. */
export const WIDGET_BUDGET_BYTES = 30_000

const SCRIPTS = ['widget', 'desk', 'start', 'sign-in', 'demo'] as const
/** The start page comes last: where it is, all else is. */
const COPIED = ['sign-in.html', 'desk.html', 'demo.html', 'pages.css', 'favicon.svg', 'index.html']

export interface BuiltFile {
  name: string
  bytes: number
  gzipped: number
}

export interface BuildReport {
  outDir: string
  files: BuiltFile[]
  /** Why the result must not be used: the widget is over its budget. */
  problem: string | null
}

/**
 * Builds the pages and their scripts into `outDir`. Throws where a source does not compile; a
 * widget above its budget is built all the same and named in `problem`.
 */
export async function buildUi(outDir: string): Promise<BuildReport> {
  const here = import.meta.dir
  const built = await Bun.build({
    entrypoints: SCRIPTS.map((name) => join(here, 'pages', `${name}.ts`)),
    outdir: outDir,
    naming: '[name].[ext]',
    target: 'browser',
    format: 'esm',
    minify: true,
    sourcemap: 'linked',
    conditions: ['browser', 'production'],
    // alone, without `extends`: through it Bun loses sight of the kind of decorators
    tsconfig: join(here, 'tsconfig.bundle.json'),
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [tightStyles],
  })
  const tokens = join(outDir, 'tokens.css')
  await Bun.write(tokens, TOKENS_CSS)
  const copies: string[] = []
  for (const name of COPIED) {
    const copy = join(outDir, name)
    await Bun.write(copy, Bun.file(join(here, 'pages', name)))
    copies.push(copy)
  }
  const scripts = built.outputs.filter(({ path }) => path.endsWith('.js')).map(({ path }) => path)
  const files = await Promise.all([...scripts, tokens, ...copies].map((path) => measure(path)))
  const widget = files.find(({ name }) => name === 'widget.js')
  const isTooBig = widget !== undefined && widget.gzipped > WIDGET_BUDGET_BYTES
  return {
    outDir,
    files,
    problem: isTooBig
      ? `widget.js is ${kilobytes(widget.gzipped)} gzipped; ${kilobytes(WIDGET_BUDGET_BYTES)} is its budget`
      : null,
  }
}

/** Indentation inside of style sheets is for us: the bundler leaves template literals as they are. */
const tightStyles: BunPlugin = {
  name: 'tight styles',
  setup(build) {
    build.onLoad({ filter: /\/ui\/.*\.ts$/ }, async ({ path }) => ({
      contents: (await Bun.file(path).text()).replace(/\bcss`[^`]*`/g, tight),
      loader: 'ts',
    }))
  },
}

function tight(sheet: string): string {
  return sheet.replace(/\n\s+/g, '\n')
}

async function measure(path: string): Promise<BuiltFile> {
  const bytes = await Bun.file(path).bytes()
  return {
    name: basename(path),
    bytes: bytes.length,
    gzipped: Bun.gzipSync(bytes, { level: 9 }).length,
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`
}

if (import.meta.main) {
  const started = performance.now()
  const { files, outDir, problem } = await buildUi(join(import.meta.dir, '../dist/ui'))
  const lines = files.map(
    ({ name, bytes, gzipped }) =>
      `${name.padEnd(16)}${kilobytes(bytes).padStart(10)}${kilobytes(gzipped).padStart(10)} gzipped`,
  )
  const took = Math.round(performance.now() - started)
  process.stdout.write(`${lines.join('\n')}\nbuilt into ${outDir} in ${took} ms\n`)
  if (problem !== null) {
    process.stderr.write(`${problem}\n`)
    process.exitCode = 1
  }
}
