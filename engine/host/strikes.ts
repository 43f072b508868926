import type { Account } from './account.ts'
import type { Job } from './job.ts'

/** More strikes than these are of long ago. */
const MOST = 10_000

/**
 * Commands whose batch the database rejected. One that was alone in its batch is the culprit: it is
 * a fault. Others were only near it, and may be sent again.
 */
export class Strikes {
  readonly #alone = new Set<string>()

  /** Called for an account whose batch was rejected with others and alone. */
  note(account: Account): void {
    if (account.flying?.turns !== 1) return
    if (this.#alone.size > MOST) this.#alone.clear()
    for (const { sender, commandId } of account.flying.commands) {
      this.#alone.add(`${account.accountId} ${sender} ${commandId}`)
    }
  }

  /** Whether a job's batch was rejected because of it; says so once. */
  isFault(job: Job): boolean {
    if (job.command === null) return false
    return this.#alone.delete(`${job.accountId} ${job.command.sender} ${job.command.id}`)
  }
}
