import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { graphOf } from './graph.ts'
import { readJournal, writeJournal } from './journal-file.ts'
import { MACHINES, RELEASED, machineOf } from './registry.ts'
import type { PlainSnapshot } from './step.ts'
import { replay } from './testing/vitest.ts'

/** Journals as they were recorded when a version was new: `<version>.<what happens>.json`. */
const FOLDER = new URL('golden/', import.meta.url)

const golden = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => ({ name, text: readFileSync(new URL(name, FOLDER), 'utf8') }))

describe('the golden journals', () => {
  it.each(golden)('[RP9] $name replays, step by step', ({ name, text }) => {
    expect(text).toReplay()
    const { events, words, ...file } = readJournal(text)
    expect(events[0]?.machine).toBe(name.split('.')[0])
    expect(events.every(({ state }) => state !== undefined)).toBe(true)
    expect(words).toBeUndefined()
    expect(writeJournal({ events, ...file })).toBe(text)
  })

  it.each(RELEASED)('[RP9] of %s reach every state that it rests in', (version) => {
    const reached = golden
      .filter(({ name }) => name.startsWith(`${version}.`))
      .flatMap(({ text }) => replay(text).steps.map(({ snapshot }) => snapshot._nodes))
    const ids = new Set(reached.flatMap((nodes) => nodes.map(({ id }) => id)))
    const { states, transitions } = graphOf(machineOf(version))
    const isDecision = (id: string): boolean =>
      transitions.some(({ source, kind, guard }) => source === id && kind === 'always' && !guard)
    const resting = states.map(({ id }) => id).filter((id) => !isDecision(id))
    expect(resting.filter((id) => !ids.has(id))).toEqual([])
  })

  it.each(golden)('[RP9] $name ends in a snapshot that goes on', ({ text }) => {
    const { snapshot } = readJournal(text)
    if (snapshot === null) throw new Error('nothing was stored')
    const kept: PlainSnapshot = snapshot.kept
    expect(MACHINES.restore(snapshot.machine, kept).status).toBe('active')
  })
})
