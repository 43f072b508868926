import type { AnyMachineSnapshot } from 'xstate'
import { inHand, whyNotAccepting } from '#machines/agent'
import { delayNameOf } from '#machines/delay-name'
import { isWaiting } from '#machines/chat-state'
import type { ChatStateName } from '#machines/chat-state'
import type { AgentView, GroupView } from '#protocol/staff-views'
import type {
  ChannelRow,
  ChatRow,
  CommentRow,
  HandoverRow,
  MessageRow,
  ReadMarkRow,
  TagRow,
} from '#storage/rows'
import type { Account } from './account.ts'
import type { MachineStep, Turn } from './turn.ts'
import type { UnreadMention } from './unread-mentions.ts'

/** A chat after a turn, with what is shown of it beside its row. */
export interface ChangedChat {
  row: ChatRow
  dueAt: number | null
  /** Null where nobody wrote yet, undefined where it is not known: of chats that are over. */
  preview: { author: string; text: string; at: number } | null | undefined
  /** Null where it is not known. */
  customerName: string | null
  /** What a bot handed it over with; null where none did, undefined where it is not known here. */
  handover: HandoverRow | null | undefined
  /** Null where the turn did not step its actor. */
  snapshot: AnyMachineSnapshot | null
  /** Whether its customer sees another chat than before: of an old one they do not. */
  toCustomer: boolean
}

export interface ChangedCustomer {
  customerId: string
  open: ChatRow[]
  closedIn: string[]
}

/**
 * What one turn changed, as it was right after the turn: told to sockets when it is durable. It
 * never looks at memory later, where turns that are not durable yet have already happened.
 */
export interface TurnChanges {
  accountId: string
  /** The account's sequence after the turn. */
  seq: number
  chats: ChangedChat[]
  /** Open chats of whose person or group customers may read another name, or see another picture. */
  renamedIn: ChatRow[]
  messages: MessageRow[]
  comments: CommentRow[]
  handovers: HandoverRow[]
  readMarks: ReadMarkRow[]
  agents: AgentView[]
  groups: GroupView[]
  channels: ChannelRow[]
  tags: TagRow[]
  settingsChanged: boolean
  /** Of whoever it may be other than before, all that names them and is not read. */
  mentions: ReadonlyMap<string, readonly UnreadMention[]>
  /** Whose rights to see are others than before; null for everybody's. */
  newRightsOf: string[] | null
  /** Customers' newest stream numbers. */
  customers: { customerId: string; streamSeq: number }[]
  /** Of whom details, notes or blocks changed, with what says who may see them. */
  aboutCustomers: ChangedCustomer[]
  /** Of whom something that was said may not be shown any more. */
  erasedCustomerIds: string[]
  /** What the machines of its actors did, in their order. */
  steps: readonly MachineStep[]
  /** Sockets and sign-ins of these people are no longer valid. */
  revokedPersonIds: string[]
}

/** Called right after the turn became memory. */
export function changesOf(account: Account, turn: Turn): TurnChanges {
  const agentIds = new Set(turn.rare.members.keys())
  for (const actor of turn.actors.keys()) {
    if (actor.startsWith('agent:')) agentIds.add(actor.slice('agent:'.length))
  }
  const groupIds = new Set([...turn.touchedGroups, ...turn.rare.groups.keys()])
  for (const agentId of agentIds) {
    for (const groupId of account.members.get(agentId)?.groupIds ?? []) groupIds.add(groupId)
  }
  return {
    accountId: account.accountId,
    seq: turn.seq,
    chats: [...turn.chats.values()].map((row) => ({
      row,
      dueAt: dueAtOf(account, row),
      preview: previewOf(account, row),
      customerName: account.customerNames.get(row.customerId) ?? null,
      handover: handoverOf(account, row),
      snapshot: turn.actors.get(`chat:${row.chatId}`)?.snapshot ?? null,
      toCustomer: turn.actors.has(`chat:${row.chatId}`) || turn.ratedChatId === row.chatId,
    })),
    renamedIn: renamedIn(account, turn),
    messages: turn.messages,
    comments: turn.comments,
    handovers: [...turn.rare.handovers.values()],
    readMarks: [...turn.readMarks.values()],
    agents: [...agentIds].flatMap((agentId) => agentView(account, agentId) ?? []),
    groups: [...groupIds].flatMap((groupId) => groupView(account, groupId) ?? []),
    channels: [...turn.rare.channels.values()],
    tags: [...turn.rare.tags.values()],
    settingsChanged: turn.newSettings !== null,
    mentions: mentionsIn(account, turn),
    newRightsOf: newRightsOf(account, turn),
    customers: [...turn.customers.values()].map(({ customerId, streamSeq }) => ({
      customerId,
      streamSeq,
    })),
    aboutCustomers: [...turn.changedCustomerIds].map((customerId) => {
      const person = personIds(account, customerId)
      return {
        customerId,
        open: person.flatMap((id) => account.openChatOf(id) ?? []),
        closedIn: person.flatMap((id) => account.customers.get(id)?.closedIn ?? []),
      }
    }),
    erasedCustomerIds: erasedIn(turn),
    steps: turn.steps,
    revokedPersonIds: [...turn.revokedPersonIds],
  }
}

