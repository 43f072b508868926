/** How many are in a state now, and since when: half of them longer than the median. */
export interface StateCount {
  count: number
  medianSince: number | null
  oldestSince: number | null
}

export type Counts = ReadonlyMap<string, StateCount>

/** How often each transition was taken in a stretch of time. */
export type Rates = ReadonlyMap<string, number>

/** Steps of the scale that says how many are in a state; 0 is nobody. */
export const HEAT_STEPS = 5

/** Where a count is on the scale up to the largest one: twice as many is not twice as strong. */
export function heatOf(count: number, most: number): number {
  if (count <= 0) return 0
  return Math.max(1, Math.min(HEAT_STEPS, Math.ceil(HEAT_STEPS * Math.sqrt(count / most))))
}

/** The least count of each step of the scale, from the first one. */
export function heatBounds(most: number): number[] {
  const bounds: number[] = []
  for (let step = 1; step <= HEAT_STEPS; step++) {
    const least = step === 1 ? 1 : Math.floor(most * ((step - 1) / HEAT_STEPS) ** 2) + 1
    if (heatOf(least, most) === step) bounds.push(least)
  }
  return bounds
}

/** How wide the line of a way is that was taken so often, in units of the picture; in steps that are seen. */
export function widthOf(passes: number): number {
  if (passes <= 0) return 1.5
  return Math.min(9, Math.round(2 * (2 + 1.6 * Math.log10(1 + passes) * 1.4)) / 2)
}
