import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LOCALES, ROOT, TRANSLATED, makeWords } from './words.ts'
import type { WordsReport } from './words.ts'

describe('the words of the pages', () => {
  let folder: string
  let report: WordsReport
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-words-'))
    report = await makeWords(folder)
  })
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
