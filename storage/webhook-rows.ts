import type { Columns } from './columns.ts'
import type { Json } from './json.ts'

/** Where an account tells others what happens. A deleted one has no settings any more. */
export interface WebhookRow {
  webhookId: string
  /** What administrators call it. */
  name: string
  url: string
  /** The kinds of events that it is told. */
  kinds: string[]
  /** Signs what it is sent; null of a deleted one. */
  secret: string | null
  /** Signs too until then, so that a new secret can be made known in peace. */
  formerSecret: string | null
  formerUntil: number | null
  /** Told; switched off by hand, because it failed for days, or because it said that it is gone. */
  state: 'on' | 'off' | 'failed' | 'gone'
  /** Since when it is in this state. */
  since: number
  deleted: boolean
}

/** One event for one webhook, as a turn leaves it: ids, numbers and codes only. */
export interface WebhookDeliveryRow {
  webhookId: string
  /** `<actor>:<actorSeq>:<index>`: stable, the receiver's key against doubles. */
  eventId: string
  /** Null for what is of no chat. */
  chatId: string | null
  seq: number
  kind: string
  data: Json
  at: number
}

/** One try to tell a webhook, as its log keeps it. */
export interface WebhookTry {
  at: number
  /** How long it took, in milliseconds. */
  tookMs: number
  /** What its server said; null where there was no answer. */
  status: number | null
  /** Why it was not told; null where it was. */
  why: string | null
  /** How its answer begins; null where nothing was said, or it is erased. */
  answer: string | null
}

/** What is to be told now. */
export interface PendingWebhookDelivery extends WebhookDeliveryRow {
  accountId: string
  /** Tries since it was to be told, or to be told again. */
  attempts: number
}

/** What became of a try. */
export interface WebhookSettlement {
  accountId: string
  webhookId: string
  eventId: string
  outcome: { kind: 'delivered' } | { kind: 'failed' } | { kind: 'retry'; at: number }
  tried: WebhookTry
  /** Whether it says something of the webhook: one that is switched off was not asked. */
  counts: boolean
}

/** How a webhook does. */
export interface WebhookHealth {
  webhookId: string
  /** Since when every try failed; null while the last one did not. */
  failingSince: number | null
  /** Tries that failed since then. */
  failures: number
  deliveredAt: number | null
  triedAt: number
}

/** What is to be told again: one event, or all that was given up and happened since a time. */
export interface WebhookResend {
  webhookId: string
  what: { eventId: string } | { since: number }
  at: number
}

/** An event in the log of a webhook. */
export interface LoggedDelivery extends WebhookDeliveryRow {
  /** The order of writing. */
  position: number
  state: 'pending' | 'delivered' | 'failed'
  attempts: number
  /** When it is told, or told again; of no meaning once it is settled. */
  nextAt: number
  /** The newest tries, the oldest first. */
  tries: WebhookTry[]
}

/** Of so many tries of one event the log knows. */
export const KEPT_TRIES = 20

export const webhookColumns: Columns<WebhookRow> = {
  webhookId: 'text',
  name: 'text',
  url: 'text',
  kinds: 'json',
  secret: 'text',
  formerSecret: 'text',
  formerUntil: 'bigint',
  state: 'text',
  since: 'bigint',
  deleted: 'boolean',
}

export const webhookDeliveryColumns: Columns<WebhookDeliveryRow> = {
  webhookId: 'text',
  eventId: 'text',
  chatId: 'text',
  seq: 'bigint',
  kind: 'text',
  data: 'json',
  at: 'bigint',
}
