import { z } from 'zod'
import { id, time } from './scalars.ts'
import { chatView } from './staff-views.ts'

/** Who says so: a signed identity of the account's own site, the customer, or staff. */
export const valueFrom = z.enum(['verified', 'customer', 'staff'])

/** One thing that is known of a customer. */
export const knownValue = z.object({ value: z.string(), from: valueFrom })

/** What is known of a customer as a person. */
export const customerDetailsView = z.object({
  name: knownValue.nullable(),
  email: knownValue.nullable(),
  phone: knownValue.nullable(),
  language: knownValue.nullable(),
  attributes: z.array(knownValue.extend({ name: z.string() })),
})

export const customerNoteView = z.object({
  noteId: id,
  text: z.string(),
  /** `agent:<id>`. */
  author: z.string(),
  at: time,
  /** Whether this viewer may delete it. */
  mayDelete: z.boolean(),
})

export const blockView = z.object({
  blockId: id,
  /** Why, for staff. */
  reason: z.string(),
  /** What the customer was told. */
  message: z.string(),
  by: z.string(),
  at: time,
  endedAt: time.nullable(),
  endedBy: z.string().nullable(),
})

/** A customer as lists show one. */
export const customerEntry = z.object({
  customerId: id,
  /** The name, or how staff calls somebody who gave none. */
  customerName: z.string(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  channelId: id,
  channelName: z.string(),
  /** When the customer came; of a person of several, in lists the newest of them, on the card the first. */
  createdAt: time,
  /** When a chat with a person ended last; null before the first one did. */
  lastClosedAt: time.nullable(),
  hasOpenChat: z.boolean(),
  /** Whether a signed identity says something of this person. */
  isVerified: z.boolean(),
  /** The block that holds now. */
  block: blockView.nullable(),
  erasedAt: time.nullable(),
})

/** One of the customers that a person is. */
export const personPart = z.object({
  customerId: id,
  /** The name that was said of it alone, or how staff calls somebody who gave none. */
  customerName: z.string(),
  channelId: id,
  channelName: z.string(),
  createdAt: time,
  isVerified: z.boolean(),
  /** Null for who stands for the person. */
  mergedAt: time.nullable(),
  /** `agent:<id>`. */
  mergedBy: z.string().nullable(),
})

/** A customer as the card and the customer's page show one. */
export const customerView = customerEntry.extend({
  details: customerDetailsView,
  /** Oldest first. */
  notes: z.array(customerNoteView),
  /** Newest first, those that ended too. */
  blocks: z.array(blockView),
  /** Chats that this viewer may know of, newest first. */
  chats: z.array(chatView),
  /** Of a person who is several customers all of them, who stands for it first; else none. */
  parts: z.array(personPart),
  mayUnmerge: z.boolean(),
  mayUnblock: z.boolean(),
  mayErase: z.boolean(),
})

export const customerCursor = z.object({ createdAt: time, customerId: id })

/** `GET /accounts/{accountId}/customers`: who came last first. */
export const customerPage = z.object({
  customers: z.array(customerEntry),
  /** Ask with these as `beforeCreatedAt` and `beforeCustomerId` for the next page; null on the last. */
  next: customerCursor.nullable(),
})

export type ValueFrom = z.infer<typeof valueFrom>
export type KnownValue = z.infer<typeof knownValue>
export type KnownAttribute = CustomerDetailsView['attributes'][number]
export type CustomerDetailsView = z.infer<typeof customerDetailsView>
export type CustomerNoteView = z.infer<typeof customerNoteView>
export type BlockView = z.infer<typeof blockView>
export type CustomerEntry = z.infer<typeof customerEntry>
export type PersonPart = z.infer<typeof personPart>
export type CustomerView = z.infer<typeof customerView>
export type CustomerCursor = z.infer<typeof customerCursor>
export type CustomerPage = z.infer<typeof customerPage>
