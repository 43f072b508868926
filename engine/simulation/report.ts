import { addFaults, noFaults } from './fault-kinds.ts'
import type { FaultCounts } from './fault-kinds.ts'
import type { SeedResult } from './simulation.ts'

/** The line that a run ends with. */
export interface Summary {
  seeds: number
  steps: number
  virtualHours: number
  faults: FaultCounts
  violations: number
}

export function emptySummary(): Summary {
  return { seeds: 0, steps: 0, virtualHours: 0, faults: noFaults(), violations: 0 }
}

/** Adds what one seed came to. */
export function addResult(summary: Summary, result: SeedResult): void {
  summary.seeds += 1
  summary.steps += result.steps
  summary.virtualHours += result.virtualHours
  addFaults(summary.faults, result.faults)
  summary.violations += result.violations.length
}

export function toJson(summary: Summary): string {
  return JSON.stringify({ ...summary, virtualHours: Math.round(summary.virtualHours * 10) / 10 })
}

/** What a person needs to find the cause: the seed, the step, the promise, and what came before. */
export function failureText(result: SeedResult, steps: number): string {
  const { seed, violations, last } = result
  return [
    `Seed ${seed} broke a promise in step ${result.steps}:`,
    ...violations.map(({ promise, words }) => `  ${promise}: ${words}`),
    'What happened last, in milliseconds since the start:',
    ...last.map((line) => `  ${line}`),
    `Again: npm run simulate -- --seed ${seed} --steps ${steps}`,
  ].join('\n')
}

export function summaryText(summary: Summary, seconds: number): string {
  const { seeds, steps, virtualHours, faults, violations } = summary
  return [
    `${seeds} seeds, ${steps} steps, ${virtualHours.toFixed(1)} virtual hours in ${seconds.toFixed(0)} s (${(steps / seconds).toFixed(0)} steps/s)`,
    `faults: ${Object.entries(faults)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(', ')}`,
    violations === 0 ? 'no promise broken' : `promises broken: ${violations}`,
  ].join('\n')
}
