import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Glob } from 'bun'
import { describe, expect, it } from 'vitest'

const UI = fileURLToPath(new URL('../../ui', import.meta.url))

/** What takes the focus, or keys: an element with none of it only shows something. */
const OPERATED = /<(?:button|a|input|select|textarea|summary)\b|tabindex=|@keydown=|'keydown'/

describe('tests by keyboard alone', () => {
  const sources = filesLike('**/*.ts').filter((file) => !/\.test\.ts$|^testing\//.test(file))
  const tests = filesLike('**/*.test.ts')
    .map(read)
    .filter((text) => text.includes('byKeyboard('))
  const named = new Set(tests.flatMap(namedIn))
  const elements = sources.flatMap((file) =>
    [...read(file).matchAll(/@customElement\('([\w-]+)'\)/g)].map(([, tag = '']) => ({
      tag,
      file,
    })),
  )

  it('[UK14] name every element that is operated', () => {
    expect(elements.length).toBeGreaterThan(40)
    const missing = elements.filter(({ tag, file }) => OPERATED.test(read(file)) && !named.has(tag))
    expect(missing.map(({ tag }) => tag).toSorted()).toEqual([])
  })

  it('[UK14] name no element that is not there', () => {
    const there = new Set(elements.map(({ tag }) => tag))
    expect([...named].filter((tag) => !there.has(tag))).toEqual([])
  })

  it('[UK14] run the script of every page', () => {
    const pages = filesLike('pages/*.html')
    expect(pages.length).toBeGreaterThan(0)
    const missing = pages.flatMap((page) =>
      [...read(page).matchAll(/<script type="module" src="\/([\w-]+)\.js">/g)]
        .map(([, name = '']) => `${name}.ts`)
        .filter(
          (script) =>
            !tests.some((text) => text.includes(`/${script}'`) || text.includes(`'./${script}'`)),
        )
        .map((script) => `${basename(page)}: ${script}`),
    )
    expect(missing).toEqual([])
  })
})

/** The tags in the list that `byKeyboard` takes. */
function namedIn(text: string): string[] {
  return [...text.matchAll(/byKeyboard\(\s*\[([^\]]*)\]/g)].flatMap(([, list = '']) =>
    [...list.matchAll(/'([\w-]+)'/g)].map(([, tag = '']) => tag),
  )
}

function filesLike(pattern: string): string[] {
  return [...new Glob(pattern).scanSync({ cwd: UI })].toSorted()
}

function read(file: string): string {
  return readFileSync(join(UI, file), 'utf8')
}
