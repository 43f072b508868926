import { ACCOUNTS_PAUSE_MS, ACCOUNTS_ROUND_MS } from '#protocol/limits'
import type { OwnAccountView } from '#protocol/staff-views'
import type { Clock } from '../ports.ts'

/** After a reading that failed the next one waits this long: the database is away for everybody. */
const RETRY_MS = 5_000

/**
 * Keeps one socket told of its person's accounts.
 *
 * Y1 one reading at a time, and a pause after each, however much happens. Y2 what happened after a
 * reading began is read again. Y3 whoever has several accounts hears of them now and then even so:
 * another server may host them.
 */
export class AccountsWatch {
  readonly #clock: Clock
  readonly #read: () => Promise<OwnAccountView[]>
  readonly #tell: (accounts: OwnAccountView[]) => void
  #isBusy = false
  #again = false
  #isOver = false
  #cancel: () => void = () => {}

  constructor(parts: {
    clock: Clock
    /** What is durable now, as far as it may be known. */
    read: () => Promise<OwnAccountView[]>
    tell: (accounts: OwnAccountView[]) => void
  }) {
    this.#clock = parts.clock
    this.#read = parts.read
    this.#tell = parts.tell
  }

  /** Tells of the accounts soon: somebody asked, or something happened there. */
  wake(): void {
    if (this.#isOver) return
    if (this.#isBusy) {
      this.#again = true
      return
    }
    this.#isBusy = true
    this.#cancel()
    void this.#round()
  }

  end(): void {
    this.#isOver = true
    this.#cancel()
  }

  async #round(): Promise<void> {
    this.#again = false
    try {
      const accounts = await this.#read()
      if (this.#isOver) return
      this.#tell(accounts)
      this.#rest(ACCOUNTS_PAUSE_MS, accounts.length > 1)
    } catch {
      this.#again = true
      if (!this.#isOver) this.#rest(RETRY_MS, true)
    }
  }

  #rest(restMs: number, hasSeveral: boolean): void {
    this.#cancel = this.#clock.schedule(restMs, () => {
      this.#isBusy = false
      if (this.#again) this.wake()
      else if (hasSeveral) this.#cancel = this.#clock.schedule(ACCOUNTS_ROUND_MS, () => this.wake())
    })
  }
}
