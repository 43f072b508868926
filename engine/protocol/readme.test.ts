import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { ZodType } from 'zod'
import { CLOSE } from './close-codes.ts'
import { customerClientFrame, customerServerFrame } from './customer-frames.ts'
import { staffChange, staffClientFrame, staffServerFrame } from './staff-frames.ts'

const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8')

const SECTIONS: [title: string, schema: ZodType, types: string[]][] = [
  ['Customers: from the client', customerClientFrame, typesOf(customerClientFrame)],
  ['Customers: from the server', customerServerFrame, typesOf(customerServerFrame)],
  ['Staff: from the client', staffClientFrame, typesOf(staffClientFrame)],
  ['Staff: from the server', staffServerFrame, typesOf(staffServerFrame)],
]

describe('the description of the wire', () => {
  it.each(SECTIONS)('[PR1] shows every frame once: %s', (title, schema, types) => {
    const examples = examplesIn(title)
    for (const example of examples) schema.parse(example)
    expect([...new Set(examples.map(({ type }) => type))].sort()).toEqual([...types].sort())
  })

  it('[PR2] shows every kind of change', () => {
    const kinds = examplesIn('Staff: from the server').flatMap((frame) =>
      Array.isArray(frame.changes)
        ? frame.changes.map((change) => staffChange.parse(change).kind)
        : [],
    )
    const known = staffChange.options.map((option) => option.shape.kind.value)
    expect([...new Set(kinds)].sort()).toEqual([...known].sort())
  })

  it('[PR3] names every close code, and whether to connect again', () => {
    for (const [name, { code, again }] of Object.entries(CLOSE)) {
      expect(readme).toContain(`| ${code} | ${name} | ${again ? 'yes' : 'no'} |`)
    }
  })
})

function typesOf(union: { options: readonly { shape: { type: { value: string } } }[] }): string[] {
  return union.options.map((option) => option.shape.type.value)
}

function examplesIn(title: string): { type: string; changes?: unknown }[] {
  const section = readme.split(`### ${title}\n`)[1]?.split(/\n##+ /)[0] ?? ''
  const blocks = [...section.matchAll(/```json\n([\s\S]*?)```/g)]
  return blocks.map(([, json = '']) => {
    const frame: { type: string; changes?: unknown } = JSON.parse(json)
    return frame
  })
}
