import type { Account } from './account.ts'
import type { Job } from './job.ts'

/** More strikes than these are of long ago. */
const MOST = 10_000

/** What is known of a command whose batch was rejected. */
interface Strike {
  times: number
  /** Whether it was the only one in its batch the last time. */
  alone: boolean
}

/**
 * Commands whose batch the database rejected. One that was rejected twice, the second time alone in
 * its batch, is the culprit: it is a fault. Others were only near it, and may be sent again.
 */
export class Strikes {
  readonly #strikes = new Map<string, Strike>()

  /** Called for an account whose batch was rejected with others' and by itself. */
  note(account: Account): void {
    const { flying } = account
    if (flying === null) return
    if (this.#strikes.size > MOST) this.#strikes.clear()
    for (const { sender, commandId } of flying.commands) {
      const key = `${account.accountId} ${sender} ${commandId}`
      const times = (this.#strikes.get(key)?.times ?? 0) + 1
      this.#strikes.set(key, { times, alone: flying.turns === 1 })
    }
  }

  /** Whether a job's batch was rejected because of it; says so once. */
  isFault(job: Job): boolean {
    if (job.command === null) return false
    const key = `${job.accountId} ${job.command.sender} ${job.command.id}`
    const strike = this.#strikes.get(key)
    if (strike === undefined || strike.times < 2 || !strike.alone) return false
    return this.#strikes.delete(key)
  }
}
