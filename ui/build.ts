import type { BunPlugin } from 'bun'
import { rm } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { TOKENS_CSS } from './tokens.ts'

/** What a page may cost that has a chat in its corner: gzipped, in bytes. */
export const WIDGET_BUDGET_BYTES = 20_000

/** What opening that chat for the first time may cost, gzipped, in bytes. */
export const OPENING_BUDGET_BYTES = 22_000

/** Sources that the first opening brings, by what the bundler calls their scripts. */
const OPENING = /^(chat-window|own-client)-/

/** What pages of others embed: a script each, with parts that they share. */
const EMBEDDED = [
  'parley-desk',
  'parley-desk-list',
  'parley-desk-conversation',
  'parley-customer-card',
] as const
const PAGES = ['desk', 'console', 'start', 'sign-in', 'demo'] as const
/** The start page comes last: where it is, all else is. */
const COPIED = [
  'sign-in.html',
  'desk.html',
  'console.html',
  'demo.html',
  'pages.css',
  'favicon.svg',
  'index.html',
]

/** What editors and compilers know of the elements that are embedded. */
const TYPES = [
  'custom-elements.json',
  'html-custom-data.json',
  'css-custom-data.json',
  'parley-elements.d.ts',
  'parley-elements-react.d.ts',
  'parley-elements-vue.d.ts',
]

/** What emoji are called, by language: of our own server like all else. */
const EMOJI = {
  en: 'emoji-picker-element-data/en/emojibase/data.json',
  de: 'emoji-picker-element-data/de/cldr/data.json',
}

export interface BuiltFile {
  name: string
  bytes: number
  gzipped: number
}

export interface BuildReport {
  outDir: string
  files: BuiltFile[]
  /** What the widget costs at first, and what its first opening adds. */
  widget: { first: number; opening: number }
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
  const scripts = [
    ...(await bundle(['widget'], outDir)),
    ...(await bundle([...PAGES, ...EMBEDDED], outDir)),
  ]
  const tokens = join(outDir, 'tokens.css')
  await Bun.write(tokens, TOKENS_CSS)
  const copies: string[] = []
  for (const name of COPIED) {
    const copy = join(outDir, name)
    const page = Bun.file(join(import.meta.dir, 'pages', name))
    await Bun.write(copy, name.endsWith('.html') ? await askedEarly(page, outDir) : page)
    copies.push(copy)
  }
  for (const name of TYPES) {
    const copy = join(outDir, 'types', name)
    await Bun.write(copy, Bun.file(join(import.meta.dir, 'embed/types', name)))
    copies.push(copy)
  }
  for (const [language, data] of Object.entries(EMOJI)) {
    const copy = join(outDir, 'emoji', `${language}.json`)
    await Bun.write(copy, Bun.file(Bun.resolveSync(data, import.meta.dir)))
    copies.push(copy)
  }
  const files = await Promise.all([...scripts, tokens, ...copies].map((path) => measure(path)))
  const widget = await costOfWidget(scripts, outDir)
  return { outDir, files, widget, problem: problemOf(widget) }
}

/** What is asked for counts whole, with everything that it imports. */
async function costOfWidget(scripts: string[], outDir: string): Promise<BuildReport['widget']> {
  const first = new Set([join(outDir, 'widget.js')])
  await addImported(join(outDir, 'widget.js'), first)
  const opening = new Set(scripts.filter((path) => OPENING.test(basename(path))))
  for (const script of opening) await addImported(script, opening)
  return {
    first: await gzippedSize([...first]),
    opening: await gzippedSize([...opening].filter((path) => !first.has(path))),
  }
}

async function gzippedSize(paths: string[]): Promise<number> {
  const files = await Promise.all(paths.map((path) => measure(path)))
  return files.reduce((sum, { gzipped }) => sum + gzipped, 0)
}

function problemOf({ first, opening }: BuildReport['widget']): string | null {
  const over = [
    { what: 'The widget', bytes: first, budget: WIDGET_BUDGET_BYTES },
    { what: 'The first opening of the widget', bytes: opening, budget: OPENING_BUDGET_BYTES },
  ].find(({ bytes, budget }) => bytes > budget)
  if (over === undefined) return null
  const [is, may] = [kilobytes(over.bytes), kilobytes(over.budget)]
  return `${over.what} is ${is} gzipped; ${may} is its budget`
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
    plugins: [tightStyles, definedOnce],
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

/**
 * A page may have several scripts of ours, each with elements that others bring too: the first one
 * counts, where the registry would throw.
 */
const definedOnce: BunPlugin = {
  name: 'defined once',
  setup(build) {
    build.onLoad({ filter: /\/@lit\/reactive-element\/.*\/custom-element\.js$/ }, () => ({
      contents: `export const customElement = (tag) => (element, context) => {
        const define = () => { if (customElements.get(tag) === undefined) customElements.define(tag, element) }
        if (context === undefined) define()
        else context.addInitializer(define)
      }`,
      loader: 'js',
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
  const { files, outDir, widget, problem } = await buildUi(
    process.argv[2] ?? join(import.meta.dir, '../dist/ui'),
  )
  const lines = files.map(
    ({ name, bytes, gzipped }) =>
      `${name.padEnd(30)}${kilobytes(bytes).padStart(10)}${kilobytes(gzipped).padStart(10)} gzipped`,
  )
  lines.push(
    `the widget: ${kilobytes(widget.first)} at first, ${kilobytes(widget.opening)} with the first opening`,
  )
  const took = Math.round(performance.now() - started)
  process.stdout.write(`${lines.join('\n')}\nbuilt into ${outDir} in ${took} ms\n`)
  if (problem !== null) {
    process.stderr.write(`${problem}\n`)
    process.exitCode = 1
  }
}
