import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { TYPES, generateElements } from './elements.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Starting the analyzer on a machine that is busy with everything else. */
const SLOW_MS = 60_000

interface Named {
  name: string
  description?: string
}

interface Declaration {
  tagName: string
  name: string
  attributes: Named[]
  members: (Named & { kind: string })[]
  events: Named[]
  slots: Named[]
  cssParts: Named[]
  cssProperties: Named[]
}

/** Sources whose elements stand in pages of others, with those whose class they go on from. */
const SOURCES: Record<string, string[]> = {
  'parley-chat': ['ui/chat/parley-chat.ts'],
  'parley-desk': ['ui/desk/parley-desk.ts'],
  'parley-desk-list': ['ui/embed/desk-list.ts', 'ui/desk/parley-desk.ts'],
  'parley-desk-conversation': ['ui/embed/desk-conversation.ts', 'ui/desk/parley-desk.ts'],
  'parley-customer-card': ['ui/embed/customer-card.ts', 'ui/desk/parley-desk.ts'],
}

const manifest: { modules: { declarations: Declaration[] }[] } = JSON.parse(
  readFileSync(join(TYPES, 'custom-elements.json'), 'utf8'),
)
const declared = new Map(
  manifest.modules.flatMap(({ declarations }) => declarations.map((one) => [one.tagName, one])),
)

describe('what is generated of the elements', () => {
  it(
    '[EM30] is what the sources say now',
    () => {
      const anew = mkdtempSync(join(tmpdir(), 'parley-elements-'))
      generateElements(anew)
      for (const name of readdirSync(TYPES)) {
        const [kept, made] = [TYPES, anew].map((folder) => readFileSync(join(folder, name), 'utf8'))
        expect(made, `${name} is stale: run npm run elements`).toBe(kept)
      }
      rmSync(anew, { recursive: true })
    },
    SLOW_MS,
  )

  it.each(Object.keys(SOURCES))('[EM31] has all of %s', (tag) => {
    const one = declared.get(tag)
    if (one === undefined) throw new Error(`${tag} is not in the manifest`)
    const [own = '', inherited = ''] = (SOURCES[tag] ?? []).map(read)
    const source = own + inherited
    const names = (all: Named[]) => all.map(({ name }) => name).toSorted()
    expect(names(one.events)).toEqual(found(source, /@fires \{[^\n]*?\} ([\w-]+) - /g))
    expect(names(one.events)).toEqual(
      found(source, /#tell\((?:this\.open \? )?'(parley-[\w-]+)'/g, /'(parley-close)'/g),
    )
    expect(names(one.attributes)).toEqual(attributesOf(source))
    expect(names(one.cssProperties)).toEqual(found(source, /@cssprop (--[\w-]+) - /g))
    // A part alone has what it names itself: there is no strip around it.
    expect(names(one.cssParts)).toEqual(found(own, /@csspart ([\w-]+) - /g))
    expect(names(one.slots)).toEqual(found(own, /@slot ([\w-]+) - /g))
    for (const part of one.cssParts) expect(source).toContain(`part="${part.name}"`)
    for (const slot of one.slots) expect(source).toContain(`<slot name="${slot.name}"`)
    for (const { name, description } of [
      ...one.events,
      ...one.attributes,
      ...one.cssParts,
      ...one.slots,
      ...one.cssProperties,
      ...one.members,
    ]) {
      expect(description ?? '', `${tag} ${name}`).not.toBe('')
    }
  })

  it.each(Object.keys(SOURCES))('[EM31] has types of all of %s', (tag) => {
    const one = declared.get(tag)
    if (one === undefined) throw new Error(`${tag} is not in the manifest`)
    const plain = read('ui/embed/types/parley-elements.d.ts')
    const itself = plain.slice(plain.indexOf(`class ${one.name} `))
    const typings = [
      itself.slice(0, itself.indexOf('\n}\n', itself.indexOf(`interface ${one.name}Events`))),
      read('ui/embed/types/parley-elements-react.d.ts'),
      read('ui/embed/types/parley-elements-vue.d.ts'),
    ]
    for (const text of typings) {
      for (const { name } of one.events) expect(text).toContain(name)
      expect(text).toContain(one.name)
      expect(text).not.toContain('CustomEvent<CustomEvent')
    }
    for (const { name } of one.members) expect(typings[0]).toContain(`  ${name}`)
    const data = JSON.parse(read('ui/embed/types/html-custom-data.json')) as {
      tags: { name: string; attributes: Named[] }[]
    }
    const known = data.tags.find(({ name }) => name === tag)
    for (const { name } of one.attributes) {
      expect(known?.attributes.map((attribute) => attribute.name)).toContain(name)
    }
  })
})

/** What a pattern finds, each once, in order. */
function found(text: string, ...patterns: RegExp[]): string[] {
  const all = patterns.flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, name = '']) => name),
  )
  return [...new Set(all)].toSorted()
}

/** Of properties that others set: by their option, or by the name of the property. */
function attributesOf(source: string): string[] {
  const declarations = source.matchAll(
    /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/\n)?\s*@property\(([^)]*)\)(?: override)? (\w+)/g,
  )
  return [...declarations]
    .filter(
      ([, doc = '', options = '']) =>
        !doc.includes('@internal') && !/attribute: false/.test(options),
    )
    .map(([, , options = '', property = '']) => {
      return /attribute: '([\w-]+)'/.exec(options)?.[1] ?? property.toLowerCase()
    })
    .toSorted()
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}
