import { MAX_WEBHOOKS } from '#protocol/limits'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import type { WebhookRow } from '#storage/webhook-rows'
import { keepsWebhooks } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import { MAIL } from '../host/missed-mail.ts'
import type { Turn } from '../host/turn.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

/** So long a former secret signs beside the new one, in milliseconds: time to make the new one known. */
export const FORMER_SECRET_MS = 24 * 3_600_000

/** Refuses a new webhook, or one that goes to another server, without a secret with `invalid`. */
export function saveWebhook(turn: Turn, viewer: Viewer, command: Of<'saveWebhook'>): Result {
  if (!keepsWebhooks(viewer)) refuse('forbidden')
  const before = command.webhookId === null ? null : webhookFor(turn, command.webhookId)
  if (before === null && turn.account.webhooks.size >= MAX_WEBHOOKS) refuse('tooMany')
  const webhookId = command.webhookId ?? turn.newId()
  const { name, url, kinds, isOn } = command
  const state = isOn ? 'on' : before === null || before.state === 'on' ? 'off' : before.state
  turn.rare.webhooks.set(webhookId, {
    webhookId,
    name,
    url,
    kinds: [...new Set(kinds)],
    ...secretsOf(before, command, turn.at),
    state,
    since: before?.state === state ? before.since : turn.at,
    deleted: false,
  })
  turn.recordForAccount('webhookSaved', { webhookId, state })
  return { webhookId }
}

/** Its settings and its secrets are gone with it; what it was not told yet it is never told. */
export function deleteWebhook(turn: Turn, viewer: Viewer, command: Of<'deleteWebhook'>): Result {
  if (!keepsWebhooks(viewer)) refuse('forbidden')
  const { webhookId } = webhookFor(turn, command.webhookId)
  turn.rare.webhooks.set(webhookId, {
    webhookId,
    name: '',
    url: '',
    kinds: [],
    secret: null,
    formerSecret: null,
    formerUntil: null,
    state: 'off',
    since: turn.at,
    deleted: true,
  })
  turn.recordForAccount('webhookDeleted', { webhookId })
  return {}
}

/** Refuses one that is switched off with `webhookOff`. */
export function testWebhook(turn: Turn, viewer: Viewer, command: Of<'testWebhook'>): Result {
  if (!keepsWebhooks(viewer)) refuse('forbidden')
  const { webhookId, state } = webhookFor(turn, command.webhookId)
  if (state !== 'on') refuse('webhookOff')
  turn.recordForAccount('webhookTested', { webhookId })
  return { eventId: turn.tryWebhook(webhookId) }
}

/** Of what its log does not have any more nothing is told. Refuses one that is off with `webhookOff`. */
export function resendToWebhook(
  turn: Turn,
  viewer: Viewer,
  { webhookId, what }: Of<'resendToWebhook'>,
): Result {
  if (!keepsWebhooks(viewer)) refuse('forbidden')
  if (webhookFor(turn, webhookId).state !== 'on') refuse('webhookOff')
  turn.recordForAccount('webhookResent', { webhookId, ...what })
  turn.rare.webhookResends.push({
    webhookId,
    what: 'eventId' in what ? what : { since: what.failedSince },
    at: turn.at,
  })
  return {}
}

/**
 * It failed for days, or said that it is gone, while it was in the state in which it is since a time:
 * whoever switched it on again meanwhile is not overruled.
 */
export function switchWebhookOff(
  turn: Turn,
  webhookId: string,
  since: number,
  state: 'failed' | 'gone',
): Result {
  const webhook = turn.webhook(webhookId)
  if (webhook?.state !== 'on' || webhook.since !== since) return {}
  turn.rare.webhooks.set(webhookId, { ...webhook, state, since: turn.at })
  turn.recordForAccount('webhookSwitchedOff', { webhookId, state })
  if (turn.sendsMail) tellAdministrators(turn, webhookId)
  return {}
}

function tellAdministrators(turn: Turn, webhookId: string): void {
  for (const { personId, role, active } of turn.account.members.values()) {
    if (role !== 'administrator' || !active) continue
    turn.outbox.push({
      effectId: `account:${turn.accountActorSeq}:${personId}`,
      chatId: `person:${personId}`,
      seq: turn.seq,
      kind: MAIL,
      payload: { mail: 'webhookOff', personId, webhookId },
      at: turn.at,
    })
  }
}

/** A secret is of one server: whoever names another one says it anew, and the former is forgotten. */
function secretsOf(
  before: WebhookRow | null,
  { url, secret }: Of<'saveWebhook'>,
  at: number,
): Pick<WebhookRow, 'secret' | 'formerSecret' | 'formerUntil'> {
  const isSameServer = before !== null && new URL(before.url).origin === new URL(url).origin
  if (!isSameServer) {
    if (secret === null) refuse('invalid', { field: 'secret' })
    return { secret, formerSecret: null, formerUntil: null }
  }
  if (secret === null || secret === before.secret) {
    const { formerSecret, formerUntil } = before
    return { secret: before.secret, formerSecret, formerUntil }
  }
  return { secret, formerSecret: before.secret, formerUntil: at + FORMER_SECRET_MS }
}

function webhookFor(turn: Turn, webhookId: string): WebhookRow {
  const webhook = turn.webhook(webhookId)
  if (webhook === null) refuse('notFound', { webhookId })
  return webhook
}
