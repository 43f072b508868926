import { z } from 'zod'
import { commandId, id, page, sequence } from './scalars.ts'
import { refusal } from './refusals.ts'
import { actorView, chartKind, machineCounts } from './statechart.ts'
import { staffCommand } from './staff-commands.ts'
import {
  accountView,
  agentView,
  chatView,
  commentView,
  deskChannelView,
  groupView,
  handoverView,
  mentionView,
  messageView,
  ownAccountView,
  possibilities,
  settingsView,
  tagView,
} from './staff-views.ts'

/** `desk`: lists, agents, groups. `chat:<id>`: one conversation. */
export const streamTopic = z.union([z.literal('desk'), z.templateLiteral(['chat:', id])])

/** What all machines of an account, or of a group, do: by the id of one of them. */
export const machinesTopic = z.templateLiteral(['machines:', id])

/** What one chat or agent does: `actor:chat:<id>`, `actor:agent:<id>`. */
export const actorTopic = z.templateLiteral(['actor:', chartKind, ':', id])

export const topic = z.union([streamTopic, machinesTopic, actorTopic])

/** What a staff client sends. The first frame is a hello. */
export const staffClientFrame = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('hello'),
    protocol: z.int(),
    /** Of a session, an API token or an embedding page; never in the address. A cookie stands for it. */
    token: z.string().max(200).optional(),
    accountId: id.optional(),
  }),
  z.strictObject({
    type: z.literal('subscribe'),
    topic,
    /** The newest account sequence that this client has seen: it gets what it missed since. */
    after: sequence.optional(),
  }),
  z.strictObject({ type: z.literal('unsubscribe'), topic }),
  /** Asks for all one's accounts; from then on they are told again when something changes there. */
  z.strictObject({ type: z.literal('accounts') }),
  z.strictObject({ type: z.literal('command'), id: commandId, command: staffCommand }),
  z.strictObject({
    type: z.literal('typing'),
    chatId: id,
    typing: z.boolean(),
    /** A message, unless it says a comment; of personal ones nothing is said. */
    as: z.enum(['message', 'comment']).optional(),
  }),
  /** Which followed conversation this client has before it now; null for none. */
  z.strictObject({
    type: z.literal('looking'),
    chatId: id.nullable(),
    /** Whether it shows chats of the desk in a list, as it does unless it says no. */
    lists: z.boolean().optional(),
  }),
])

/** One thing that changed, as it is now. The same thing may come twice: the higher `seq` counts. */
export const staffChange = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('chat'), chat: chatView }),
  /** Closed, or no longer this viewer's to see. */
  z.object({ kind: z.literal('chatGone'), chatId: id }),
  z.object({ kind: z.literal('message'), message: messageView }),
  z.object({ kind: z.literal('comment'), comment: commentView }),
  z.object({ kind: z.literal('agent'), agent: agentView }),
  z.object({ kind: z.literal('group'), group: groupView }),
  z.object({ kind: z.literal('channel'), channel: deskChannelView }),
  z.object({ kind: z.literal('tag'), tag: tagView }),
  z.object({ kind: z.literal('settings'), settings: settingsView }),
  /** `customer` or an agent has read a chat up to a sequence, or a customer's `device` has it. */
  z.object({ kind: z.literal('read'), chatId: id, reader: z.string(), seq: sequence }),
  /** What a bot gave a chat to people with: the newest. */
  z.object({ kind: z.literal('handover'), chatId: id, handover: handoverView }),
  z.object({ kind: z.literal('possible'), chatId: id, possible: possibilities }),
  /** All that names the viewer and is not read, the newest first. */
  z.object({ kind: z.literal('mentions'), mentions: z.array(mentionView) }),
  /**
   * What is known of a customer, notes or blocks changed: ask for it anew. Where words were erased,
   * whatever was kept of what they said, and of what was said to them, is to be forgotten.
   */
  z.object({ kind: z.literal('customer'), customerId: id, erased: z.boolean() }),
])

export const deskSnapshot = z.object({
  me: agentView,
  account: accountView,
  /** Whether this server sends mail to customers who left. */
  sendsMail: z.boolean(),
  settings: settingsView,
  groups: z.array(groupView),
  agents: z.array(agentView),
  channels: z.array(deskChannelView),
  /** Deleted ones too: old chats carry them. */
  tags: z.array(tagView),
  /** All that names the viewer and is not read, the newest first. */
  mentions: z.array(mentionView),
  chats: z.array(chatView),
})

