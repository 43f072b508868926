import type { AccountBatch, PendingDelivery, Settlement } from '#storage/store'
import type { Witness } from './violation.ts'

/** A delivery that may be made now waits this long at most in a quiet moment, in milliseconds. */
const PATIENCE_MS = 30_000

interface Delivery {
  accountId: string
  chatId: string
  seq: number
  writtenAt: number
  times: number
  state: 'pending' | 'done' | 'dead'
  nextAt: number
}

/** Follows what turns leave for third parties: at least once, per chat in order. */
export class OutboxAudit {
  readonly #witness: Witness
  readonly #deliveries = new Map<string, Delivery>()
  readonly #pending = new Set<string>()
  /** The newest delivery of each chat that was begun. */
  readonly #begun = new Map<string, number>()

  constructor(witness: Witness) {
    this.#witness = witness
  }

  written({ accountId, outbox }: AccountBatch): void {
    for (const { effectId, chatId, seq, at } of outbox) {
      const key = `${accountId} ${effectId}`
      this.#pending.add(key)
      this.#deliveries.set(key, {
        accountId,
        chatId,
        seq,
        writtenAt: at,
        times: 0,
        state: 'pending',
        nextAt: at,
      })
    }
  }

  delivered({ accountId, effectId }: PendingDelivery): void {
    const delivery = this.#deliveries.get(`${accountId} ${effectId}`)
    if (delivery === undefined) {
      this.#witness.broken('outbox', `${effectId} was delivered and never durable`)
      return
    }
    delivery.times += 1
    const newest = this.#begun.get(delivery.chatId) ?? 0
    const inOrder = delivery.seq >= newest || delivery.times > 1
    this.#witness.holds(inOrder, 'outbox', () => `${effectId} comes after ${newest}`)
    this.#begun.set(delivery.chatId, Math.max(newest, delivery.seq))
  }

  settled(settlements: Settlement[]): void {
    for (const { accountId, effectId, outcome } of settlements) {
      const key = `${accountId} ${effectId}`
      const delivery = this.#deliveries.get(key)
      if (delivery === undefined || delivery.state !== 'pending') continue
      this.#witness.holds(delivery.times > 0, 'outbox', () => `${effectId} is settled unmade`)
      if (outcome.kind === 'retry') {
        delivery.nextAt = outcome.at
        continue
      }
      this.#pending.delete(key)
      delivery.state = outcome.kind
      this.#witness.holds(outcome.kind === 'done', 'outbox', () => `${effectId} is dead`)
    }
  }

  /** Judges a quiet moment. */
  judge(now: number): void {
    const oldest = new Map<string, Delivery>()
    for (const key of this.#pending) {
      const delivery = this.#deliveries.get(key)
      if (delivery === undefined) continue
      const other = oldest.get(delivery.chatId)
      if (other === undefined || delivery.seq < other.seq) oldest.set(delivery.chatId, delivery)
    }
    for (const { chatId, seq, nextAt } of oldest.values()) {
      const waits = now - nextAt
      this.#witness.holds(waits < PATIENCE_MS, 'outbox', () => `${chatId} at ${seq}: ${waits} ms`)
    }
  }
}
