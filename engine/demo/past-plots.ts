import type { SimulatedClock } from '../simulation/simulated-clock.ts'

/** What somebody does, step by step, and how many milliseconds pass until the next one. */
export type Plot = AsyncGenerator<number, void, void>

export interface Scene {
  /** When it begins: milliseconds since the epoch. */
  at: number
  plot: Plot
}

/**
 * Plays scenes on a clock of their own, as they lie in time, one step at a time. Resolves when the
 * last one is over. Rejects as a step does.
 * @param settle resolves when what time set going is done.
 */
export async function play(
  clock: SimulatedClock,
  scenes: readonly Scene[],
  settle: () => Promise<void>,
): Promise<void> {
  const due = scenes.toSorted((a, b) => a.at - b.at)
  for (let next = due.shift(); next !== undefined; next = due.shift()) {
    await clock.pass(Math.max(0, next.at - clock.now()))
    await settle()
    const step = await next.plot.next()
    if (step.done === true) continue
    const at = clock.now() + step.value
    const place = due.findIndex((other) => other.at > at)
    due.splice(place === -1 ? due.length : place, 0, { at, plot: next.plot })
  }
}
