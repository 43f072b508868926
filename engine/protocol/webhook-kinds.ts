/** What webhooks can be told of. The words of what was said go to those alone that ask for them. */
export const WEBHOOK_KINDS = [
  'chatStarted',
  'chatQueued',
  'chatAssigned',
  'chatForwarded',
  'chatClosed',
  'chatBlocked',
  'chatRated',
  'messageSaid',
] as const

/** What a log of deliveries has besides: an event that only tries the way. */
export const TOLD_KINDS = [...WEBHOOK_KINDS, 'test'] as const

/** Told; switched off by hand, because it failed for days, or because it said that it is gone. */
export const WEBHOOK_STATES = ['on', 'off', 'failed', 'gone'] as const

/** Waits for its next try; told; given up. */
export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const

/** Why a webhook was not told: no answer, one that counts for none, or it was switched off. */
export const NOT_TOLD = [
  'late',
  'unreachable',
  'notAllowed',
  'redirected',
  'status',
  'off',
] as const

export type WebhookKind = (typeof WEBHOOK_KINDS)[number]
export type ToldKind = (typeof TOLD_KINDS)[number]
export type WebhookState = (typeof WEBHOOK_STATES)[number]
export type DeliveryState = (typeof DELIVERY_STATES)[number]
export type NotTold = (typeof NOT_TOLD)[number]