/** A chat that moves comes into or goes out of somebody's sight, and what names them in it too. */
function mentionsIn(account: Account, turn: Turn): TurnChanges['mentions'] {
  const personIds = new Set(turn.mentionedIds)
  for (const chatId of turn.chats.keys()) {
    for (const personId of account.mentions.peopleIn(chatId)) personIds.add(personId)
  }
  return new Map([...personIds].map((id) => [id, account.mentions.of(id, account.chats)]))
}

function erasedIn({ rare: { erasures, erasedChats } }: Turn): string[] {
  const ofChats = [...erasedChats.values()].map(({ customerId }) => customerId)
  return [...new Set([...erasures.keys(), ...ofChats])]
}

function renamedIn(account: Account, { rare: { members, groups } }: Turn): ChatRow[] {
  if (members.size === 0 && groups.size === 0) return []
  return [...account.chats.values()].filter(
    ({ open, agentId, groupId }) =>
      open && (groups.has(groupId) || (agentId !== null && members.has(agentId))),
  )
}

/** Who is the same person as a customer, as far as the turn that changed it woke them. */
function personIds(account: Account, customerId: string): string[] {
  const headId = account.customers.get(customerId)?.row.mergedInto ?? customerId
  return [headId, ...(account.customers.get(headId)?.parts ?? [])]
}

/** A person's place in groups decides what they see, and so do who assigns chats and what groups there are. */
function newRightsOf(account: Account, turn: Turn): string[] | null {
  const personIds = [...turn.rare.members.keys()]
  const ofEverybody =
    account.rightsSeq === turn.seq && (turn.rare.endsGroups || personIds.length === 0)
  return ofEverybody ? null : personIds
}

/** A chat's last words; null where nobody wrote yet, undefined where they are not known here. */
export function previewOf(
  account: Account,
  chat: ChatRow,
): { author: string; text: string; at: number } | null | undefined {
  return account.lastWords.get(chat.chatId) ?? (chat.lastMessageId === null ? null : undefined)
}

/** What a bot handed a chat over with; null where none did, undefined where it is not known here. */
export function handoverOf(account: Account, chat: ChatRow): HandoverRow | null | undefined {
  return account.handovers.get(chat.chatId) ?? (chat.handoverId === null ? null : undefined)
}

/** When the delay of a chat's state runs out: of an offer its own, not that of the line behind it. */
export function dueAtOf(account: Account, chat: ChatRow): number | null {
  const timers = account.timers.get(`chat:${chat.chatId}`)
  if (timers === undefined) return null
  let first: number | null = null
  for (const { timerId, dueAt } of timers.values()) {
    if (chat.state === 'offered' && delayNameOf(timerId) !== 'offerLimit') continue
    if (dueAt !== null && (first === null || dueAt < first)) first = dueAt
  }
  return first
}

export function agentView(account: Account, agentId: string): AgentView | null {
  const member = account.members.get(agentId)
  const state = account.agent(agentId)
  if (member === undefined || state === null) return null
  return {
    agentId,
    name: member.name,
    publicName: member.publicName,
    picture: member.picture,
    role: member.role,
    groupIds: member.groupIds,
    presence: state.value.presence,
    awayReason: state.context.awayReason,
    connection: state.value.connection,
    inHand: inHand(state.context),
    limit: state.context.limit,
    notAccepting: whyNotAccepting(state),
    active: member.active,
    wrapUps: state.context.wrapUps.map(({ until }) => until).sort((a, b) => a - b),
  }
}

export function groupView(account: Account, groupId: string): GroupView | null {
  const group = account.groups.get(groupId)
  if (group === undefined || group.successorId !== null) return null
  const line = account.lines.get(groupId)
  let oldestWaitingAt: number | null = null
  for (const waiting of line ?? []) {
    if (oldestWaitingAt === null || waiting.firstWaitingAt < oldestWaitingAt) {
      oldestWaitingAt = waiting.firstWaitingAt
    }
    // Within one priority the first waits longest; deeper ones only matter across priorities.
    if (waiting.priority === 0) break
  }
  return {
    groupId,
    name: group.name,
    publicName: group.publicName,
    waiting: line?.size ?? 0,
    oldestWaitingAt,
    accepting: account.candidatesOf(groupId).filter(({ notAccepting }) => notAccepting === null)
      .length,
  }
}

export function isInLine(chat: ChatRow): boolean {
  return isWaiting(chat.state as ChatStateName)
}