export const conversationSnapshot = z.object({
  chat: chatView,
  messages: z.array(messageView),
  comments: z.array(commentView),
  /** By reader: `customer`, `device` (it came to one of the customer's) or `agent:<id>`. */
  readMarks: z.record(z.string(), sequence),
  possible: possibilities,
  /** Of the newest handover of a bot; null where none said anything. */
  handover: handoverView.nullable(),
  /** There are older messages than these. */
  more: z.boolean(),
})

/** Every frame to staff: `n` is dense per socket, a hole is a loss. */
const numbered = { n: z.int().min(1) }

export const staffServerFrame = z.discriminatedUnion('type', [
  z.object({
    ...numbered,
    type: z.literal('welcome'),
    protocol: z.int(),
    personId: id,
    account: accountView,
    /** Newest account sequence. */
    seq: sequence,
    /** The server's clock, milliseconds since the epoch. */
    now: z.int(),
    heartbeatMs: z.int(),
    /** When the token of the hello is over, and the socket with it; absent where it has no end soon. */
    until: z.int().optional(),
  }),
  /** Chats of a desk that is too large for one frame; nothing holds of it before its `snapshot`. */
  z.object({
    ...numbered,
    type: z.literal('snapshotPart'),
    topic: z.literal('desk'),
    /** From 1; a first part begins anew. */
    part: z.int().min(1),
    chats: z.array(chatView),
  }),
  /** Completes the desk: what the parts before it held, but for what is here again or gone. */
  z.object({
    ...numbered,
    type: z.literal('snapshot'),
    topic: z.literal('desk'),
    seq: sequence,
    /** How many parts came before; of any others nothing counts. */
    parts: z.int().min(0),
    /** Chats of the parts that are over, or no longer this viewer's to see. */
    gone: z.array(id),
    desk: deskSnapshot,
  }),
  z.object({
    ...numbered,
    type: z.literal('conversation'),
    topic: z.templateLiteral(['chat:', id]),
    seq: sequence,
    conversation: conversationSnapshot,
  }),
  /** All that was missed has been sent; from here on it is live. */
  z.object({ ...numbered, type: z.literal('resumed'), topic: streamTopic, seq: sequence }),
  z.object({ ...numbered, type: z.literal('topicRefused'), topic, refusal }),
  z.object({
    ...numbered,
    type: z.literal('change'),
    topic: streamTopic,
    /** The cursor to resume from. */
    seq: sequence,
    changes: z.array(staffChange),
  }),
  /** What all machines of an account or group do now; after a whole, only what differs. */
  z.object({
    ...numbered,
    type: z.literal('machines'),
    topic: machinesTopic,
    whole: z.boolean(),
    /** Transitions are counted from here on, at most an hour back. */
    countedSince: z.int(),
    machines: z.array(machineCounts),
  }),
  /** One chat or agent, whole, each time that it did something. */
  z.object({ ...numbered, type: z.literal('actor'), topic: actorTopic, actor: actorView }),
  /** All one's accounts, as they are: of other accounts than the socket's this is all that is told. */
  z.object({ ...numbered, type: z.literal('accounts'), accounts: z.array(ownAccountView) }),
  z.object({
    ...numbered,
    type: z.literal('ack'),
    id: commandId,
    seq: sequence,
    result: z.record(z.string(), z.json()),
  }),
  z.object({ ...numbered, type: z.literal('refused'), id: commandId, refusal }),
  z.object({
    ...numbered,
    type: z.literal('typing'),
    chatId: id,
    who: z.string(),
    typing: z.boolean(),
  }),
  /** The page that the customer of a followed chat is on; null once the customer has left. */
  z.object({ ...numbered, type: z.literal('page'), chatId: id, page: page.nullable() }),
  /** All colleagues who have the conversation before them that this client looks at. */
  z.object({
    ...numbered,
    type: z.literal('company'),
    chatId: id,
    people: z.array(z.object({ personId: id, writes: z.enum(['message', 'comment']).nullable() })),
  }),
  z.object({ ...numbered, type: z.literal('heartbeat'), seq: sequence, now: z.int() }),
])

export type StaffTopic = z.infer<typeof topic>
export type StreamTopic = z.infer<typeof streamTopic>
export type ActorTopic = z.infer<typeof actorTopic>
export type MachinesTopic = z.infer<typeof machinesTopic>
export type StaffClientFrame = z.infer<typeof staffClientFrame>
export type StaffChange = z.infer<typeof staffChange>
export type DeskSnapshot = z.infer<typeof deskSnapshot>
export type ConversationSnapshot = z.infer<typeof conversationSnapshot>
export type StaffServerFrame = z.infer<typeof staffServerFrame>
