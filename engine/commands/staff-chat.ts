import type { Json } from '#storage/json'
import type { ChatRow } from '#storage/rows'
import type { ForwardTo, StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import { accessTo, mayCommand } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { dataOf, wordsOf } from '../files/file-facts.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { addTags } from './add-tags.ts'
import { useFiles } from './files.ts'
import { TRANSCRIPTS_BY_STAFF, orderTranscript } from './mails.ts'
import { checkMentions, mention } from './mentions.ts'
import { blockPerson } from './person.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

const DONE: Result = {}

/** The chat that a command is about. Refuses what this viewer may not see or never may do. */
export function chatFor(
  turn: Turn,
  viewer: Viewer,
  command: { type: StaffCommandType; chatId: string },
) {
  const chat = turn.chat(command.chatId)
  const settings = turn.settings.values
  if (accessTo(chat, viewer, settings) === 'none') refuse('notFound')
  const isNamed = turn.account.mentions.newestIn(viewer.personId, chat.chatId) > 0
  if (!mayCommand(command.type, chat, viewer, settings, isNamed)) {
    if (command.type === 'takeChat' && isInHand(chat)) refuse('taken', { agentId: chat.agentId })
    refuse('forbidden')
  }
  return chat
}

function openChatFor(
  turn: Turn,
  viewer: Viewer,
  command: { type: StaffCommandType; chatId: string },
): ChatRow {
  const chat = chatFor(turn, viewer, command)
  if (!chat.open) refuse('chatOver', { state: chat.state })
  turn.prepare([chat.chatId])
  return chat
}

export function takeChat(turn: Turn, viewer: Viewer, command: Of<'takeChat'>): Result {
  const chat = openChatFor(turn, viewer, command)
  const agentId = viewer.personId
  if (isInHand(chat) && chat.agentId !== agentId) refuse('taken', { agentId: chat.agentId })
  const forThem = chat.targetAgentId === agentId
  if (turn.settings.values.assignment === 'automatic' && viewer.role === 'agent' && !forThem) {
    refuse('byHandOnly')
  }
  turn.stepChat(chat.chatId, { type: 'agentTook', agentId })
  return DONE
}

export function takeOverChat(turn: Turn, viewer: Viewer, command: Of<'takeOverChat'>): Result {
  const { chatId } = openChatFor(turn, viewer, command)
  turn.stepChat(chatId, { type: 'agentTookOver', agentId: viewer.personId })
  return DONE
}

export function acceptOffer(turn: Turn, viewer: Viewer, command: Of<'acceptOffer'>): Result {
  const { chatId } = openChatFor(turn, viewer, command)
  turn.stepChat(chatId, { type: 'offerAccepted', agentId: viewer.personId })
  return DONE
}

export function declineOffer(turn: Turn, viewer: Viewer, command: Of<'declineOffer'>): Result {
  const { chatId } = openChatFor(turn, viewer, command)
  turn.stepChat(chatId, { type: 'offerDeclined', agentId: viewer.personId })
  return DONE
}

export function declineForward(turn: Turn, viewer: Viewer, command: Of<'declineForward'>): Result {
  const { chatId } = openChatFor(turn, viewer, command)
  turn.stepChat(chatId, { type: 'forwardDeclined', agentId: viewer.personId })
  return DONE
}

export function sendMessage(turn: Turn, viewer: Viewer, command: Of<'sendMessage'>): Result {
  const chat = openChatFor(turn, viewer, command)
  const agentId = viewer.personId
  if (isInHand(chat) && chat.agentId !== agentId) refuse('holdsChat', { agentId: chat.agentId })
  const messageId = turn.newId()
  const by = { kind: 'staff', personId: agentId, chatId: chat.chatId } as const
  const files = useFiles(turn, by, command.fileIds ?? [], { ...placeOf(chat), messageId })
  turn.stepChat(chat.chatId, { type: 'agentWrote', agentId, messageId }, () => {
    turn.writeMessage({
      chatId: chat.chatId,
      messageId,
      author: `agent:${agentId}`,
      kind: 'text',
      text: wordsOf(command.text),
      data: dataOf(files),
    })
  })
  return { messageId }
}

export function comment(turn: Turn, viewer: Viewer, command: Of<'comment'>): Result {
  const chat = chatFor(turn, viewer, command)
  const { chatId } = chat
  if (chat.erasedAt !== null) refuse('erased')
  const { visibleTo, mentions = [] } = command
  checkMentions(turn, viewer, chat, mentions)
  const commentId = turn.newId()
  const by = { kind: 'staff', personId: viewer.personId, chatId } as const
  const into = { ...placeOf(chat), commentId, visibleTo }
  const files = useFiles(turn, by, command.fileIds ?? [], into)
  const named: Result = mentions.length === 0 ? {} : { mentions }
  turn.recordForChat(chatId, 'commented', { commentId, ...named })
  const row = turn.writeComment({
    commentId,
    chatId,
    author: `agent:${viewer.personId}`,
    kind: 'comment',
    visibleTo,
    text: wordsOf(command.text),
    data: dataOf(files, named),
  })
  mention(turn, row, mentions)
  return { commentId }
}

export function forwardChat(turn: Turn, viewer: Viewer, command: Of<'forwardChat'>): Result {
  const chat = openChatFor(turn, viewer, command)
  if (chat.state === 'closing') refuse('notNow', { state: chat.state })
  forward(turn, chat, command.to, viewer, command.note ?? null)
  return DONE
}

/** Hands a chat to a group, an agent or the bot, with a word to the next one. */
export function forward(
  turn: Turn,
  chat: ChatRow,
  to: ForwardTo,
  viewer: Viewer,
  note: string | null,
): void {
  const { chatId } = chat
  const noteId = note === null ? null : turn.newId()
  const write = (): void => {
    if (noteId === null) return
    turn.writeComment({
      commentId: noteId,
      chatId,
      author: `agent:${viewer.personId}`,
      kind: 'comment',
      visibleTo: 'staff',
      text: note,
      data: { code: 'forwardNote' },
    })
  }
  switch (to.kind) {
    case 'group': {
      const { groupId, overflowGroupId } = turn.group(to.groupId)
      const inItsLine = chat.state === 'queued' || chat.state === 'forwarded'
      if (inItsLine && chat.groupId === groupId && chat.targetAgentId === null) {
        refuse('sameTarget')
      }
      const target = { kind: 'group' as const, groupId, overflowGroupId }
      turn.stepChat(chatId, { type: 'forwarded', to: target, noteId }, write)
      return
    }
    case 'agent': {
      const { agentId } = to
      if (!turn.member(agentId).active) refuse('isActive')
      if (chat.agentId === agentId || chat.targetAgentId === agentId) refuse('sameTarget')
      const { value } = turn.agent(agentId)
      if (value.presence === 'offline' || value.connection === 'gone') {
        refuse('targetNotAccepting', { agentId })
      }
      turn.stepChat(chatId, { type: 'forwarded', to: { kind: 'agent', agentId }, noteId }, write)
      turn.matchWanted = true
      return
    }
    case 'bot': {
      const { botId } = turn.channel(chat.channelId)
      if (botId === null) refuse('noBot')
      if (chat.state.startsWith('bot.')) refuse('sameTarget')
      turn.stepChat(chatId, { type: 'forwarded', to: { kind: 'bot', botId }, noteId }, write)
      turn.stepChat(chatId, { type: 'botTook' })
      return
    }
  }
}

export function holdChat(turn: Turn, viewer: Viewer, command: Of<'holdChat'>): Result {
  const { chatId } = openChatFor(turn, viewer, command)
  const forMs = command.until - turn.at
  if (forMs <= 0) refuse('inThePast')
  turn.stepChat(chatId, { type: 'putOnHold', until: command.until, forMs })
  return DONE
}

export function resumeChat(turn: Turn, viewer: Viewer, command: Of<'resumeChat'>): Result {
  const { chatId } = openChatFor(turn, viewer, command)
  turn.stepChat(chatId, { type: 'holdEnded' })
  return DONE
}

export function returnChat(turn: Turn, viewer: Viewer, command: Of<'returnChat'>): Result {
  const chat = openChatFor(turn, viewer, command)
  if (chat.state === 'closing') refuse('notNow', { state: chat.state })
  turn.stepChat(chat.chatId, { type: 'returnedToQueue', reason: 'agent' })
  return DONE
}

export function closeChat(turn: Turn, viewer: Viewer, command: Of<'closeChat'>): Result {
  const { chatId, tagIds } = openChatFor(turn, viewer, command)
  const { reasonId = null } = command
  const { closeReasons, closeReasonRequired } = turn.settings.values
  if (reasonId === null && closeReasonRequired && closeReasons.length > 0) refuse('reasonNeeded')
  if (reasonId !== null && !closeReasons.some((one) => one.reasonId === reasonId)) {
    refuse('notFound', { reasonId })
  }
  const more = (command.tagIds ?? []).filter((tagId) => !tagIds.includes(tagId))
  const closing = turn.stepChat(chatId, { type: 'agentClosed' })
  if (reasonId !== null) {
    turn.recordForChat(chatId, 'closeReasonGiven', { reasonId })
    turn.putChat({ ...closing, seq: turn.seq, closeReasonId: reasonId })
  }
  addTags(turn, chatId, more)
  return DONE
}

export function undoClose(turn: Turn, viewer: Viewer, command: Of<'undoClose'>): Result {
  const { chatId } = openChatFor(turn, viewer, command)
  turn.stepChat(chatId, { type: 'closeUndone' })
  return DONE
}

/** A new chat, linked to a closed one, in the hands of the agent who continues it. */
export function continueChat(turn: Turn, viewer: Viewer, command: Of<'continueChat'>): Result {
  const chat = chatFor(turn, viewer, command)
  if (chat.open) refuse('chatOpen')
  const customer = turn.customer(chat.customerId)
  if (customer.blockId !== null) refuse('blocked')
  if (customer.openChatId !== null) refuse('chatOpen', { chatId: customer.openChatId })
  if (!turn.canReach(chat.customerId)) refuse('notReachable')
  const { groupId, overflowGroupId } = turn.livingGroup(chat.groupId)
  const chatId = turn.newId()
  turn.openChat({
    chatId,
    customerId: chat.customerId,
    channelId: chat.channelId,
    line: { groupId, overflowGroupId, priority: 0, firstWaitingAt: null },
    botId: null,
    agentId: viewer.personId,
    messageId: null,
    sticky: null,
    continues: chat.chatId,
  })
  return { chatId }
}

/** Of what the customer may see, to the address that is known of them. */
export function sendTranscript(turn: Turn, viewer: Viewer, command: Of<'sendTranscript'>): Result {
  const { chatId } = chatFor(turn, viewer, command)
  return orderTranscript(turn, chatId, TRANSCRIPTS_BY_STAFF)
}

export function setPriority(turn: Turn, viewer: Viewer, command: Of<'setPriority'>): Result {
  const { chatId } = openChatFor(turn, viewer, command)
  turn.stepChat(chatId, { type: 'priorityChanged', priority: command.priority })
  return DONE
}

/**
 * Of the chat's customer, by whoever may: what is open ends, whichever chat it is. Without one only
 * the next ones are kept away.
 */
export function blockCustomer(turn: Turn, viewer: Viewer, command: Of<'blockCustomer'>): Result {
  const { customerId } = chatFor(turn, viewer, command)
  if (turn.customer(customerId).blockId !== null) refuse('blocked')
  const blockIds = blockPerson(turn, viewer, customerId, command)
  return { blockId: blockIds.get(customerId) ?? null }
}

export function markRead(turn: Turn, viewer: Viewer, command: Of<'markRead'>): Result {
  const chat = chatFor(turn, viewer, command)
  const mayReadAll = accessTo(chat, viewer, turn.settings.values) === 'full'
  // Who sees but what names them has read no further than that.
  const { account } = turn
  const newest = mayReadAll ? account.seq : account.mentions.newestIn(viewer.personId, chat.chatId)
  const seq = Math.min(command.seq, newest)
  turn.recordForChat(chat.chatId, 'read', { reader: `agent:${viewer.personId}`, upTo: seq })
  turn.markRead({ chatId: chat.chatId, reader: `agent:${viewer.personId}`, seq, at: turn.at })
  if (chat.agentId === viewer.personId) {
    const last = turn.account.lastWords.get(chat.chatId)
    const readAll = last === undefined || seq >= last.seq
    if (readAll && chat.open) {
      const { streamSeq } = turn.customer(chat.customerId)
      turn.markRead({ chatId: chat.chatId, reader: 'staff', seq: streamSeq, at: turn.at })
    }
    if (readAll && chat.unread > 0) turn.putChat({ ...chat, seq: turn.seq, unread: 0 })
  }
  return DONE
}

/** Words of the agent who has a chat, to its customer. */
export function say(turn: Turn, { chatId }: ChatRow, agentId: string, text: string): void {
  const messageId = turn.newId()
  turn.stepChat(chatId, { type: 'agentWrote', agentId, messageId }, () => {
    const author = `agent:${agentId}`
    turn.writeMessage({ chatId, messageId, author, kind: 'text', text })
  })
}

function placeOf({ chatId, customerId }: ChatRow): { chatId: string; customerId: string } {
  return { chatId, customerId }
}

function isInHand(chat: ChatRow): boolean {
  return chat.state.startsWith('assigned.') || chat.state === 'closing'
}
