import type { BunPlugin } from 'bun'
import { rm } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { TOKENS_CSS } from './tokens.ts'

/** What a page may cost that has a chat in its corner: gzipped, in bytes. */
export const WIDGET_BUDGET_BYTES = 30_000

const PAGES = ['desk', 'start', 'sign-in', 'demo'] as const
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
  await rm(join(outDir, 'parts'), { recursive: true, force: true })
  // apart: what the widget shares with pages of ours would be one more thing to ask for
  const scripts = [...(await bundle(['widget'], outDir)), ...(await bundle(PAGES, outDir))]
  const tokens = join(outDir, 'tokens.css')
  await Bun.write(tokens, TOKENS_CSS)
  const copies: string[] = []
  for (const name of COPIED) {
    const copy = join(outDir, name)
    const page = Bun.file(join(import.meta.dir, 'pages', name))
    await Bun.write(copy, name.endsWith('.html') ? await askedEarly(page, outDir) : page)
    copies.push(copy)
  }
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

/** The paths of the scripts that were made; `parts/` has what is asked for by others of them. */
async function bundle(names: readonly string[], outDir: string): Promise<string[]> {
  const { outputs } = await Bun.build({
    entrypoints: names.map((name) => join(import.meta.dir, 'pages', `${name}.ts`)),
    outdir: outDir,
    splitting: true,
    naming: { entry: '[name].[ext]', chunk: 'parts/[name]-[hash].[ext]' },
    target: 'browser',
    format: 'esm',
    minify: true,
    sourcemap: 'linked',
    conditions: ['browser', 'production'],
    // alone, without `extends`: through it Bun loses sight of the kind of decorators
    tsconfig: join(import.meta.dir, 'tsconfig.bundle.json'),
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [tightStyles],
  })
  return outputs.map(({ path }) => path).filter((path) => path.endsWith('.js'))
}

/** A page that asks for what its scripts import along with them, not once they are read. */
async function askedEarly(page: Blob, outDir: string): Promise<string> {
  const text = await page.text()
  const scripts = [...text.matchAll(/<script type="module" src="\/([^"]+)"/g)]
  const parts = new Set<string>()
  for (const [, name = ''] of scripts) await addImported(join(outDir, name), parts)
  const links = [...parts].toSorted().map((part) => {
    return `    <link rel="modulepreload" href="/${relative(outDir, part)}" />\n`
  })
  return text.replace('  </head>', `${links.join('')}  </head>`)
}

/** Adds what a script imports at once, and what that does. */
async function addImported(script: string, parts: Set<string>): Promise<void> {
  const text = await Bun.file(script).text()
  for (const [, name = ''] of text.matchAll(/\b(?:from|import)"(\.\/[^"]+\.js)"/g)) {
    const part = join(dirname(script), name)
    if (parts.has(part)) continue
    parts.add(part)
    await addImported(part, parts)
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
