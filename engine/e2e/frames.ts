/** What frames came to, in milliseconds. */
export interface FrameFigures {
  frames: number
  frameMedianMs: number
  frameP95Ms: number
  frameWorstMs: number
  framesOver50Ms: number
}

/** What the times between frames come to. */
export function frameFigures(frames: readonly number[]): FrameFigures {
  const sorted = frames.toSorted((a, b) => a - b)
  const at = (share: number) => rounded(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
  return {
    frames: frames.length,
    frameMedianMs: at(0.5),
    frameP95Ms: at(0.95),
    frameWorstMs: at(1),
    framesOver50Ms: frames.filter((ms) => ms > 50).length,
  }
}

/** Of several runs, the median of each figure. */
export function medianOf<Name extends string>(
  runs: readonly Record<Name, number>[],
): Record<Name, number> {
  const [first] = runs
  if (first === undefined) throw new Error('nothing was measured')
  const median = { ...first }
  for (const name of Object.keys(first) as Name[]) {
    const sorted = runs.map((run) => run[name]).toSorted((a, b) => a - b)
    median[name] = sorted[(sorted.length - 1) >> 1] ?? 0
  }
  return median
}

export function rounded(value: number): number {
  return Math.round(value * 10) / 10
}
