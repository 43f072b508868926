/** What goes wrong in a simulated world. Each of these happens in every seed. */
export const FAULT_KINDS = [
  /** A process dies without a word, and another is started. */
  'crash',
  /** A process is stopped in order, as for a new version. */
  'stop',
  /** The database says no to a batch; nothing was written. */
  'commitFailed',
  /** The connection died while a batch was under way; it was written. */
  'commitUnheard',
  /** The same, and it was not written, or only later. */
  'commitUnwritten',
  /** The database rejects the rows of one account. */
  'accountRejected',
  /** The database does not answer a reading, a lease or an outbox. */
  'storeFailed',
  /** A connection is lost with everything under way on it. */
  'framesDropped',
  /** A client sends a command a second time. */
  'framesDoubled',
  /** Everything on a connection is held up. */
  'framesDelayed',
  /** A process is paused for longer than its lease, and goes on after another took over. */
  'leaseLost',
] as const

export type FaultKind = (typeof FAULT_KINDS)[number]

export type FaultCounts = Record<FaultKind, number>

export function noFaults(): FaultCounts {
  return Object.fromEntries(FAULT_KINDS.map((kind) => [kind, 0])) as FaultCounts
}

export function addFaults(to: FaultCounts, more: FaultCounts): void {
  for (const kind of FAULT_KINDS) to[kind] += more[kind]
}
