import { z } from 'zod'
import { fileClass } from './files.ts'
import { commandId, email, id, line, sequence, time } from './scalars.ts'
import { MAX_PASSWORD_LENGTH, MAX_PICTURE_BYTES, MIN_PASSWORD_LENGTH } from './limits.ts'
import { staffCommand } from './staff-commands.ts'
import { mentionView, quickReplyView } from './staff-views.ts'
import { customerCommand } from './customer-commands.ts'
import { refusal } from './refusals.ts'
import { chatView } from './staff-views.ts'

/** `POST /api/v1/session`: sign in; sets the session's cookie and gives the token for other clients. */
export const signInBody = z.strictObject({ email, password: z.string().min(1).max(200) })

export const signedIn = z.object({
  token: z.string(),
  personId: id,
  name: z.string(),
  accounts: z.array(z.object({ accountId: id, name: z.string(), role: z.string() })),
})

/** `GET /api/v1/session`. */
export const session = signedIn.omit({ token: true })

/** A password that somebody chooses. */
export const newPassword = z.string().min(MIN_PASSWORD_LENGTH).max(MAX_PASSWORD_LENGTH)

/** `POST /api/v1/session/password`. */
export const passwordChange = z.strictObject({
  current: z.string().min(1).max(MAX_PASSWORD_LENGTH),
  next: newPassword,
})

/** `POST /api/v1/session/forgotten`: always the same answer. */
export const forgottenBody = z.strictObject({ email })

export const forgottenAnswer = z.object({
  /** Whether this server sends mail; else an administrator makes a link. */
  sendsMail: z.boolean(),
})

/** `POST /api/v1/session/reset`: a new password by the token of a link. */
export const resetBody = z.strictObject({
  token: z.string().min(1).max(100),
  password: newPassword,
})

/** A language as BCP 47 names it: `de`, `pt-BR`. */
const language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'not a language')

/** `GET` and `PUT /api/v1/session/preferences`: what a person chose, in all accounts. */
export const preferences = z.strictObject({
  /** Of the pages; null: the browser's. */
  language: language.nullable(),
  /** In which one can talk to customers. */
  speaks: z.array(language).max(12),
  /** Whether keys without Ctrl, Cmd or Alt do something while one does not type. */
  singleKeys: z.boolean().default(true),
  notifications: z.strictObject({
    /** By the system, while the page is not looked at. */
    desktop: z.boolean(),
    sound: z.boolean(),
    /** Which events are told at all. */
    newInLine: z.boolean(),
    ownMessages: z.boolean(),
    mentions: z.boolean(),
    /** My time to answer is nearly over. */
    limits: z.boolean().default(true),
    /** The count in the page's title, and on its icon where there is one. */
    badge: z.boolean().default(true),
    /** Whether what was said may stand in a notification, for everybody to read. */
    words: z.boolean().default(false),
  }),
})

/** `GET /api/v1/session/sign-ins`: where one is signed in, the one used last first. */
export const signIns = z.object({
  signIns: z.array(
    z.object({
      sessionId: id,
      /** What the browser said of itself. */
      device: z.string(),
      address: z.string(),
      createdAt: time,
      lastSeenAt: time,
      /** The one that asks. */
      current: z.boolean(),
    }),
  ),
})

/** `POST /api/v1/session/pictures`: PNG, JPEG or WebP in base64. */
export const pictureBody = z.strictObject({
  image: z
    .base64()
    .min(4)
    .max(Math.ceil(MAX_PICTURE_BYTES / 3) * 4),
})

export const savedPicture = z.object({ picture: id })

/** `POST /api/v1/accounts/{accountId}/members/{personId}/reset-links`. */
export const resetLink = z.object({
  /** On this server, from `/` on; the token stands behind the `#`, where no server sees it. */
  path: z.string(),
  expiresAt: time,
})

/** `POST /api/v1/accounts/{accountId}/commands`: any staff command, answered after commit. */
export const staffCommandBody = z.strictObject({ id: commandId, command: staffCommand })

/** `GET /api/v1/accounts/{accountId}/quick-replies`: the account's and one's own, by shortcut. */
export const quickReplies = z.object({ replies: z.array(quickReplyView) })

/** `POST /api/v1/channels/{channelId}/commands`, with the customer's token. */
export const customerCommandBody = z.strictObject({ id: commandId, command: customerCommand })

export const acknowledged = z.object({
  id: commandId,
  seq: z.int(),
  result: z.record(z.string(), z.json()),
})

/** `POST /api/v1/channels/{channelId}/customers`: a token for a new customer; nothing is kept yet. */
export const customerToken = z.object({ token: z.string() })

/** `POST /api/v1/channels/{channelId}/returns`: the link of a mail, and the token that is held already. */
export const returnBody = z.strictObject({
  link: z
    .string()
    .max(300)
    .regex(/^[A-Za-z0-9_-]+$/, 'not a link'),
  token: z.string().min(1).max(300).optional(),
})

