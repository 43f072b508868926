import { Table, copy, key, sweepTable } from './memory-table.ts'
import { WEBHOOK_LOG_DAYS, daysBefore } from './retention.ts'
import type { AccountBatch } from './store.ts'
import { KEPT_TRIES } from './webhook-rows.ts'
import type {
  LoggedDelivery,
  PendingWebhookDelivery,
  WebhookDeliveryRow,
  WebhookHealth,
  WebhookResend,
  WebhookRow,
  WebhookSettlement,
} from './webhook-rows.ts'

/** The webhooks of one account of the memory store, and what they are to be told. */
export class MemoryWebhooks {
  readonly #webhooks = new Table<WebhookRow>('webhooks', (row) => row.webhookId)
  readonly #deliveries = new Table<LoggedDelivery>('webhook_deliveries', deliveryKey)
  /** Those of them that wait, so that looking for them costs no more. */
  readonly #pending = new Set<LoggedDelivery>()
  readonly #health = new Map<string, WebhookHealth>()
  #position = 0

  check({ webhookDeliveries, rare }: AccountBatch): void {
    this.#deliveries.checkNew(webhookDeliveries.map((row) => this.#logged(row)))
    if (rare) this.#webhooks.checkOnce(rare.webhooks)
  }

  write({ webhookDeliveries, rare }: AccountBatch): void {
    const rows = webhookDeliveries.map((row) => {
      this.#position += 1
      return this.#logged(row)
    })
    this.#deliveries.put(rows)
    for (const row of rows) this.#pending.add(row)
    if (!rare) return
    this.#webhooks.put(rare.webhooks)
    for (const resend of rare.webhookResends) this.#resend(resend)
  }

  /** Those that were not deleted. */
  living(): WebhookRow[] {
    return this.#webhooks.sorted().filter((row) => !row.deleted)
  }

  all(): WebhookRow[] {
    return this.#webhooks.sorted()
  }

  /** In the order of writing. */
  logged(): LoggedDelivery[] {
    return copy(this.#deliveries.all().sort((a, b) => a.position - b.position))
  }

  health(): WebhookHealth[] {
    return copy([...this.#health.values()])
  }

  take(accountId: string, now: number, perWebhook: number): PendingWebhookDelivery[] {
    const pending = [...this.#pending].sort((a, b) => a.position - b.position)
    const untried = new Map<string, number>()
    for (const { webhookId, chatId, attempts, position } of pending) {
      if (chatId === null || attempts > 0) continue
      const chat = key(webhookId, chatId)
      if (!untried.has(chat)) untried.set(chat, position)
    }
    const isFree = ({ webhookId, chatId, attempts, position }: LoggedDelivery): boolean =>
      chatId === null || attempts > 0 || untried.get(key(webhookId, chatId)) === position
    return this.all().flatMap(({ webhookId }) =>
      pending
        .filter((row) => row.webhookId === webhookId && row.nextAt <= now && isFree(row))
        .sort((a, b) => a.nextAt - b.nextAt || a.position - b.position)
        .slice(0, perWebhook)
        .map(({ eventId, chatId, seq, kind, data, at, attempts }) =>
          copy({ accountId, webhookId, eventId, chatId, seq, kind, data, at, attempts }),
        ),
    )
  }

  /** `isErased` says of a chat whether its customer was erased since a time. */
  settle(
    { webhookId, eventId, outcome, tried, counts }: WebhookSettlement,
    isErased: (chatId: string, since: number) => boolean,
  ): WebhookHealth | null {
    const row = this.#deliveries.rows.get(key(webhookId, eventId))
    if (row?.state === 'pending') {
      const hides = row.chatId !== null && isErased(row.chatId, tried.at)
      row.attempts += 1
      row.tries = [...row.tries, { ...tried, answer: hides ? null : tried.answer }].slice(
        -KEPT_TRIES,
      )
      if (outcome.kind === 'retry') row.nextAt = outcome.at
      else {
        row.state = outcome.kind
        this.#pending.delete(row)
      }
    }
    if (!counts) return null
    const before = this.#health.get(webhookId)
    const isTold = outcome.kind === 'delivered'
    const health: WebhookHealth = {
      webhookId,
      failingSince: isTold ? null : (before?.failingSince ?? tried.at),
      failures: isTold ? 0 : (before?.failures ?? 0) + 1,
      deliveredAt: isTold ? tried.at : (before?.deliveredAt ?? null),
      triedAt: tried.at,
    }
    this.#health.set(webhookId, health)
    return copy(health)
  }

  /** Answers of others may say what they were told of a chat. */
  erase(chatId: string): void {
    for (const row of this.#deliveries.all()) {
      if (row.chatId !== chatId) continue
      row.tries = row.tries.map((tried) => ({ ...tried, answer: null }))
    }
  }

  sweep(now: number, limit: number): number {
    const before = daysBefore(now, WEBHOOK_LOG_DAYS)
    for (const row of this.#pending) if (row.at < before) this.#pending.delete(row)
    return sweepTable(this.#deliveries, limit, (row) => row.at < before)
  }

  #resend({ webhookId, what, at }: WebhookResend): void {
    for (const row of this.#deliveries.all()) {
      const isMeant =
        'eventId' in what
          ? row.eventId === what.eventId
          : row.state === 'failed' && row.at >= what.since
      if (row.webhookId !== webhookId || !isMeant) continue
      Object.assign(row, { state: 'pending', attempts: 0, nextAt: at })
      this.#pending.add(row)
    }
  }

  #logged(row: WebhookDeliveryRow): LoggedDelivery {
    const position = this.#position
    return { ...row, position, state: 'pending', attempts: 0, nextAt: row.at, tries: [] }
  }
}

function deliveryKey({ webhookId, eventId }: WebhookDeliveryRow): string {
  return key(webhookId, eventId)
}
