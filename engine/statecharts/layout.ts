import type { ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js'
import type { MachineGraph } from '#machines/graph'
import type { StatechartLayout } from '#protocol/statechart'
import { elkInput, initialId, slipId } from './elk-input.ts'
import { wordsOn } from './ways.ts'

/** Places the parts of a graph: `elk.layout`, or what stands for it. */
export type Arrange = (root: ElkNode, options: { layoutOptions: LayoutOptions }) => Promise<ElkNode>

/*
 * Options go along as the second argument: those of a root are not inherited. Model order, and the
 * cycle breakers that look at it, throw with nested states; priorities of edges keep what comes
 * first in a chart in front.
 */
const RECIPE: LayoutOptions = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.considerModelOrder.strategy': 'NONE',
  'elk.layered.cycleBreaking.strategy': 'GREEDY',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.unnecessaryBendpoints': 'true',
  'elk.spacing.nodeNode': '28',
  'elk.layered.spacing.nodeNodeBetweenLayers': '10',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '12',
  'elk.layered.spacing.edgeNodeBetweenLayers': '8',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '8',
  'elk.spacing.edgeLabel': '4',
  'elk.spacing.labelLabel': '6',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
}

/** From the best picture to the plainest; ELK throws at some graphs with some of its options. */
const LADDER: readonly LayoutOptions[] = [
  RECIPE,
  { ...RECIPE, 'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST' },
  { ...RECIPE, 'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF' },
]

/** What a picture is looked at in, width to height: a window without what stands around it. */
const SCREEN_RATIO = 1.8

/**
 * The picture of a graph, from left to right or downwards, whichever is shown larger in a window;
 * null where no layout was found, and its outline has to do.
 */
export async function layoutOf(
  graph: MachineGraph,
  arrange: Arrange,
): Promise<StatechartLayout | null> {
  const across = await firstThatHolds(graph, arrange, 'RIGHT')
  const down = await firstThatHolds(graph, arrange, 'DOWN')
  if (across === null || down === null) return across ?? down
  return sizeInWindow(down) < sizeInWindow(across) ? down : across
}

async function firstThatHolds(
  graph: MachineGraph,
  arrange: Arrange,
  direction: 'RIGHT' | 'DOWN',
): Promise<StatechartLayout | null> {
  for (const options of LADDER) {
    const { root, ways } = elkInput(graph)
    try {
      const layoutOptions = { ...options, 'elk.direction': direction }
      return pictureOf(graph, await arrange(root, { layoutOptions }), ways)
    } catch {
      // The next step of the ladder asks for less.
    }
  }
  return null
}

/** The width of the smallest window that all of it fits into. */
function sizeInWindow({ width, height }: StatechartLayout): number {
  return Math.max(width, height * SCREEN_RATIO)
}

function pictureOf(
  graph: MachineGraph,
  arranged: ElkNode,
  ways: ReturnType<typeof elkInput>['ways'],
): StatechartLayout {
  const nodes = new Map(everyNode(arranged).map((node) => [node.id, node]))
  const edges = new Map(
    everyNode(arranged).flatMap((node) => (node.edges ?? []).map((edge) => [edge.id, edge])),
  )
  const pointsOf = (id: string): number[] =>
    (edges.get(id)?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) =>
      [startPoint, ...bendPoints, endPoint].flatMap(({ x, y }) => [round(x), round(y)]),
    )
  return {
    width: round(arranged.width ?? 0),
    height: round(arranged.height ?? 0),
    states: graph.states.map(({ id }) => ({ id, ...boxOf(nodes.get(id)) })),
    slips: ways.flatMap((way) =>
      (['from', 'to'] as const).flatMap((end) => {
        const node = nodes.get(slipId(way, end))
        return node === undefined ? [] : [{ id: node.id, states: way[end], ...boxOf(node) }]
      }),
    ),
    initials: graph.states.flatMap(({ id }) => {
      const dot = nodes.get(initialId(id))
      if (dot === undefined) return []
      const { x, y, width, height } = boxOf(dot)
      return [{ state: id, x: x + width / 2, y: y + height / 2, points: pointsOf(`${dot.id}#`) }]
    }),
    edges: ways.map((way) => ({
      id: way.id,
      transitions: way.transitions.map(({ id }) => id),
      points: pointsOf(way.id),
      label: { ...boxOf(edges.get(way.id)?.labels?.[0]), lines: wordsOn(way) },
    })),
  }
}

function everyNode(node: ElkNode): ElkNode[] {
  return [node, ...(node.children ?? []).flatMap(everyNode)]
}

function boxOf(shape: { x?: number; y?: number; width?: number; height?: number } | undefined) {
  const { x = 0, y = 0, width = 0, height = 0 } = shape ?? {}
  return { x: round(x), y: round(y), width: round(width), height: round(height) }
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
