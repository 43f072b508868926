import type { Json } from '#storage/json'
import type { Store } from '#storage/store'
import type {
  PendingWebhookDelivery,
  WebhookHealth,
  WebhookRow,
  WebhookSettlement,
} from '#storage/webhook-rows'
import { switchWebhookOff } from '../commands/staff-webhooks.ts'
import type { Account } from '../host/account.ts'
import { describe } from '../host/describe.ts'
import type { Host } from '../host/host.ts'
import { SIGNATURE_HEADER, signatures } from '../outgoing/outgoing.ts'
import type { Outgoing, Receipt } from '../outgoing/outgoing.ts'
import type { Clock, Log, Random } from '../ports.ts'
import { waitAfter } from './schedule.ts'
import { eventOf } from './webhook-event.ts'
import type { EventRows } from './webhook-event.ts'

/** The event's id: the same event is told with the same one, however often it is told. */
export const EVENT_HEADER = 'parley-event'

/** A webhook that has not answered by then was not told, in milliseconds. */
export const TELL_DEADLINE_MS = 15_000

/** So much of an answer is kept for whoever looks for what went wrong, in bytes. */
export const KEPT_BYTES = 1_000

/** Events on their way to one webhook at a time. */
export const PER_WEBHOOK = 4

/** And in all: each is a socket. */
const MOST_AT_ONCE = 400

/** Looked for this often, besides right after a turn that left some. */
const ROUND_MS = 5_000

/** A webhook to which every try failed for so long is switched off, in milliseconds. */
export const FAILED_AFTER_MS = 5 * 24 * 3_600_000

/** The status by which a server says that nobody is there any more, and never will be. */
const GONE = 410

export interface DispatcherParts extends EventRows {
  store: EventRows['store'] & Pick<Store, 'takeWebhookDeliveries' | 'settleWebhookDelivery'>
  host: Pick<Host, 'look' | 'run' | 'lease'>
  outgoing: Pick<Outgoing, 'hand'>
  clock: Clock
  random: Random
  log: Log
}

/**
 * Tells webhooks what turns left for them, at least once.
 *
 * D1 an event is settled only after it was told, or given up. D2 what is told is put together from
 * rows when it is sent, and leaves when all that it looked at is durable. D3 of a chat the next event
 * goes out after the one before was tried once. D4 nothing waits for a slow webhook but what is for
 * it, and of that a bounded number is under way.
 */
export class WebhookDispatcher {
  readonly #parts: DispatcherParts
  /** What is under way, by account, webhook and event, and how much of it each webhook has. */
  readonly #underWay = new Map<string, string>()
  readonly #perWebhook = new Map<string, number>()
  /** What was settled, and at which look at the store: an older look may still show it. */
  readonly #settled = new Map<string, number>()
  #looks = 0
  #running = false
  #again = false
  #stopped = false
  #cancel: (() => void) | null = null
  readonly counters = { told: 0, failed: 0, givenUp: 0 }

  constructor(parts: DispatcherParts) {
    this.#parts = parts
  }

  start(): void {
    const round = (): void => {
      this.kick()
      this.#cancel = this.#parts.clock.schedule(ROUND_MS, round)
    }
    round()
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  /** Looks for what is to be told now, or once more after the present look. */
  kick(): void {
    if (this.#stopped) return
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = true
    void this.#run()
  }

  async #run(): Promise<void> {
    const { store, host, clock, log } = this.#parts
    try {
      do {
        this.#again = false
        this.#looks += 1
        const look = this.#looks
        // Half of them may be under way already.
        const most = 2 * PER_WEBHOOK
        const shards = host.lease.owned()
        const due = await store.takeWebhookDeliveries(shards, clock.now(), most)
        if (this.#stopped) return
        for (const delivery of due) this.#begin(delivery)
        for (const [key, settledAt] of this.#settled) {
          if (settledAt < look) this.#settled.delete(key)
        }
      } while (this.#again && !this.#stopped)
    } catch (error) {
      log.warn({ error: describe(error) }, 'what webhooks are to be told was not read')
    } finally {
      this.#running = false
    }
  }

  /** D4 */
  #begin(delivery: PendingWebhookDelivery): void {
    const webhook = `${delivery.accountId} ${delivery.webhookId}`
    const key = `${webhook} ${delivery.eventId}`
    const count = this.#perWebhook.get(webhook) ?? 0
    if (this.#underWay.has(key) || this.#settled.has(key)) return
    if (count >= PER_WEBHOOK || this.#underWay.size >= MOST_AT_ONCE) return
    this.#underWay.set(key, webhook)
    this.#perWebhook.set(webhook, count + 1)
    void this.#carryOut(delivery, key)
  }

  async #carryOut(delivery: PendingWebhookDelivery, key: string): Promise<void> {
    let isSettled = false
    try {
      isSettled = await this.#tell(delivery)
    } catch (error) {
      const { accountId, webhookId, eventId } = delivery
      this.#parts.log.warn(
        { accountId, webhookId, eventId, error: describe(error) },
        'a webhook was not told',
      )
    }
    const webhook = this.#underWay.get(key) ?? ''
    this.#underWay.delete(key)
    const left = (this.#perWebhook.get(webhook) ?? 1) - 1
    if (left === 0) this.#perWebhook.delete(webhook)
    else this.#perWebhook.set(webhook, left)
    if (!isSettled) return // The next round tries again.
    this.#settled.set(key, this.#looks)
    this.kick()
  }

  /** False where it is for another server to tell, or for a later look. */
  async #tell(delivery: PendingWebhookDelivery): Promise<boolean> {
    const { host, clock } = this.#parts
    const account = await host.look(delivery.accountId)
    if (account === null) return false
    const at = clock.now()
    const webhook = account.webhooks.get(delivery.webhookId)
    if (webhook === undefined || webhook.state !== 'on') {
      await this.#settle(delivery, {
        outcome: { kind: 'failed' },
        tried: { at, tookMs: 0, status: null, why: 'off', answer: null },
        counts: false,
      })
      return true
    }
    const receipt = await this.#send(account, webhook, delivery, at)
    if (receipt === null) return false
    await this.#note(delivery, webhook, receipt)
    return true
  }

