import type { FaultCounts } from './fault-kinds.ts'

/** What the database will do wrong next; whoever arms it says how often. */
export class StoreFaults {
  readonly counts: FaultCounts
  /** Batches that fail, nothing of them written. */
  failing = 0
  /** What becomes of the next batch whose outcome nobody hears. */
  unheard: 'written' | 'lost' | 'late' | null = null
  /** Whose rows are rejected, and how often still. */
  rejecting: { accountId: string; times: number } | null = null
  /** Readings, leases and outbox calls that fail. */
  unreachable = 0
  /** Every call takes this much longer, in milliseconds. */
  slowMs = 0

  constructor(counts: FaultCounts) {
    this.counts = counts
  }

  /** Nothing goes wrong any more. */
  heal(): void {
    this.failing = 0
    this.unheard = null
    this.rejecting = null
    this.unreachable = 0
    this.slowMs = 0
  }
}
