/**
 * The active states of a snapshot's value, each by its path: `assigned.awaitingAgent` of
 * `{ assigned: 'awaitingAgent' }`, and one for each region of a parallel state.
 */
export function statesIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([parent, child]) => {
    const below = statesIn(child)
    return below.length === 0 ? [parent] : below.map((path) => `${parent}.${path}`)
  })
}

/** All of them in one line. */
export function stateWords(value: unknown): string {
  return statesIn(value).join(' ')
}

/** Whether a value is in a state, or in one below it: `assigned` holds for `assigned.onHold`. */
export function isIn(value: unknown, state: string): boolean {
  return statesIn(value).some((path) => path === state || path.startsWith(`${state}.`))
}