  /** D2; null where the account's memory was lost meanwhile. */
  async #send(
    account: Account,
    webhook: WebhookRow,
    delivery: PendingWebhookDelivery,
    at: number,
  ): Promise<(Receipt & { at: number; tookMs: number }) | null> {
    const { outgoing, clock } = this.#parts
    const body = JSON.stringify(await eventOf(account, delivery, this.#parts))
    if ((await account.gate()) === 'lost') return null
    const startedAt = clock.monotonic()
    const receipt = await outgoing.hand({
      url: webhook.url,
      body,
      headers: {
        [SIGNATURE_HEADER]: signatures(secretsOf(webhook, clock.now()), body, clock.now()),
        [EVENT_HEADER]: delivery.eventId,
      },
      deadlineMs: TELL_DEADLINE_MS,
      maxBytes: KEPT_BYTES,
    })
    return { ...receipt, at, tookMs: Math.round(clock.monotonic() - startedAt) }
  }

  /** D1 */
  async #note(
    delivery: PendingWebhookDelivery,
    webhook: WebhookRow,
    receipt: Receipt & { at: number; tookMs: number },
  ): Promise<void> {
    const { at, tookMs, status, why } = receipt
    const tried = { at, tookMs, status, why, answer: plain(receipt.beginning) }
    const outcome = this.#outcomeOf(delivery, receipt)
    if (outcome.kind === 'delivered') this.counters.told += 1
    else if (outcome.kind === 'retry') this.counters.failed += 1
    else this.counters.givenUp += 1
    const health = await this.#settle(delivery, { outcome, tried, counts: true })
    if (status === GONE) await this.#switchOff(delivery.accountId, webhook, 'gone')
    else if (this.#hasFailed(webhook, health)) {
      await this.#switchOff(delivery.accountId, webhook, 'failed')
    }
  }

  #outcomeOf(
    { attempts }: PendingWebhookDelivery,
    { status, why, retryAfter }: Receipt,
  ): WebhookSettlement['outcome'] {
    const { clock, random } = this.#parts
    if (why === null) return { kind: 'delivered' }
    const now = clock.now()
    const wait = status === GONE ? null : waitAfter(attempts, retryAfter, now, random)
    return wait === null ? { kind: 'failed' } : { kind: 'retry', at: now + wait }
  }

  /** What happened before it was switched on does not count. */
  #hasFailed({ since }: WebhookRow, health: WebhookHealth | null): boolean {
    const failingSince = health?.failingSince ?? null
    if (failingSince === null) return false
    return this.#parts.clock.now() - Math.max(failingSince, since) >= FAILED_AFTER_MS
  }

  async #switchOff(
    accountId: string,
    { webhookId, since }: WebhookRow,
    state: 'failed' | 'gone',
  ): Promise<void> {
    await this.#parts.host.run({
      accountId,
      by: 'system',
      command: null,
      lane: 'account',
      decide: (turn): Record<string, Json> => switchWebhookOff(turn, webhookId, since, state),
    })
  }

  #settle(
    { accountId, webhookId, eventId }: PendingWebhookDelivery,
    what: Pick<WebhookSettlement, 'outcome' | 'tried' | 'counts'>,
  ): Promise<WebhookHealth | null> {
    return this.#parts.store.settleWebhookDelivery({ accountId, webhookId, eventId, ...what })
  }
}

function secretsOf({ secret, formerSecret, formerUntil }: WebhookRow, now: number): string[] {
  const former = formerUntil !== null && now < formerUntil ? formerSecret : null
  return [secret, former].filter((one) => one !== null)
}

/** Text that can be stored and shown, whatever bytes it was; null for nothing. */
function plain(beginning: string): string | null {
  const text = beginning.replaceAll(/[^\P{Control}\t\n\r]/gu, '')
  return text === '' ? null : text
}
