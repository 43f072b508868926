import { webhookEvent } from '#protocol/webhooks'
import type { AccountBatch } from '#storage/store'
import type { LoggedDelivery, WebhookDeliveryRow, WebhookSettlement } from '#storage/webhook-rows'
import type { JournalRow } from '#storage/rows'
import type { SeenTry } from './simulated-webhooks.ts'
import type { Witness } from './violation.ts'

/** What is to be told now waits this long at most in a quiet moment, in milliseconds. */
const PATIENCE_MS = 30_000

/** The webhook of each account that is told everything, and that nobody changes. */
export function toldAll(accountId: string): string {
  return `${accountId}-all`
}

/**
 * Follows what webhooks are told: whatever happens is left for them with its own turn, and is told at
 * least once, under one id, each chat's events in their order, with nothing lost between.
 */
export class WebhookAudit {
  readonly #witness: Witness
  readonly #written = new Map<string, WebhookDeliveryRow>()
  /** Events that were tried, and those that arrived. */
  readonly #tried = new Set<string>()
  readonly #arrived = new Set<string>()
  /** Of each chat at each webhook, what was written and not tried yet, in order. */
  readonly #untried = new Map<string, string[]>()
  readonly #over = new Set<string>()

  constructor(witness: Witness) {
    this.#witness = witness
  }

  written(batch: AccountBatch): void {
    const { accountId, webhookDeliveries } = batch
    for (const row of webhookDeliveries) {
      const key = keyOf(accountId, row)
      this.#holds(!this.#written.has(key), () => `${key} is written twice`)
      this.#written.set(key, row)
      const place = placeOf(accountId, row)
      this.#untried.set(place, [...(this.#untried.get(place) ?? []), key])
    }
    this.#compare(batch)
  }

  /** A server of a webhook saw a try. */
  seen({ url, eventId, body, arrived }: SeenTry): void {
    const webhookId = url.slice('https://hook.example/'.length).replace('/', '-')
    const accountId = webhookId.split('-')[0] ?? ''
    const key = keyOf(accountId, { webhookId, eventId })
    const row = this.#written.get(key)
    if (row === undefined) return this.#witness.broken('webhooks', `${key} was never durable`)
    const told = webhookEvent.safeParse(JSON.parse(body))
    const isRight = told.data?.id === eventId && told.data.kind === row.kind
    this.#holds(isRight, () => `${key} is told as ${body}`)
    this.#try(accountId, row, key)
    if (arrived) this.#arrived.add(key)
  }

  settled({ accountId, webhookId, eventId, outcome, counts }: WebhookSettlement): void {
    const key = keyOf(accountId, { webhookId, eventId })
    const row = this.#written.get(key)
    if (row === undefined) return this.#witness.broken('webhooks', `${key} is settled unwritten`)
    if (!counts) this.#try(accountId, row, key)
    const isTold = outcome.kind !== 'delivered' || this.#arrived.has(key)
    this.#holds(isTold, () => `${key} is settled untold`)
  }

  /** Judges a quiet moment: what is stored now. */
  judge(accountId: string, stored: readonly LoggedDelivery[], now: number): void {
    for (const row of stored) {
      const key = keyOf(accountId, row)
      const waits = row.state === 'pending' ? now - row.nextAt : 0
      this.#holds(waits < PATIENCE_MS, () => `${key} waits since ${waits} ms`)
      const isTold = row.state !== 'delivered' || this.#arrived.has(key)
      this.#holds(isTold, () => `${key} is said to be told`)
      const isGivenUp = row.state === 'failed' && row.webhookId === toldAll(accountId)
      this.#holds(!isGivenUp, () => `${key} is given up`)
    }
    const there = new Set(stored.map((row) => keyOf(accountId, row)))
    for (const [key] of this.#written) {
      const isThere = there.has(key) || !key.startsWith(`${accountId} `)
      this.#holds(isThere, () => `${key} is lost`)
    }
  }

  /** D3 of the dispatcher. */
  #try(accountId: string, row: WebhookDeliveryRow, key: string): void {
    if (this.#tried.has(key)) return
    this.#tried.add(key)
    const place = placeOf(accountId, row)
    const [first, ...rest] = this.#untried.get(place) ?? []
    if (row.chatId !== null) this.#holds(first === key, () => `${key} is told before ${first}`)
    if (rest.length === 0) this.#untried.delete(place)
    else
      this.#untried.set(
        place,
        first === key ? rest : [first ?? '', ...rest.filter((k) => k !== key)],
      )
  }

  /** Recounts from journal, messages and chats what the webhook that is told everything must have. */
  #compare({ accountId, webhookDeliveries, journal, messages, chats }: AccountBatch): void {
    const left = webhookDeliveries.filter(({ webhookId }) => webhookId === toldAll(accountId))
    const wanted = new Map<string, number>()
    const want = (kind: string, many: number): void => void wanted.set(kind, many)
    const isChat = ({ actor }: JournalRow): boolean => actor.startsWith('chat:')
    const gave = ({ actor, type, data }: JournalRow): boolean =>
      actor.startsWith('agent:') &&
      (type === 'offerBecameChat' || (type === 'chatGiven' && isGiven(data)))
    want('messageSaid', messages.filter(({ kind }) => kind === 'text').length)
    want('chatStarted', journal.filter((row) => isChat(row) && row.type === 'born').length)
    want('chatForwarded', journal.filter((row) => isChat(row) && row.type === 'forwarded').length)
    want('chatRated', journal.filter(({ type }) => type === 'rated').length)
    want('chatAssigned', journal.filter(gave).length)
    const ended = chats.filter(({ chatId, open }) => !open && !this.#over.has(chatId))
    for (const { chatId } of ended) this.#over.add(chatId)
    want('chatClosed', ended.filter(({ state }) => state === 'closed').length)
    want('chatBlocked', ended.filter(({ state }) => state === 'blocked').length)
    for (const [kind, many] of wanted) {
      const found = left.filter((row) => row.kind === kind).length
      this.#holds(found === many, () => `${accountId}: ${found} of ${many} ${kind} are left`)
    }
  }

  #holds(holds: boolean, words: () => string): void {
    this.#witness.holds(holds, 'webhooks', words)
  }
}

function isGiven(data: JournalRow['data']): boolean {
  return typeof data === 'object' && data !== null && 'as' in data && data.as === 'chat'
}

function keyOf(accountId: string, row: Pick<WebhookDeliveryRow, 'webhookId' | 'eventId'>): string {
  return `${accountId} ${row.webhookId} ${row.eventId}`
}

function placeOf(accountId: string, { webhookId, chatId, eventId }: WebhookDeliveryRow): string {
  return `${accountId} ${webhookId} ${chatId ?? eventId}`
}
