import type { AccountHistory } from './account-history.ts'
import { isSame } from '../replay/compare.ts'
import type { Witness } from './violation.ts'

/** What one client heard of one of its commands. */
export type Heard =
  | { kind: 'ack'; answer: { seq?: number; n?: number | null; result?: unknown } }
  | { kind: 'refused'; code: string; again: boolean }

interface Entry {
  accountId: string
  sender: string
  id: string
  sends: number
  answers: number
  refusals: number
  ack: Extract<Heard, { kind: 'ack' }> | null
}

/** All commands of all clients, and whether they were answered as promised. */
export class Ledger {
  readonly #witness: Witness
  readonly #historyOf: (accountId: string) => AccountHistory
  readonly #entries = new Map<string, Entry>()

  constructor(witness: Witness, historyOf: (accountId: string) => AccountHistory) {
    this.#witness = witness
    this.#historyOf = historyOf
  }

  sent(accountId: string, sender: string, id: string): void {
    const key = `${accountId} ${sender} ${id}`
    const entry = this.#entries.get(key)
    if (entry !== undefined) {
      entry.sends += 1
      return
    }
    const fresh = { accountId, sender, id, sends: 1, answers: 0, refusals: 0, ack: null }
    this.#entries.set(key, fresh)
  }

  wasAcknowledged(accountId: string, sender: string, id: string): boolean {
    const entry = this.#entries.get(`${accountId} ${sender} ${id}`)
    return entry !== undefined && entry.ack !== null
  }

  /**
   * A client hears an answer. `only` where no other body with this id is under way at that client,
   * so that the answer belongs to the last body that it sent: then `first` says whether that body
   * is the one that the id was made for.
   */
  heard(accountId: string, sender: string, id: string, heard: Heard, bodies: number): void {
    const entry = this.#entries.get(`${accountId} ${sender} ${id}`)
    if (entry === undefined) {
      this.#witness.broken('wire', `${sender} hears of ${id}, which it never sent`)
      return
    }
    entry.answers += 1
    if (heard.kind === 'refused') {
      if (!heard.again) entry.refusals += 1
      const denied = entry.ack !== null && bodies === 1 && !heard.again
      this.#witness.holds(
        !denied,
        'answeredAlike',
        () => `${sender} ${id} was acknowledged and is refused now: ${heard.code}`,
      )
      return
    }
    if (entry.ack === null) this.#isStored(entry, heard)
    else {
      const { answer } = entry.ack
      this.#witness.holds(
        isSame(answer, heard.answer),
        'answeredAlike',
        () => `${sender} ${id}: ${JSON.stringify(answer)}, then ${JSON.stringify(heard.answer)}`,
      )
    }
    entry.ack = heard
  }

  /** Judges everything once nothing is under way any more. */
  judge(): void {
    for (const entry of this.#entries.values()) {
      if (entry.ack !== null) {
        this.#isStored(entry, entry.ack)
      } else if (entry.refusals === entry.sends) {
        const stored = this.#historyOf(entry.accountId).commands.has(`${entry.sender} ${entry.id}`)
        this.#witness.holds(
          !stored,
          'refusedIsNothing',
          () => `${entry.sender} ${entry.id} was refused and carried out`,
        )
      }
    }
  }

  #isStored({ accountId, sender, id }: Entry, { answer }: Extract<Heard, { kind: 'ack' }>): void {
    const history = this.#historyOf(accountId)
    const row = history.commands.get(`${sender} ${id}`)
    const stored: unknown = row?.answer
    const { seq, result } = (stored ?? {}) as { seq?: number; result?: { n?: number } }
    const alike =
      'seq' in answer
        ? answer.seq === seq && isSame(answer.result, result)
        : answer.n === (result?.n ?? null)
    this.#witness.holds(
      row !== undefined && alike,
      'acknowledgedIsStored',
      () =>
        `${accountId} ${sender} ${id}: ${JSON.stringify(answer)}, stored ${JSON.stringify(stored)}`,
    )
  }
}
