import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { graphOf } from '#machines/graph'
import { MACHINES } from '#machines/registry'
import { ROOT } from './words.ts'

it.each(MACHINES.names)(
  '[UG11] every state, event, delay and condition of %s is called by words of the pages',
  async (version) => {
    const named = await readFile(join(ROOT, 'ui/statechart/chart-names.ts'), 'utf8')
    const { states, transitions } = graphOf(MACHINES.of(version))
    const parts = new Set([
      ...states.map(({ key }) => key),
      ...transitions.flatMap(({ event, delay, guards }) => [event, delay, ...guards]),
    ])
    parts.delete(null)
    expect([...parts].filter((part) => !named.includes(` ${part}: () => msg(`))).toEqual([])
  },
)
