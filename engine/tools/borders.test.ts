import { spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Glob } from 'bun'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const COMPILE_LIMIT_MS = 30_000

// The real configuration around a house of one-line files: what is shown does not depend on what
// the real files hold today, and takes half a second a case.
const FURNITURE: Record<string, string> = {
  'machines/rule.ts': 'export const rule = 1\n',
  'storage/row.ts': 'export const row = 1\n',
  'engine/protocol/frame.ts': 'export const frame = 1\n',
  'engine/desk.ts': 'export const desk = 1\n',
  'ui/element.ts': 'export const element = 1\n',
}

describe('borders', () => {
  let house: string
  beforeAll(() => {
    house = fs.mkdtempSync(join(tmpdir(), 'parley-borders-'))
    for (const config of configs()) copy(config, house)
    for (const [file, text] of Object.entries(FURNITURE)) write(house, file, text)
    fs.symlinkSync(join(ROOT, 'node_modules'), join(house, 'node_modules'))
  })
  afterAll(() => fs.rmSync(house, { recursive: true, force: true }))

  it.each([
    ['machines', "import { row } from '#storage/row'"],
    ['machines', "import { row } from '../storage/row.ts'"],
    ['machines', "import { desk } from '#engine/desk'"],
    ['machines', "import { frame } from '#protocol/frame'"],
    ['machines', "import { element } from '../ui/element.ts'"],
    ['storage', "import { rule } from '#machines/rule'"],
    ['storage', "import { rule } from '../machines/rule.ts'"],
    ['storage', "import { desk } from '#engine/desk'"],
    ['storage', "import { frame } from '#protocol/frame'"],
    ['engine', "import { element } from '../ui/element.ts'"],
    ['engine/protocol', "import { rule } from '#machines/rule'"],
    ['engine/protocol', "import { row } from '#storage/row'"],
    ['engine/protocol', "import { desk } from '#engine/desk'"],
    ['engine/protocol', "import { desk } from '../desk.ts'"],
    ['engine/protocol', "import { element } from '../../ui/element.ts'"],
    ['ui', "import { rule } from '#machines/rule'"],
    ['ui', "import { row } from '#storage/row'"],
    ['ui', "import { desk } from '#engine/desk'"],
    ['ui', "import { desk } from '../engine/desk.ts'"],
  ])('[HO3] in %s, `%s` does not compile', (folder, line) => {
    const said = compile(house, folder, `${line.replace('import', 'export')}\n`)
    expect(said).toMatch(
      /crossing\.ts\(1,\d+\): error TS6307: .* is not listed within the file list/,
    )
  })

  it.each([
    ['engine', "export { rule } from '#machines/rule'"],
    ['engine', "export { row } from '#storage/row'"],
    ['engine', "export { frame } from '#protocol/frame'"],
    ['ui', "export { frame } from '#protocol/frame'"],
    ['machines', "export { setup } from 'xstate'"],
    ['storage', "export { Kysely } from 'kysely'"],
    ['engine/protocol', "export { z } from 'zod'"],
  ])('[HO3] in %s, `%s` compiles', (folder, line) => {
    expect(compile(house, folder, `${line}\n`)).toBe('')
  })

  const outside = [
    "void fetch('https://example.org')",
    'setTimeout(() => {}, 1)',
    'console.log(1)',
    'export const environment = process.env',
    'export const id = crypto.randomUUID()',
    'export const version = Bun.version',
    'export const now = performance.now()',
    "export { readFileSync } from 'node:fs'",
  ]
  it.each(['machines', 'engine/protocol'])(
    '[HO4] in %s, nothing of the outside compiles',
    (folder) => {
      const said = compile(house, folder, `${outside.join('\n')}\n`)
      const refused = [...said.matchAll(/crossing\.ts\((\d+),\d+\): error TS2\d{3}: Cannot find/g)]
      const lines = new Set(refused.map(([, line]) => outside[Number(line) - 1]))
      expect(outside.filter((line) => !lines.has(line))).toEqual([])
    },
  )
})

