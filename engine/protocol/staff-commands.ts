import { z } from 'zod'
import { fileClass, fileIds, saysSomething } from './files.ts'
import {
  MAX_ATTRIBUTES,
  MAX_CLOSE_REASONS,
  MAX_EMBED_ORIGINS,
  MAX_FILE_BYTES,
  MAX_MENTIONED,
  MAX_RETENTION_MS,
  MAX_TAGS_OF_CHAT,
  MAX_WRAP_UP_MS,
  MIN_RETENTION_MS,
} from './limits.ts'
import { botServes, groupNumbers } from './bots.ts'
import { openingHours } from './opening-hours.ts'
import { WEBHOOK_KINDS } from './webhook-kinds.ts'
import { eventId, webhookKind, webhookSecret } from './webhooks.ts'
import {
  articleText,
  articleUrl,
  commandId,
  instructions,
  secret,
  attributeName,
  email,
  groupNumber,
  id,
  language,
  line,
  noteText,
  origin,
  pageAddress,
  personName,
  phone,
  sequence,
  shortcut,
  text,
  time,
  timeZone,
  words,
} from './scalars.ts'

const aboutChat = { chatId: id }

export const forwardTo = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('group'), groupId: id }),
  z.strictObject({ kind: z.literal('agent'), agentId: id }),
  z.strictObject({ kind: z.literal('bot') }),
])

export const offlineChoice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('keep') }),
  z.strictObject({ kind: z.literal('return') }),
  z.strictObject({ kind: z.literal('forward'), groupId: id }),
  z.strictObject({ kind: z.literal('bot') }),
  /** With words of the agent to each customer first, where the chat's state takes them. */
  z.strictObject({ kind: z.literal('close'), farewell: text.optional() }),
])

const limitMs = z
  .int()
  .min(1_000)
  .max(365 * 24 * 3_600_000)

/** Muted, and none of those that mean something. */
export const tagColour = z.enum([
  'slate',
  'teal',
  'cyan',
  'blue',
  'indigo',
  'violet',
  'plum',
  'brown',
])

export const tagName = line.max(40)

/** One of the account's reasons for closing. */
export const closeReason = z.strictObject({ reasonId: id, name: line.max(80) })

/** What an administrator can set; every field alone. Times in milliseconds. */
export const settingsChange = z.strictObject({
  assignment: z.enum(['byHand', 'automatic']).optional(),
  policy: z.enum(['leastBusy', 'longestIdle', 'roundRobin']).optional(),
  offers: z.boolean().optional(),
  chatLimit: z.int().min(1).max(100).optional(),
  queueOrder: z.enum(['longestWaiting', 'newest', 'priority']).optional(),
  queueLimitMs: limitMs.optional(),
  offerLimitMs: limitMs.optional(),
  responseLimitMs: limitMs.optional(),
  idleLimitMs: limitMs.optional(),
  forwardLimitMs: limitMs.optional(),
  botLimitMs: limitMs.optional(),
  undoMs: z.int().min(1).max(60_000).optional(),
  graceMs: limitMs.optional(),
  stickyMs: z
    .int()
    .min(0)
    .max(30 * 24 * 3_600_000)
    .optional(),
  /** How long a customer who left may stay away before unread replies are mailed. */
  missedReplyMs: z
    .int()
    .min(10_000)
    .max(24 * 3_600_000)
    .optional(),
  /** Whether customers may rate chats that are closed. */
  rating: z.boolean().optional(),
  /** How long the slot of an agent stays taken after a chat ended in their hands; 0 for not at all. */
  wrapUpMs: z.int().min(0).max(MAX_WRAP_UP_MS).optional(),
  /** What closing asks for; nothing is asked where there are none. */
  closeReasons: z
    .array(closeReason)
    .max(MAX_CLOSE_REASONS)
    .refine((all) => new Set(all.map(({ reasonId }) => reasonId)).size === all.length, {
      message: 'names one twice',
    })
    .optional(),
  closeReasonRequired: z.boolean().optional(),
  texts: z.strictObject({ blocked: line.optional(), farewell: line.optional() }).optional(),
  /** The largest file that is taken, in bytes. */
  fileMaxBytes: z.int().min(1).max(MAX_FILE_BYTES).optional(),
  /** Which files are taken; none where it is empty. Programs never are. */
  fileClasses: z
    .array(fileClass)
    .max(fileClass.options.length)
    .refine((classes) => new Set(classes).size === classes.length, 'names a class twice')
    .optional(),
  /** Pages that may embed the desk, or parts of it; compared whole. None where it is empty. */
  embedOrigins: z
    .array(origin)
    .max(MAX_EMBED_ORIGINS)
    .refine((all) => new Set(all).size === all.length, 'names one twice')
    .optional(),
  /** Whose days statistics count in, by its IANA name. */
  timeZone: timeZone.optional(),
  /** How long what was said is kept after its chat ended; 0 for ever. */
  retentionMs: z
    .union([z.literal(0), z.int().min(MIN_RETENTION_MS).max(MAX_RETENTION_MS)])
    .optional(),
})

