import { z } from 'zod'
import { customerItem } from '#protocol/customer-frames'
import type { acknowledged } from '#protocol/rest'
import { id, sequence, time } from '#protocol/scalars'
import { conversationSnapshot, deskSnapshot } from '#protocol/staff-frames'
import { chatView, commentView, messageView } from '#protocol/staff-views'

/** Chats on one page of the archive, unless fewer are asked for. */
export const ARCHIVE_PAGE = 50
export const MAX_ARCHIVE_PAGE = 200

/** `GET /accounts/{accountId}/desk`: the desk as it was at the account's sequence `seq`. */
export const deskScreen = deskSnapshot.extend({ seq: sequence })

/** `GET /accounts/{accountId}/chats/{chatId}`. */
export const conversationScreen = conversationSnapshot.extend({ seq: sequence })

/** `GET /accounts/{accountId}/chats/{chatId}/messages`: what stands before a sequence, ascending. */
export const olderMessages = z.object({
  messages: z.array(messageView),
  comments: z.array(commentView),
  /** There are older ones than these. */
  more: z.boolean(),
})

/** Where an archive page ends: the next one holds what was closed before it. */
export const archiveCursor = z.object({ closedAt: time, chatId: id })

/** `GET /accounts/{accountId}/chats?state=closed`: closed and blocked chats, newest closing first. */
export const archivePage = z.object({
  chats: z.array(chatView),
  /** Ask with these as `beforeClosedAt` and `beforeChatId` for the next page; null on the last. */
  next: archiveCursor.nullable(),
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
export type ArchiveCursor = z.infer<typeof archiveCursor>
export type ArchivePage = z.infer<typeof archivePage>
export type CustomerItems = z.infer<typeof customerItems>
