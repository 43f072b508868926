/** Where a replay first gives something else than what was recorded. */
export interface Difference {
  actor: string
  /** Of the actor's journal, from 1; after the last one the snapshot is compared. */
  step: number
  /** What happened and by whom: `agentTook by agent:ann`; `snapshot` after the last step. */
  event: string
  expected: string
  got: string
  /** The states that the chart went through until then, the newest last. */
  path: readonly string[]
}

/** What and where, for people: one line, and the chart's path below it. */
export function differenceWords({ actor, step, event, expected, got, path }: Difference): string {
  const way = path.length === 0 ? 'not born yet' : path.join(' → ')
  return `${actor} at step ${step}, ${event}: expected ${expected}, got ${got}\n  path: ${way}`
}
