import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js'
import type { GraphState, MachineGraph } from '#machines/graph'
import { FAR_LETTERS, NEAR_LETTERS, brokenWords, readState } from '#protocol/statechart-words'
import { textWidth } from './text-size.ts'
import { waysOf, wordsOn } from './ways.ts'
import type { Way } from './ways.ts'

/*
 * Sizes of the picture, in its own units; type sizes are those in which the element draws. It is seen
 * whole, with large words and no conditions, or near, with all of them and smaller: there is room for
 * either.
 */
const TITLE_SIZE = 24
const TITLE_LINE = 27
const LABEL_FAR_SIZE = 18
const LABEL_FAR_LINE = 21
/** Between the words of one transition and those of the next. */
const LABEL_GAP = 6
const LABEL_SIZE = 12.5
const LABEL_LINE = 16
const SLIP_SIZE = 17

/** Beside the lines of its name: its padding, and the number of those who are in it. */
const BELOW_TITLE = 58
const LEAST_WIDTH = 176
/** Beside a state's name, its padding; beside that of one with states in it, also a number. */
const BESIDE_TITLE = 32
const BESIDE_HEADER = 96
const HEADER_HEIGHT = 80
const SLIP_LINE = 20
const SLIP_AIR = 20
const INITIAL_SIZE = 12
const LABEL_AIR = 10

const INSIDE = '[top=62,left=22,right=22,bottom=22]'
const GOES_ON = { 'elk.layered.priority.direction': '10' }
const AROUND_ALL = '[top=24,left=24,right=24,bottom=24]'

/** The ids that the layout engine is given for what is no state. */
export const initialId = (state: string): string => `${state}::initial`
export const slipId = (way: Way, end: 'from' | 'to'): string => `${way.id}::${end}`

/** A graph for the layout engine, with the ways that its lines stand for. */
export function elkInput(graph: MachineGraph): { root: ElkNode; ways: Way[] } {
  const ways = waysOf(graph)
  const states = new Map(graph.states.map((state) => [state.id, state]))
  const order = new Map(graph.states.map(({ id }, index) => [id, index]))
  const nodes = new Map<string, ElkNode & { children: ElkNode[]; edges: ElkExtendedEdge[] }>()
  for (const state of graph.states) {
    const node = toNode(state, graph.root)
    nodes.set(state.id, node)
    if (state.parent !== null) nodes.get(state.parent)?.children.push(node)
  }
  for (const { id, initial } of graph.states) {
    if (initial === null) continue
    const dot = { id: initialId(id), width: INITIAL_SIZE, height: INITIAL_SIZE }
    nodes.get(id)?.children.unshift(dot)
    nodes.get(id)?.edges.push({
      id: `${dot.id}#`,
      sources: [dot.id],
      targets: [initial],
      layoutOptions: { 'elk.layered.priority.direction': '100' },
    })
  }
  for (const way of ways) {
    const source = endOf(way, 'from')
    const target = endOf(way, 'to')
    const owner = nodes.get(commonParent([...way.from, ...way.to], states)) ?? nodes.get(graph.root)
    const edge = toEdge(way, source, target)
    const goesOn = (order.get(source) ?? 0) < (order.get(target) ?? 0)
    // Inside a state what comes first in the chart comes first in the picture, as far as can be.
    if (owner?.id !== graph.root && goesOn) edge.layoutOptions = GOES_ON
    owner?.edges.push(edge)
  }
  const root = nodes.get(graph.root)
  if (root === undefined) throw new Error(`The graph of ${graph.machine} has no root`)
  return { root, ways }

  function endOf(way: Way, end: 'from' | 'to'): string {
    const [only, another] = way[end]
    if (only !== undefined && another === undefined && only !== graph.root) return only
    const id = slipId(way, end)
    const owner = nodes.get(commonParent(way[end], states)) ?? nodes.get(graph.root)
    owner?.children.push({ id, ...slipSize(way[end], graph.root) })
    return id
  }
}

/** A slip names its states below one another. */
function slipSize(ids: readonly string[], root: string): { width: number; height: number } {
  const words = ids.map((id) => (id === root ? 'any state' : readState(id.split('.').at(-1) ?? '')))
  const widths = words.map((word) => textWidth(word, SLIP_SIZE))
  return { width: Math.max(...widths) + SLIP_AIR, height: ids.length * SLIP_LINE + SLIP_AIR / 2 }
}

function toNode(
  state: GraphState,
  root: string,
): ElkNode & { children: ElkNode[]; edges: ElkExtendedEdge[] } {
  const { id, key, type } = state
  const isLeaf = type !== 'compound' && type !== 'parallel'
  const lines = isLeaf ? brokenWords(readState(key), FAR_LETTERS) : [readState(key)]
  const title = Math.max(...lines.map((line) => textWidth(line, TITLE_SIZE, true)))
  return {
    id,
    children: [],
    edges: [],
    ...(isLeaf
      ? {
          width: Math.max(LEAST_WIDTH, title + BESIDE_TITLE),
          height: lines.length * TITLE_LINE + BELOW_TITLE,
        }
      : {}),
    layoutOptions: isLeaf
      ? {}
      : {
          'elk.padding': id === root ? AROUND_ALL : INSIDE,
          'elk.nodeSize.constraints': 'MINIMUM_SIZE',
          'elk.nodeSize.minimum': `(${title + BESIDE_HEADER}, ${HEADER_HEIGHT})`,
        },
  }
}

function toEdge(way: Way, source: string, target: string): ElkExtendedEdge {
  const lines = wordsOn(way)
  const triggers = [...new Set(lines.map(({ words }) => words))]
  const far = triggers.flatMap((words) => brokenWords(words, FAR_LETTERS))
  const near = lines.flatMap(({ words, guard }) => [
    ...brokenWords(words, NEAR_LETTERS),
    ...(guard === null ? [] : brokenWords(`[${guard}]`, NEAR_LETTERS)),
  ])
  const widths = [
    ...far.map((line) => textWidth(line, LABEL_FAR_SIZE)),
    ...near.map((line) => textWidth(line, LABEL_SIZE)),
  ]
  return {
    id: way.id,
    sources: [source],
    targets: [target],
    labels: [
      {
        id: `${way.id}::label`,
        text: lines.map(({ words }) => words).join(),
        width: Math.max(0, ...widths) + LABEL_AIR,
        // one line more, for what is counted on it
        height: Math.max(
          (far.length + 1) * LABEL_FAR_LINE + (triggers.length - 1) * LABEL_GAP,
          (near.length + 1) * LABEL_LINE + (lines.length - 1) * LABEL_GAP,
        ),
        layoutOptions: {
          'edgeLabels.inline': source === target ? 'false' : 'true',
          'edgeLabels.placement': 'CENTER',
        },
      },
    ],
  }
}

/** The innermost state that all of these are inside of. */
function commonParent(ids: readonly string[], states: ReadonlyMap<string, GraphState>): string {
  const paths = ids.map((id) => ancestors(id, states))
  const [first = []] = paths
  return first.find((id) => paths.every((path) => path.includes(id))) ?? first.at(-1) ?? ''
}

/** From the parent outwards; a root is inside itself. */
function ancestors(id: string, states: ReadonlyMap<string, GraphState>): string[] {
  const path: string[] = []
  for (let at = states.get(id)?.parent ?? null; at !== null; at = states.get(at)?.parent ?? null) {
    path.push(at)
  }
  return path.length === 0 ? [id] : path
}
