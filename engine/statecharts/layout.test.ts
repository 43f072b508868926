import { setup } from 'xstate'
import { describe, expect, it } from 'vitest'
import { graphOf } from '#machines/graph'
import type { MachineGraph } from '#machines/graph'
import { RELEASED, machineOf } from '#machines/registry'
import { statechart } from '#protocol/statechart'
import { FAR_LETTERS, NEAR_LETTERS, brokenWords } from '#protocol/statechart-words'
import type { StatechartLayout } from '#protocol/statechart'
import { elkHere } from './elk-here.ts'
import { layoutOf } from './layout.ts'
import type { Arrange } from './layout.ts'
import { Statecharts } from './statecharts.ts'
import { textWidth } from './text-size.ts'
import { waysOf, wordsOn } from './ways.ts'

const arrange = elkHere()

/** Laying out takes seconds on a machine that is busy with other tests. */
const SLOW_MS = 60_000

const laidOut = new Map<string, Promise<StatechartLayout | null>>()
function layoutOfVersion(version: string): Promise<StatechartLayout | null> {
  const known = laidOut.get(version) ?? layoutOf(graphOf(machineOf(version)), arrange)
  laidOut.set(version, known)
  return known
}

type Box = Pick<StatechartLayout['states'][number], 'x' | 'y' | 'width' | 'height'>

