import type { MachineGraph, GraphTransition } from '#machines/graph'
import { readCondition, readTrigger } from '#protocol/statechart-words'

/** What is drawn as one line: all transitions that lead from one place to another. */
export interface Way {
  id: string
  transitions: GraphTransition[]
  /** One state; several that share the way are named on a slip at its beginning. */
  from: string[]
  to: string[]
}

/** From so many states on a shared way is drawn once, and from so many directions on a branching one. */
const SHARED_BY = 3
const BRANCHES_TO = 3

/**
 * What there is to draw of a graph's transitions. Those that stay where they are have no line. What
 * many states share, by event and target, is one way from all of them; what one state does with one
 * event in many directions is one way to all of those.
 */
export function waysOf({ transitions }: MachineGraph): Way[] {
  const moving = transitions.filter(({ targets }) => targets.length > 0)
  const sharedIn = groupBy(
    moving.filter(({ kind }) => kind === 'event'),
    ({ event, targets }) => `${event} ${targets.join()}`,
  ).filter((group) => new Set(group.map(({ source }) => source)).size >= SHARED_BY)
  const left = without(moving, sharedIn)
  const branching = groupBy(
    left.filter(({ kind }) => kind === 'event'),
    ({ source, event }) => `${source} ${event}`,
  ).filter((group) => new Set(group.map(({ targets }) => targets.join())).size >= BRANCHES_TO)
  const sharedOut = groupBy(branching.flat(), ({ source }) => source)
  const plain = groupBy(
    without(left, sharedOut),
    ({ source, targets }) => `${source} ${targets.join()}`,
  )
  return [...sharedIn, ...sharedOut, ...plain].map((group) => ({
    id: group.map(({ id }) => id).join(' '),
    transitions: group,
    from: [...new Set(group.map(({ source }) => source))],
    to: [...new Set(group.flatMap(({ targets }) => targets))],
  }))
}

/** The words beside a way, a line for each that says something of its own. */
export function wordsOn({ transitions, to }: Way): { words: string; guard: string | null }[] {
  const branches = to.length >= BRANCHES_TO
  const lines = transitions.map((transition) => ({
    words: readTrigger(transition),
    guard: transition.guard === null || branches ? null : readCondition(transition.guard),
  }))
  const said = new Set<string>()
  return lines.filter(({ words, guard }) => {
    const line = `${words} ${guard}`
    if (said.has(line)) return false
    said.add(line)
    return true
  })
}

function without(all: GraphTransition[], taken: GraphTransition[][]): GraphTransition[] {
  const gone = new Set(taken.flat())
  return all.filter((transition) => !gone.has(transition))
}

function groupBy(
  transitions: GraphTransition[],
  keyOf: (transition: GraphTransition) => string,
): GraphTransition[][] {
  const groups = new Map<string, GraphTransition[]>()
  for (const transition of transitions) {
    const key = keyOf(transition)
    groups.set(key, [...(groups.get(key) ?? []), transition])
  }
  return [...groups.values()]
}
