import { z } from 'zod'
import { commandId, id, language, page, sequence, time } from './scalars.ts'
import { fileView } from './files.ts'
import { customerCommand } from './customer-commands.ts'
import { refusal } from './refusals.ts'

/** What a customer's client sends. The first frame is a hello. */
export const customerClientFrame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    protocol: z.int(),
    token: z.string().max(300),
    /** The newest number of the stream that this client has; it gets what came after. */
    after: sequence.optional(),
    /** In which to say what is no message: notices, the built-in bot; English if it is not known. */
    language: language.optional(),
  }),
  z.strictObject({ type: z.literal('command'), id: commandId, command: customerCommand }),
  z.strictObject({ type: z.literal('typing'), typing: z.boolean() }),
  /** The page that this tab shows; staff sees it while the socket lives, and nothing keeps it. */
  z.strictObject({ type: z.literal('page'), page }),
])

/** One entry of the customer's stream, as customers see it. */
export const customerItem = z.object({
  /** Dense per customer, from 1. */
  n: z.int().min(1),
  kind: z.enum(['text', 'notice']),
  from: z.enum(['me', 'person', 'bot', 'system']),
  /** The public name of who wrote; null for oneself and for notices. */
  name: z.string().nullable(),
  /** Of `/api/v1/pictures/{pictureId}`, of who wrote; null: initials. */
  picture: id.nullable(),
  /** Words of a message, or the account's words for a notice. */
  text: z.string(),
  /** Code of a notice: waiting, joined, forwarded, closed … */
  code: z.string().nullable(),
  /** True on a notice that says that nobody is there to come; absent elsewhere. */
  unstaffed: z.literal(true).optional(),
  files: z.array(fileView),
  /** What the customer may answer with one press. */
  buttons: z.array(
    z.object({ label: z.string(), action: z.enum(['say', 'talkToPerson', 'leaveMessage']) }),
  ),
  at: time,
  /** The id of the command that sent it, on one's own messages. */
  commandId: z.string().nullable(),
})

export const customerChatView = z.object({
  state: z.enum(['none', 'bot', 'waiting', 'talking', 'onHold', 'ended', 'blocked']),
  /** Who answers, honestly: bot or person, with a public name. */
  with: z
    .object({ kind: z.enum(['bot', 'person', 'group']), name: z.string(), picture: id.nullable() })
    .nullable(),
  canTalkToPerson: z.boolean(),
  /** Whether the bot may have the customer again. */
  canTalkToBot: z.boolean(),
  canLeaveMessage: z.boolean(),
  /** Whether the chat that ended may be rated. */
  canRate: z.boolean(),
  /** What it was given, 1 to 5. */
  rated: z.int().nullable(),
})

export const customerServerFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('welcome'),
    protocol: z.int(),
    /** Newest number of the stream. */
    newest: sequence,
    /** True where everything kept of the stream follows anew, not only what came after. */
    fresh: z.boolean(),
    items: z.array(customerItem),
    chat: customerChatView,
    /** How far staff has read. */
    readN: sequence,
    now: z.int(),
    heartbeatMs: z.int(),
  }),
  z.object({ type: z.literal('item'), item: customerItem }),
  z.object({ type: z.literal('chat'), chat: customerChatView }),
  z.object({ type: z.literal('read'), n: sequence }),
  z.object({ type: z.literal('typing'), typing: z.boolean() }),
  z.object({
    type: z.literal('ack'),
    id: commandId,
    /** The number of the customer's own message in the stream, where it made one. */
    n: sequence.nullable(),
  }),
  z.object({ type: z.literal('refused'), id: commandId, refusal }),
  z.object({ type: z.literal('heartbeat'), newest: sequence, now: z.int() }),
])

export type CustomerClientFrame = z.infer<typeof customerClientFrame>
export type CustomerItem = z.infer<typeof customerItem>
export type CustomerChatView = z.infer<typeof customerChatView>
export type CustomerServerFrame = z.infer<typeof customerServerFrame>
