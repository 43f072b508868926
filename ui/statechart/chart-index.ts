import type {
  Statechart,
  StatechartLayout,
  StatechartState,
  StatechartTransition,
} from '#protocol/statechart'

export type Box = StatechartLayout['states'][number]
export type Edge = StatechartLayout['edges'][number]

/** A chart with everything findable by id; made once for each chart. */
export class ChartIndex {
  readonly chart: Statechart
  readonly states: ReadonlyMap<string, StatechartState>
  readonly transitions: ReadonlyMap<string, StatechartTransition>
  readonly boxes: ReadonlyMap<string, Box>
  /** By state, those inside it, in their order. */
  readonly inner: ReadonlyMap<string, readonly StatechartState[]>
  /** By state, the transitions that begin in it. */
  readonly from: ReadonlyMap<string, readonly StatechartTransition[]>

  constructor(chart: Statechart) {
    const { graph, layout } = chart
    this.chart = chart
    this.states = new Map(graph.states.map((state) => [state.id, state]))
    this.transitions = new Map(graph.transitions.map((one) => [one.id, one]))
    this.boxes = new Map((layout?.states ?? []).map((box) => [box.id, box]))
    this.inner = grouped(graph.states, ({ parent }) => parent ?? '')
    this.from = grouped(graph.transitions, ({ source }) => source)
  }

  get root(): string {
    return this.chart.graph.root
  }

  /** All but the root, from the outside in. */
  get shown(): StatechartState[] {
    return this.chart.graph.states.filter(({ id }) => id !== this.root)
  }

  isLeaf(id: string): boolean {
    return (this.inner.get(id)?.length ?? 0) === 0
  }

  /** Nothing leads out of it. */
  isEnd(id: string): boolean {
    for (let at: string | null = id; at !== null; at = this.states.get(at)?.parent ?? null) {
      const leads = (this.from.get(at) ?? []).some(({ targets }) => targets.length > 0)
      if (leads && (at !== this.root || at === id)) return false
    }
    return this.isLeaf(id)
  }

  /** States that a way leads to, or comes from; those inside and the one around it. */
  near(id: string): Set<string> {
    const near = new Set<string>(this.inner.get(id)?.map((one) => one.id) ?? [])
    const parent = this.states.get(id)?.parent
    if (parent !== null && parent !== undefined && parent !== this.root) near.add(parent)
    for (const { source, targets } of this.chart.graph.transitions) {
      if (source === id) for (const target of targets) near.add(target)
      if (targets.includes(id)) near.add(source)
    }
    near.delete(id)
    near.delete(this.root)
    return near
  }

  /** The state that an arrow key leads to: along a way if one goes there, else the nearest one. */
  towards(id: string, key: string): string | null {
    const from = this.boxes.get(id)
    if (from === undefined) return null
    const near = this.near(id)
    const found = this.shown
      .flatMap((state) => {
        const box = this.boxes.get(state.id)
        if (box === undefined || state.id === id) return []
        const reach = reachOf(from, box, key)
        return reach === null
          ? []
          : [{ id: state.id, cost: reach + (near.has(state.id) ? 0 : 1e6) }]
      })
      .sort((a, b) => a.cost - b.cost)
    return found[0]?.id ?? null
  }
}

/** How far a box is in the direction of a key; null where it is in another one. */
function reachOf(from: Box, to: Box, key: string): number | null {
  const dx = to.x + to.width / 2 - (from.x + from.width / 2)
  const dy = to.y + to.height / 2 - (from.y + from.height / 2)
  const ahead = { ArrowRight: dx, ArrowLeft: -dx, ArrowDown: dy, ArrowUp: -dy }[key]
  if (ahead === undefined || ahead <= 1) return null
  const aside = key === 'ArrowRight' || key === 'ArrowLeft' ? Math.abs(dy) : Math.abs(dx)
  return ahead + 2 * aside
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