/** What is known of a customer besides free attributes. */
export const customerField = z.enum(['name', 'email', 'phone', 'language'])

/** What staff says of a customer: only what is named changes, null takes away. */
export const customerChange = z.strictObject({
  name: personName.nullable().optional(),
  email: email.nullable().optional(),
  phone: phone.nullable().optional(),
  language: language.nullable().optional(),
  attributes: z
    .array(z.strictObject({ name: attributeName, value: line.nullable() }))
    .max(MAX_ATTRIBUTES)
    .optional(),
})

const mentions = z
  .array(id)
  .max(MAX_MENTIONED)
  .refine((named) => new Set(named).size === named.length, 'names one twice')

/** Everything that staff can ask for. Commands are imperative; what then happened is an event. */
export const staffCommand = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('takeChat'), ...aboutChat }),
  z.strictObject({ type: z.literal('takeOverChat'), ...aboutChat }),
  z.strictObject({ type: z.literal('acceptOffer'), ...aboutChat }),
  z.strictObject({ type: z.literal('declineOffer'), ...aboutChat }),
  z.strictObject({ type: z.literal('declineForward'), ...aboutChat }),
  z
    .strictObject({
      type: z.literal('sendMessage'),
      ...aboutChat,
      text: words,
      fileIds: fileIds.optional(),
    })
    .refine(saysSomething, { path: ['text'], message: 'is blank' }),
  z
    .strictObject({
      type: z.literal('comment'),
      ...aboutChat,
      text: words,
      visibleTo: z.enum(['staff', 'author']),
      fileIds: fileIds.optional(),
      /** Colleagues who are to see it: of those who know of the chat, this comment alone if no more. */
      mentions: mentions.optional(),
    })
    .refine(saysSomething, { path: ['text'], message: 'is blank' })
    .refine(({ visibleTo, mentions: named = [] }) => visibleTo === 'staff' || named.length === 0, {
      path: ['mentions'],
      message: 'a personal comment names nobody',
    }),
  z.strictObject({
    type: z.literal('forwardChat'),
    ...aboutChat,
    to: forwardTo,
    note: line.optional(),
  }),
  z.strictObject({ type: z.literal('holdChat'), ...aboutChat, until: time }),
  z.strictObject({ type: z.literal('resumeChat'), ...aboutChat }),
  z.strictObject({ type: z.literal('returnChat'), ...aboutChat }),
  z.strictObject({
    type: z.literal('closeChat'),
    ...aboutChat,
    tagIds: z.array(id).max(MAX_TAGS_OF_CHAT).optional(),
    reasonId: id.optional(),
  }),
  z.strictObject({ type: z.literal('undoClose'), ...aboutChat }),
  z.strictObject({ type: z.literal('continueChat'), ...aboutChat }),
  /** To the address that is known of the customer; closed chats too. */
  z.strictObject({ type: z.literal('sendTranscript'), ...aboutChat }),
  z.strictObject({
    type: z.literal('setPriority'),
    ...aboutChat,
    priority: z.int().min(-10).max(10),
  }),
  z.strictObject({ type: z.literal('blockCustomer'), ...aboutChat, reason: line, message: line }),
  z.strictObject({ type: z.literal('tagChat'), ...aboutChat, tagId: id }),
  z.strictObject({ type: z.literal('untagChat'), ...aboutChat, tagId: id }),
  z.strictObject({ type: z.literal('unblockCustomer'), customerId: id }),
  z.strictObject({ type: z.literal('saveCustomer'), customerId: id, change: customerChange }),
  z.strictObject({ type: z.literal('addNote'), customerId: id, text: noteText }),
  z.strictObject({ type: z.literal('deleteNote'), customerId: id, noteId: id }),
  /** Makes two customers one person: the first one stands for both. */
  z.strictObject({
    type: z.literal('mergeCustomers'),
    customerId: id,
    otherId: id,
    /** Where both are known, what is shown from the other one. */
    take: z.array(customerField).max(customerField.options.length),
    takeAttributes: z.array(attributeName).max(MAX_ATTRIBUTES),
    /** That one of them is verified and the other is not. */
    knowsUnverified: z.boolean().optional(),
  }),
  /** Takes a customer out of the person that it was merged into. */
  z.strictObject({ type: z.literal('unmergeCustomer'), customerId: id }),
  /** For ever: every word of and with this customer, and what is known of the person. */
  z.strictObject({ type: z.literal('eraseCustomer'), customerId: id }),
  z.strictObject({ type: z.literal('markRead'), ...aboutChat, seq: sequence }),

  // presence: of oneself, or of `agentId` for who may
  z.strictObject({ type: z.literal('goOnline') }),
  z.strictObject({ type: z.literal('goAway'), reason: id }),
  z.strictObject({
    type: z.literal('goOffline'),
    agentId: id.optional(),
    choice: offlineChoice.optional(),
  }),

  /** Done with what is left to do after chats: their places are free again. */
  z.strictObject({ type: z.literal('endWrapUp') }),

  // texts and marks; null for a new one: its id comes with the answer
  z.strictObject({
    type: z.literal('saveTag'),
    tagId: id.nullable(),
    name: tagName,
    colour: tagColour,
  }),
  z.strictObject({ type: z.literal('deleteTag'), tagId: id }),
  z.strictObject({
    type: z.literal('saveQuickReply'),
    replyId: id.nullable(),
    whose: z.enum(['account', 'own']),
    shortcut,
    text,
  }),
  z.strictObject({ type: z.literal('deleteQuickReply'), replyId: id }),
  /** What agents and bots answer from; null for a new one: its id comes with the answer. */
  z.strictObject({
    type: z.literal('saveArticle'),
    articleId: id.nullable(),
    title: line,
    url: articleUrl.nullable(),
    text: articleText,
    language: language.nullable(),
    /** Whether customers may be given it, or staff alone. */
    audience: z.enum(['customer', 'staff']),
    /** Whose it is; of all, where there are none. */
    groupIds: z.array(id).max(200),
  }),
  z.strictObject({ type: z.literal('deleteArticle'), articleId: id }),
  /** Who suggests answers to agents; null for a new one: its id comes with the answer. */
  z.strictObject({
    type: z.literal('savePrompter'),
    prompterId: id.nullable(),
    kind: z.enum(['knowledge', 'webhook', 'model']),
    name: line,
    /** Whether it reads chats, and whether agents ask it. */
    readsChats: z.boolean(),
    isAsked: z.boolean(),
    /** Where a webhook, or the interface of a model's service, is; what stands before `/chat/completions`. */
    url: articleUrl.nullable(),
    model: line.nullable(),
    instructions: instructions.nullable(),
    /** Null keeps the one that is known. */
    secret: secret.nullable(),
  }),
  z.strictObject({ type: z.literal('deletePrompter'), prompterId: id }),
  /** What became of a suggestion: sent as it was, changed before, or not wanted. */
  z.strictObject({
    type: z.literal('noteSuggestion'),
    prompterId: id,
    suggestionId: commandId,
    /** Null where it was for no chat. */
    chatId: id.nullable(),
    outcome: z.enum(['taken', 'edited', 'dismissed']),
  }),
  /** Who answers customers first; null for a new one: its id comes with the answer. */
  z.strictObject({
    type: z.literal('saveBot'),
    botId: id.nullable(),
    name: line,
    serves: botServes,
    groups: groupNumbers,
  }),
  z.strictObject({ type: z.literal('deleteBot'), botId: id }),
  /** Where others are told what happens; null for a new one: its id comes with the answer. */
  z.strictObject({
    type: z.literal('saveWebhook'),
    webhookId: id.nullable(),
    name: line,
    url: articleUrl,
    kinds: z.array(webhookKind).min(1).max(WEBHOOK_KINDS.length),
    isOn: z.boolean(),
    /** Null keeps the one that is known; the former one signs too for a day. */
    secret: webhookSecret.nullable(),
  }),
  z.strictObject({ type: z.literal('deleteWebhook'), webhookId: id }),
  /** It is told an event that only tries the way. */
  z.strictObject({ type: z.literal('testWebhook'), webhookId: id }),
  /** It is told one event again, or all that was given up and happened since a time. */
  z.strictObject({
    type: z.literal('resendToWebhook'),
    webhookId: id,
    what: z.union([z.strictObject({ eventId }), z.strictObject({ failedSince: time })]),
  }),
  /** One's own in this account: what colleagues read, what customers read and see. */
  z.strictObject({
    type: z.literal('saveProfile'),
    name: line,
    publicName: line,
    picture: id.nullable(),
  }),

  // the account
  z.strictObject({ type: z.literal('changeSettings'), change: settingsChange }),
  z.strictObject({
    type: z.literal('saveGroup'),
    groupId: id,
    name: line,
    publicName: line,
    overflowGroupId: id.nullable(),
    defaultAgentId: id.nullable(),
    /** By which bots name it, of no other group; null for none. Absent: as before. */
    number: groupNumber.nullable().optional(),
    /** Null: always open. Absent: as before. */
    hours: openingHours.nullable().optional(),
  }),
  /** What waits moves to the successor in order; what is assigned stays where it is. */
  z.strictObject({ type: z.literal('deleteGroup'), groupId: id, successorId: id }),
  z.strictObject({
    type: z.literal('saveMember'),
    personId: id,
    role: z.enum(['agent', 'supervisor', 'administrator']),
    name: line,
    publicName: line,
    groupIds: z.array(id).max(200),
    chatLimit: z.int().min(1).max(100).nullable(),
  }),
  z.strictObject({ type: z.literal('deactivateMember'), personId: id }),
  z.strictObject({
    type: z.literal('saveChannel'),
    /** Null for a new one: its id comes with the answer. */
    channelId: id.nullable(),
    kind: z.enum(['widget', 'api']),
    name: line,
    groupId: id,
    botId: id.nullable(),
    allowedOrigins: z.array(pageAddress).max(50),
    colour: z.string().regex(/^#[0-9a-f]{6}$/i),
  }),
])

export type StaffCommand = z.infer<typeof staffCommand>
export type StaffCommandType = StaffCommand['type']
export type ForwardTo = z.infer<typeof forwardTo>
export type OfflineChoice = z.infer<typeof offlineChoice>
export type TagColour = z.infer<typeof tagColour>
export type CloseReasonChoice = z.infer<typeof closeReason>
export type CustomerField = z.infer<typeof customerField>
export type CustomerChange = z.infer<typeof customerChange>
export type SettingsChange = z.infer<typeof settingsChange>