export const returned = z.object({
  token: z.string(),
  /** When it is over; null where it has no end. */
  until: time.nullable(),
})

/** `GET /api/v1/channels/{channelId}`: what the widget needs before anybody wrote. */
export const channelView = z.object({
  channelId: id,
  /** The public name of whom one talks to. */
  name: z.string(),
  colour: z.string(),
  welcome: z.string(),
  /** Whether somebody could answer now. */
  answering: z.boolean(),
  /** Whether this server sends mail, such as a conversation to its customer. */
  sendsMail: z.boolean(),
  /** What files are taken: the largest in bytes, and which. */
  files: z.object({ maxBytes: z.int(), classes: z.array(fileClass) }),
})

/** Where an archive page ends: the next one holds what was closed before it. */
export const archiveCursor = z.object({ closedAt: time, chatId: id })

/** `GET /api/v1/accounts/{accountId}/chats?state=closed`: closed and blocked chats, newest closing first. */
export const archivePage = z.object({
  chats: z.array(chatView),
  /** Ask with these as `beforeClosedAt` and `beforeChatId` for the next page; null on the last. */
  next: archiveCursor.nullable(),
})

/** Where words begin that were looked for: from and to, in UTF-16 units. */
const marks = z.array(z.tuple([z.int(), z.int()]))

/** A customer in whose name or e-mail address the words are. */
export const foundCustomer = z.object({
  customerId: id,
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** In the name, and in the e-mail address. */
  marks: z.object({ name: marks, email: marks }),
  /** Their newest chats, as far as one may read them. */
  chats: z.array(chatView),
})

/** A message or comment with the words. */
export const foundLine = z.object({
  kind: z.enum(['message', 'comment']),
  lineId: id,
  /** The account's sequence, to be met in its conversation. */
  seq: sequence,
  author: z.string(),
  at: time,
  /** A part of the text with the words in it; an ellipsis stands for what was left out. */
  excerpt: z.string(),
  marks,
  chat: chatView,
})

/** `GET /api/v1/accounts/{accountId}/search`: what was found, the newest first. */
export const searchPage = z.object({
  /** On the first page only. */
  customers: z.array(foundCustomer),
  lines: z.array(foundLine),
  /** Ask with these as `beforeSeq` and `beforeLineId` for the next page; null on the last. */
  next: z.object({ seq: sequence, lineId: id }).nullable(),
})

/**
 * `GET /api/v1/accounts/{accountId}/mentions`: comments that name oneself, read or not, the newest
 * first; of one chat, where one is asked for. Whoever may not read a chat sees these of it.
 */
export const mentionsList = z.object({
  mentions: z.array(
    mentionView.extend({
      author: z.string(),
      /** Null where it has none, or they were erased. */
      text: z.string().nullable(),
      isRead: z.boolean(),
      customerName: z.string(),
      groupId: id,
      open: z.boolean(),
    }),
  ),
})

/** `GET /api/v1/accounts/{accountId}/chats/{chatId}/mentionable`: whom a comment there can name now. */
export const mentionable = z.object({ personIds: z.array(id) })

/** `POST /api/v1/accounts/{accountId}/members/{personId}/embed-tokens`: what its page is to be given. */
export const embedToken = z.object({ token: z.string(), expiresAt: time })

/** A program that acts in an account for whoever made its token. */
export const apiTokenView = z.object({
  tokenId: id,
  name: z.string(),
  personId: id,
  createdAt: time,
  lastUsedAt: time.nullable(),
})

/** `GET /api/v1/accounts/{accountId}/api-tokens`: those that are not revoked, the oldest first. */
export const apiTokens = z.object({ tokens: z.array(apiTokenView) })

export const newApiTokenBody = z.strictObject({ name: line })

/** `POST /api/v1/accounts/{accountId}/api-tokens`: told this once. */
export const newApiToken = z.object({ tokenId: id, token: z.string() })

/** Every error of the REST interface: RFC 9457 with the refusal in it. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  refusal,
})

export type Preferences = z.infer<typeof preferences>
export type SignIns = z.infer<typeof signIns>
export type SignedIn = z.infer<typeof signedIn>
export type Session = z.infer<typeof session>
export type ChannelView = z.infer<typeof channelView>
export type QuickReplies = z.infer<typeof quickReplies>
export type ArchivePage = z.infer<typeof archivePage>
export type FoundCustomer = z.infer<typeof foundCustomer>
export type FoundLine = z.infer<typeof foundLine>
export type MentionsList = z.infer<typeof mentionsList>
export type Mentionable = z.infer<typeof mentionable>
export type ApiTokens = z.infer<typeof apiTokens>
export type NewApiToken = z.infer<typeof newApiToken>
export type EmbedToken = z.infer<typeof embedToken>
export type SearchPage = z.infer<typeof searchPage>
export type Problem = z.infer<typeof problem>
