import { z } from 'zod'
import { customerItem } from '#protocol/customer-frames'
import type { acknowledged } from '#protocol/rest'
import { id, sequence } from '#protocol/scalars'
import { conversationSnapshot, deskSnapshot } from '#protocol/staff-frames'
import { commentView, messageView } from '#protocol/staff-views'

/** Chats on one page of the archive, unless fewer are asked for. */
export const ARCHIVE_PAGE = 50
export const MAX_ARCHIVE_PAGE = 200

/** Messages and comments on one page of a search, unless fewer are asked for. */
export const SEARCH_PAGE = 30
export const MAX_SEARCH_PAGE = 100

/** Customers that a search names. */
export const FOUND_CUSTOMERS = 8

/** Older messages on one page at the most: who looks for an old one asks for many. */
export const MAX_OLDER_PAGE = 500

/** Open chats on one page of a desk at the most. */
export const MAX_DESK_PAGE = 500

/** `GET /accounts/{accountId}/desk`: the desk as it was at the account's sequence `seq`. */
export const deskScreen = deskSnapshot.extend({
  seq: sequence,
  /** Where the next page begins, as `afterChatId`; null on the last one. */
  next: id.nullable(),
})

/** `GET /accounts/{accountId}/chats/{chatId}`. */
export const conversationScreen = conversationSnapshot.extend({ seq: sequence })

/** `GET /accounts/{accountId}/chats/{chatId}/messages`: what stands before a sequence, ascending. */
export const olderMessages = z.object({
  messages: z.array(messageView),
  comments: z.array(commentView),
  /** There are older ones than these. */
  more: z.boolean(),
})

/** `GET /channels/{channelId}/items`: the customer's own stream above a number, ascending. */
export const customerItems = z.object({
  items: z.array(customerItem),
  /** Newest number of the stream: more than the last item's where the page was too short. */
  newest: sequence,
})

export type Acknowledged = z.infer<typeof acknowledged>
export type DeskScreen = z.infer<typeof deskScreen>
export type ConversationScreen = z.infer<typeof conversationScreen>
export type OlderMessages = z.infer<typeof olderMessages>
export type CustomerItems = z.infer<typeof customerItems>
