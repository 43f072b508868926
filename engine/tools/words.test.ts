import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Glob } from 'bun'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOCALES, ROOT, TRANSLATED, makeWords } from './words.ts'
import type { WordsReport } from './words.ts'

describe('the words of the pages', () => {
  let folder: string
  let report: WordsReport
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-words-'))
    report = await makeWords(folder)
  }, 180_000) // it reads the types of all sources, which a busy machine is slow at
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('[LO1] are all translated', () => {
    expect(report.count).toBeGreaterThan(0)
    expect(report.missing).toEqual(Object.fromEntries(TRANSLATED.map((language) => [language, []])))
  })

  it.each(
    TRANSLATED.flatMap((language) => [
      `${language}.xlf`,
      `${language}.ts`,
      `widget/${language}.ts`,
    ]),
  )('[LO2] %s is what the sources and the translations make', async (file) => {
    const kept = await readFile(join(ROOT, LOCALES, file), 'utf8')
    expect(await readFile(join(folder, file), 'utf8')).toBe(kept)
  })
})

describe('the styles of the pages', () => {
  const PHYSICAL =
    /\b(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b|^\s*(?:left|right|top|bottom|width|height|min-width|max-width|min-height|max-height):|\b(?:text-align|float|clear): (?:left|right)\b/

  it('[LO5] name sides and sizes by how one reads, so that they fit a page from right to left', async () => {
    const files = [...new Glob('ui/**/*.{ts,css}').scanSync({ cwd: ROOT })]
    const found = await Promise.all(
      files
        .filter((file) => !/\.test\.ts$|\/(testing|locales)\//.test(file))
        .map(async (file) => {
          const text = await readFile(join(ROOT, file), 'utf8')
          const sheets = file.endsWith('.css') ? [text] : (text.match(/\bcss`[^`]*`/g) ?? [])
          const lines = sheets.flatMap((sheet) => sheet.split('\n'))
          return lines
            .filter((line) => PHYSICAL.test(line))
            .map((line) => `${file}: ${line.trim()}`)
        }),
    )
    expect(found.flat()).toEqual([])
  })

  it('[LO6] stand in sheets and properties, for our policy lets no attribute through', async () => {
    const files = [...new Glob('ui/**/*.ts').scanSync({ cwd: ROOT })]
    const found = await Promise.all(
      files
        .filter((file) => !/\.test\.ts$|\/testing\//.test(file))
        .map(async (file) => {
          const text = await readFile(join(ROOT, file), 'utf8')
          return (text.match(/\sstyle=["$].*/g) ?? []).map((line) => `${file}: ${line.trim()}`)
        }),
    )
    expect(found.flat()).toEqual([])
  })
})
