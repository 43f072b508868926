/**
 * Who did something, as it stands in events and in the journal:
 * `agent:<id>`, `customer:<id>`, `bot:<id>`, `timer` (a delay ran out) or `system` (Parley itself).
 */
export type By = `agent:${string}` | `customer:${string}` | `bot:${string}` | 'timer' | 'system'

/** What every event carries: when (milliseconds since the epoch) and by whom. */
export interface Stamp {
  at: number
  by: By
}
