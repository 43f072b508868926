import type { DeliveryState, ToldKind } from '#protocol/webhook-kinds'
import type { WebhookDeliveries, Webhooks } from '#protocol/webhooks'
import type { WebhookLog } from '#storage/webhook-log'
import { keepsWebhooks } from '../authorise.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { refusedScreen } from '../realtime/shown.ts'
import type { Shown } from '../realtime/shown.ts'
import { toDeliveryView, toWebhookView } from '../webhooks/webhook-views.ts'

export interface DeliveriesAsked {
  state: DeliveryState | null
  kind: ToldKind | null
  before: number | null
  limit: number
}

/** What administrators see of webhooks. Nothing is written. */
export class WebhookScreens {
  readonly #staff: Pick<StaffScreens, 'viewer'>
  readonly #log: WebhookLog

  constructor(staff: Pick<StaffScreens, 'viewer'>, log: WebhookLog) {
    this.#staff = staff
    this.#log = log
  }

  /** All of an account by name, without their secrets, and how each does. */
  async list(accountId: string, personId: string): Promise<Shown<Webhooks>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    if (!keepsWebhooks(viewer)) return refusedScreen('forbidden')
    const { seq } = account
    const rows = [...account.webhooks.values()]
    if ((await account.gate()) === 'lost') return refusedScreen('transient')
    const healths = await this.#log.health(accountId)
    const health = new Map(healths.map((one) => [one.webhookId, one]))
    const webhooks = rows
      .map((row) => toWebhookView(row, health.get(row.webhookId) ?? null))
      .toSorted((a, b) => a.name.localeCompare(b.name))
    return { kind: 'shown', seq, value: { webhooks } }
  }

  /** What became of what one was to be told, the newest first. Refuses with `notFound`. */
  async deliveries(
    accountId: string,
    personId: string,
    webhookId: string,
    { limit, ...asked }: DeliveriesAsked,
  ): Promise<Shown<WebhookDeliveries>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    if (!keepsWebhooks(viewer)) return refusedScreen('forbidden')
    if (!account.webhooks.has(webhookId)) return refusedScreen('notFound')
    const { seq } = account
    if ((await account.gate()) === 'lost') return refusedScreen('transient')
    const rows = await this.#log.deliveries(accountId, webhookId, { ...asked, limit: limit + 1 })
    const shown = rows.slice(0, limit)
    const next = rows.length > shown.length ? (shown.at(-1)?.position ?? null) : null
    return { kind: 'shown', seq, value: { deliveries: shown.flatMap(toDeliveryView), next } }
  }
}