describe('what the compiler cannot hold', () => {
  it.each([
    ['machines', 'xstate', /^(xstate$|xstate\/|\.|#machines\/)/],
    ['engine/protocol', 'zod', /^(zod$|zod\/|\.|#protocol\/)/],
    [
      'ui',
      'lit, its translations, virtual lists, idb-keyval, tinykeys, uplot, marked, emoji and the protocol',
      /^(lit$|lit\/|@lit\/localize$|@tanstack\/lit-virtual$|idb-keyval$|tinykeys$|uplot$|marked$|emoji-picker-element\/database\.js$|\.|#protocol\/)/,
    ],
  ])('[HO5] the files of %s import %s and each other, nothing else', (folder, _, allowed) => {
    const imports = /\b(?:from|import)\s*\(?\s*['"]([^'"\n]+)['"]/g
    const strangers = sources(folder).flatMap((file) =>
      [...code(file).matchAll(imports)]
        .map(([, name = '']) => name)
        .filter((name) => !allowed.test(name))
        .map((name) => `${file}: ${name}`),
    )
    expect(strangers).toEqual([])
  })

  it('[HO5] what the ui takes of the protocol besides types brings no schemas along', () => {
    const values = /\bimport \{[^}]*\} from '#protocol\/([^']+)'/g
    const taken = sources('ui').flatMap((file) =>
      [...code(file).matchAll(values)].map(([, name]) => name),
    )
    expect(taken).toContain('limits')
    const heavy = [...new Set(taken)].filter((name) => {
      const imported = code(`engine/protocol/${name}.ts`).matchAll(/^import (?!type)[^;]*?from/gm)
      return [...imported].length > 0
    })
    expect(heavy).toEqual([])
  })

  it.each(['machines', 'engine/protocol'])(
    '[HO5] no file of %s reads the clock or rolls dice',
    (folder) => {
      const impure = /\bDate\.now\b|\bnew Date\(\s*\)|\bMath\.random\b|\bTemporal\.Now\b/
      expect(sources(folder).filter((file) => impure.test(code(file)))).toEqual([])
    },
  )
})

/** What `tsc -b` says of `folder` with one more file in it: empty when it compiles. */
function compile(house: string, folder: string, text: string): string {
  const file = join(folder, 'crossing.ts')
  write(house, file, text)
  const tsc = join(ROOT, 'node_modules', 'typescript', 'lib', 'tsc.js')
  try {
    const { status, stdout, error } = spawnSync('node', [tsc, '-b', folder, '--pretty', 'false'], {
      cwd: house,
      encoding: 'utf8',
      timeout: COMPILE_LIMIT_MS,
    })
    if (error !== undefined) throw error
    if ((status === 0) !== (stdout === '')) throw new Error(`tsc ended with ${status}: ${stdout}`)
    return stdout
  } finally {
    fs.rmSync(join(house, file))
  }
}

function configs(): string[] {
  const found = ['machines', 'storage', 'engine', 'ui'].flatMap((folder) => [
    ...new Glob(`${folder}/**/tsconfig*.json`).scanSync({ cwd: ROOT }),
  ])
  return ['package.json', 'tsconfig.json', ...found]
}

function sources(folder: string): string[] {
  return [...new Glob(`${folder}/**/*.ts`).scanSync({ cwd: ROOT })]
    .filter((file) => !/\.(test|e2e)\.ts$|(^|\/)build\.ts$|\.d\.ts$|\/testing\//.test(file))
    .toSorted()
}

/** The file's text without its comments, roughly: a `//` inside a string ends the line too. */
function code(file: string): string {
  const text = fs.readFileSync(join(ROOT, file), 'utf8')
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '')
}

function copy(file: string, house: string): void {
  write(house, file, fs.readFileSync(join(ROOT, file), 'utf8'))
}

function write(house: string, file: string, text: string): void {
  fs.mkdirSync(dirname(join(house, file)), { recursive: true })
  fs.writeFileSync(join(house, file), text)
}