const isInside = (inner: Box, outer: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

describe('a layout', () => {
  it.each(RELEASED)(
    '[SV1] of %s has every state inside its parent, and none over another',
    { timeout: SLOW_MS },
    async (version) => {
      const graph = graphOf(machineOf(version))
      const layout = await layoutOfVersion(version)
      if (layout === null) throw new Error(`No layout of ${version}`)
      expect(statechart.safeParse({ graph, layout }).error).toBeUndefined()
      const boxes = new Map(layout.states.map((box) => [box.id, box]))
      expect([...boxes.keys()]).toEqual(graph.states.map(({ id }) => id))
      for (const { id, parent } of graph.states) {
        const box = boxes.get(id)
        const outer = parent === null ? undefined : boxes.get(parent)
        if (box === undefined) throw new Error(`${id} has no place`)
        if (outer !== undefined) expect(isInside(box, outer), id).toBe(true)
        for (const sibling of graph.states.filter((one) => one.parent === parent)) {
          const other = boxes.get(sibling.id)
          if (sibling.id === id || other === undefined) continue
          expect(overlap(box, other), `${id} ${sibling.id}`).toBe(false)
        }
      }
      expect(layout.initials.map(({ state }) => state)).toEqual(
        graph.states.filter(({ initial }) => initial !== null).map(({ id }) => id),
      )
    },
  )

  it.each(RELEASED)(
    '[SV2] of %s has a line with its words for every transition that moves',
    { timeout: SLOW_MS },
    async (version) => {
      const graph = graphOf(machineOf(version))
      const layout = await layoutOfVersion(version)
      const drawn = (layout?.edges ?? []).flatMap(({ transitions }) => transitions)
      const moving = graph.transitions.filter(({ targets }) => targets.length > 0)
      expect(drawn.toSorted()).toEqual(moving.map(({ id }) => id).toSorted())
      for (const { id, points, label } of layout?.edges ?? []) {
        expect(points.length, id).toBeGreaterThanOrEqual(4)
        expect(label.lines.length, id).toBeGreaterThan(0)
        expect(label.width, id).toBeGreaterThan(0)
      }
    },
  )

  it.each(RELEASED)(
    '[LS4] of %s has room for all words near, and for large ones in short lines from afar',
    { timeout: SLOW_MS },
    async (version) => {
      const layout = await layoutOfVersion(version)
      if (layout === null) throw new Error(`No layout of ${version}`)
      const fits = (rows: string[], size: number, line: number, box: Box) => {
        const widths = rows.map((row) => textWidth(row, size))
        expect(box.width, rows.join(' / ')).toBeGreaterThanOrEqual(Math.max(...widths))
        // One line is left for what is counted.
        expect(box.height, rows.join(' / ')).toBeGreaterThanOrEqual((rows.length + 1) * line)
      }
      for (const { label } of layout.edges) {
        const near = label.lines.flatMap(({ words, guard }) => [
          ...brokenWords(words, NEAR_LETTERS),
          ...(guard === null ? [] : brokenWords(`[${guard}]`, NEAR_LETTERS)),
        ])
        const far = [...new Set(label.lines.map(({ words }) => words))]
        fits(near, 12.5, 16, label)
        fits(
          far.flatMap((words) => brokenWords(words, FAR_LETTERS)),
          18,
          21,
          label,
        )
      }
    },
  )

  it('[LS4] breaks words between words only', () => {
    expect(brokenWords('after response limit', 10)).toEqual(['after', 'response', 'limit'])
    expect(brokenWords('bot took', 10)).toEqual(['bot took'])
    expect(brokenWords('unbreakablewords', 10)).toEqual(['unbreakablewords'])
  })

  it('[SV2] draws once what many states share, and once what one does in many directions', () => {
    const ways = waysOf(graphOf(machineOf('chat@1')))
    const blocked = ways.filter(({ to }) => to.includes('chat.blocked'))
    expect(blocked.map(({ from }) => from)).toEqual([
      ['chat.bot', 'chat.queued', 'chat.assigned', 'chat.forwarded', 'chat.closing'],
    ])
    const undone = ways.find(({ from, to }) => from.join() === 'chat.closing' && to.length > 1)
    expect(undone?.to).toContain('chat.assigned.onHold')
    expect(undone === undefined ? [] : wordsOn(undone)).toEqual([
      { words: 'customer wrote', guard: null },
      { words: 'close undone', guard: null },
    ])
  })

  it('[SV4] is sought with ever plainer options, and in the end there is none', async () => {
    const tried: string[] = []
    const throwing: Arrange = async (_root, { layoutOptions }) => {
      const { 'elk.direction': way, 'elk.layered.cycleBreaking.strategy': breaker } = layoutOptions
      tried.push(`${way} ${breaker}`)
      throw new Error('cannot')
    }
    expect(await layoutOf(graphOf(machineOf('agent@1')), throwing)).toBeNull()
    expect(tried).toEqual(
      ['RIGHT', 'DOWN'].flatMap((way) => [`${way} GREEDY`, `${way} DEPTH_FIRST`, `${way} GREEDY`]),
    )
    const second: Arrange = (root, options) =>
      options.layoutOptions['elk.layered.cycleBreaking.strategy'] === 'DEPTH_FIRST'
        ? arrange(root, options)
        : Promise.reject(new Error('cannot'))
    expect(await layoutOf(small(), second)).not.toBeNull()
  })

  it.each(RELEASED)(
    '[SV13] of %s goes the way in which it is shown largest in a window',
    { timeout: SLOW_MS },
    async (version) => {
      const chosen = await layoutOfVersion(version)
      const going = (only: string): Arrange => {
        return (root, options) =>
          options.layoutOptions['elk.direction'] === only
            ? arrange(root, options)
            : Promise.reject(new Error('not this way'))
      }
      const graph = graphOf(machineOf(version))
      const ways = await Promise.all(['RIGHT', 'DOWN'].map((way) => layoutOf(graph, going(way))))
      const scaleOf = (layout: StatechartLayout | null) =>
        layout === null ? 0 : Math.min(1350 / layout.width, 750 / layout.height)
      expect(scaleOf(chosen)).toBe(Math.max(...ways.map(scaleOf)))
      expect(scaleOf(chosen)).toBeGreaterThan(0.45)
    },
  )

  it('[SV13] is had also where only one way leads to one', async () => {
    for (const only of ['RIGHT', 'DOWN']) {
      const layout = await layoutOf(small(), (root, options) =>
        options.layoutOptions['elk.direction'] === only
          ? arrange(root, options)
          : Promise.reject(new Error('cannot')),
      )
      expect(layout).not.toBeNull()
    }
  })
})

describe('the charts', () => {
  it('[SV5] lay each version out once, however often it is asked for', async () => {
    const asked: string[] = []
    const charts = new Statecharts(async ({ machine }) => {
      asked.push(machine)
      return null
    })
    const [one, same] = await Promise.all([charts.chart('chat@1'), charts.chart('chat@1')])
    expect(one).toBe(same)
    expect(one?.graph).toEqual(graphOf(machineOf('chat@1')))
    expect(await charts.chart('chat@99')).toBeNull()
    await charts.chart('agent@1')
    expect(asked).toEqual(['chat@1', 'agent@1'])
  })

  it('[WY25] are laid out before anybody asks, one after the other', async () => {
    const begun: string[] = []
    const done: string[] = []
    const charts = new Statecharts(async ({ machine }) => {
      begun.push(machine)
      await Promise.resolve()
      expect(begun.length - done.length).toBe(1)
      done.push(machine)
      return null
    })
    await charts.prepare()
    expect(done).toEqual([...RELEASED])
    await charts.chart('chat@1')
    expect(begun).toHaveLength(RELEASED.length)
  })

  it('[SV5] try a layout that failed again, and have the outline meanwhile', async () => {
    let isAway = true
    const charts = new Statecharts(async () => {
      if (isAway) throw new Error('no thread')
      return layoutOf(small(), arrange)
    })
    expect((await charts.chart('agent@1'))?.layout).toBeNull()
    isAway = false
    expect((await charts.chart('agent@1'))?.layout).not.toBeNull()
  })

  it('[SV5] lay out in a thread of their own', { timeout: SLOW_MS }, async () => {
    const chart = await new Statecharts().chart('agent@1')
    expect(chart?.layout).toEqual(await layoutOfVersion('agent@1'))
  })
})

function small(): MachineGraph {
  return graphOf(
    setup({}).createMachine({
      id: 'small',
      version: '1',
      initial: 'a',
      states: { a: { on: { go: 'b' } }, b: { on: { go: 'a', stay: { target: 'b' } } } },
    }),
  )
}
