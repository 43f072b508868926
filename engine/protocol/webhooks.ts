import { z } from 'zod'
import { uploadedFile } from './files.ts'
import { MAX_WEBHOOK_SECRET_LENGTH, MIN_WEBHOOK_SECRET_LENGTH } from './limits.ts'
import { id, sequence, time } from './scalars.ts'
import {
  DELIVERY_STATES,
  NOT_TOLD,
  TOLD_KINDS,
  WEBHOOK_KINDS,
  WEBHOOK_STATES,
} from './webhook-kinds.ts'

export const webhookKind = z.enum(WEBHOOK_KINDS)
export const toldKind = z.enum(TOLD_KINDS)
export const deliveryState = z.enum(DELIVERY_STATES)

/** `<actor>:<number>:<index>`: the same event has the same one, however often it is told. */
export const eventId = z
  .string()
  .max(300)
  .regex(/^(?:(?:chat|agent):[A-Za-z0-9_-]{1,64}|account):\d{1,16}:\d{1,6}$/, 'not an event’s id')

/** Signs what a webhook is told: it goes in, and is never shown again. */
export const webhookSecret = z
  .string()
  .min(MIN_WEBHOOK_SECRET_LENGTH)
  .max(MAX_WEBHOOK_SECRET_LENGTH)
  .regex(/^[\x21-\x7e]+$/, 'is not in printable letters and signs')

// -- what a webhook is told ---------------------------------------------------------------------

/** Whose doing it was; `system` for limits and rules, which are nobody. */
const who = z.strictObject({
  kind: z.enum(['customer', 'agent', 'bot', 'system']),
  id: id.nullable(),
  /** As colleagues read it; null where it is not known, or erased. */
  name: z.string().nullable(),
})

const named = z.strictObject({ id, name: z.string().nullable() })

const told = {
  protocol: z.literal(1),
  id: eventId,
  at: time,
  /** Of the account: what happened later has a higher one. */
  sequence,
  accountId: id,
}

const ofChat = {
  ...told,
  chat: z.strictObject({ id, channelId: id, groupId: id }),
  customer: z.strictObject({
    id,
    /** Null where it is not known, or erased. */
    name: z.string().nullable(),
    language: z.string().nullable(),
  }),
  by: who,
}

export const webhookEvent = z.discriminatedUnion('kind', [
  z.strictObject({
    ...ofChat,
    kind: z.literal('chatStarted'),
    /** The closed chat that this one goes on from. */
    continues: id.nullable(),
  }),
  z.strictObject({
    ...ofChat,
    kind: z.literal('chatQueued'),
    /** When the chat first waited for a person. */
    waitingSince: time,
    priority: z.int(),
  }),
  z.strictObject({ ...ofChat, kind: z.literal('chatAssigned'), agent: named }),
  z.strictObject({
    ...ofChat,
    kind: z.literal('chatForwarded'),
    to: z.strictObject({
      kind: z.enum(['group', 'agent', 'bot']),
      id,
      name: z.string().nullable(),
    }),
  }),
  z.strictObject({
    ...ofChat,
    kind: z.literal('chatClosed'),
    reason: z.enum(['solved', 'endedByCustomer', 'abandoned', 'idle']),
    /** Which of the account's reasons it was closed for. */
    closeReasonId: id.nullable(),
    /** Who had it last; null for nobody. */
    agent: named.nullable(),
    /** Whether a person answered. */
    answered: z.boolean(),
    openedAt: time,
  }),
  z.strictObject({ ...ofChat, kind: z.literal('chatBlocked'), blockId: id.nullable() }),
  z.strictObject({
    ...ofChat,
    kind: z.literal('chatRated'),
    score: z.int().min(1).max(5),
    /** What the customer said with it; null for nothing, and where it is erased. */
    words: z.string().nullable(),
  }),
  z.strictObject({
    ...ofChat,
    kind: z.literal('messageSaid'),
    message: z.strictObject({
      id,
      /** Null where it was erased. */
      text: z.string().nullable(),
      files: z.array(uploadedFile),
    }),
  }),
  z.strictObject({ ...told, kind: z.literal('test'), by: who }),
])

// -- what administrators see --------------------------------------------------------------------

export const webhookView = z.object({
  webhookId: id,
  name: z.string(),
  url: z.string(),
  kinds: z.array(webhookKind),
  state: z.enum(WEBHOOK_STATES),
  /** Since when it is in this state. */
  since: time,
  /** Until when the secret before signs too; null where there is none. */
  formerSecretUntil: time.nullable(),
  /** Since when every try failed; null where the last one did not. */
  failingSince: time.nullable(),
  deliveredAt: time.nullable(),
  triedAt: time.nullable(),
})

/** `GET /api/v1/accounts/{accountId}/webhooks` */
export const webhooks = z.object({ webhooks: z.array(webhookView) })

export const webhookTry = z.object({
  at: time,
  /** How long it took, in milliseconds. */
  tookMs: z.number(),
  /** What the server said; null where there was no answer. */
  status: z.int().nullable(),
  /** Why it was not told; null where it was. */
  why: z.enum(NOT_TOLD).nullable(),
  /** How the answer begins. */
  answer: z.string().nullable(),
})

export const webhookDelivery = z.object({
  eventId,
  kind: toldKind,
  chatId: id.nullable(),
  at: time,
  state: deliveryState,
  /** Tries since it was to be told, or to be told again. */
  attempts: z.int(),
  /** When the next try is; null where none is. */
  nextAt: time.nullable(),
  /** The newest ones, the oldest first. */
  tries: z.array(webhookTry),
})

/** `GET /api/v1/accounts/{accountId}/webhooks/{webhookId}/deliveries`: the newest first. */
export const webhookDeliveries = z.object({
  deliveries: z.array(webhookDelivery),
  /** Ask with it as `before` for the next page; null on the last. */
  next: z.int().nullable(),
})

export type WebhookEvent = z.infer<typeof webhookEvent>
export type WebhookView = z.infer<typeof webhookView>
export type Webhooks = z.infer<typeof webhooks>
export type WebhookTryView = z.infer<typeof webhookTry>
export type WebhookDelivery = z.infer<typeof webhookDelivery>
export type WebhookDeliveries = z.infer<typeof webhookDeliveries>
