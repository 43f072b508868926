import type { Json } from '#storage/json'
import type { CustomerRow } from '#storage/rows'
import type { CustomerCommand } from '#protocol/customer-commands'
import { RATING_CHANGE_MS, RATING_OPEN_MS } from '#protocol/limits'
import type { NoticeCode } from '#protocol/notice-codes'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { dataOf, wordsOf } from '../files/file-facts.ts'
import type { CustomerIdentity } from '../realtime/connection.ts'
import { FIELDS, givenByCustomer, noDetails } from './customer-details.ts'
import { turnAwayBlocked, useFiles } from './files.ts'
import { TRANSCRIPTS_OF_CUSTOMER, orderTranscript } from './mails.ts'
import { detailsOfPerson, preferring } from './person-details.ts'
import { recordForPerson, toPart } from './person.ts'

type Result = Record<string, Json>

/** What asks for nobody: whoever is blocked may read, and say who they are. */
const QUIET: readonly CustomerCommand['type'][] = ['introduce', 'markRead', 'markDelivered']

/** What of a blocked customer's is left to a bot's chat, whose statechart knows of the block. */
const FOR_BOT: readonly CustomerCommand['type'][] = [
  'sendMessage',
  'talkToPerson',
  'talkToBot',
  'leaveMessage',
  'endChat',
]

/** Carries out a command of a customer: it is about their own chat on their own channel, always. */
export function decideCustomer(
  turn: Turn,
  who: CustomerIdentity,
  command: CustomerCommand,
): Result {
  if (!QUIET.includes(command.type) && !isForBot(turn, who, command)) {
    turnAwayBlocked(turn, who.customerId)
  }
  switch (command.type) {
    case 'sendMessage':
      return sendMessage(turn, who, command.text, command.fileIds ?? [])
    case 'talkToPerson':
      turn.stepChat(ownChat(turn, who), { type: 'personRequested' })
      return {}
    case 'talkToBot':
      return talkToBot(turn, who)
    case 'leaveMessage':
      return leaveMessage(turn, who, command.email)
    case 'introduce':
      return introduce(turn, who, command)
    case 'endChat':
      turn.stepChat(ownChat(turn, who), { type: 'customerEnded' })
      return {}
    case 'rateChat':
      return rateChat(turn, who, command)
    case 'sendTranscript':
      return sendTranscript(turn, who, command.email)
    case 'markRead':
      return mark(turn, who, 'customer', command.n)
    case 'markDelivered':
      return mark(turn, who, 'device', command.n)
  }
}

/** Who is blocked has no open chat but a bot's, and opens none but there. */
function isForBot(
  turn: Turn,
  { customerId, channelId }: CustomerIdentity,
  { type }: CustomerCommand,
): boolean {
  const isOpen = (turn.findCustomer(customerId)?.openChatId ?? null) !== null
  const opensOne = type === 'sendMessage' && turn.channel(channelId).botId !== null
  return FOR_BOT.includes(type) && (isOpen || opensOne)
}

/** Into the open chat, else a new one: it goes to the bot or to the channel's group. */
function sendMessage(
  turn: Turn,
  who: CustomerIdentity,
  text: string,
  fileIds: readonly string[],
): Result {
  const customer = turn.findCustomer(who.customerId) ?? newCustomer(turn, who)
  const messageId = turn.newId()
  const chatId = customer.openChatId ?? turn.newId()
  const { customerId } = who
  const by = { kind: 'customer', customerId } as const
  const files = useFiles(turn, by, fileIds, { chatId, customerId, messageId })
  const write = (): void => {
    turn.writeMessage({
      chatId,
      messageId,
      author: `customer:${who.customerId}`,
      kind: 'text',
      text: wordsOf(text),
      data: dataOf(files),
    })
  }
  if (customer.openChatId !== null) {
    turn.prepare([chatId])
    turn.stepChat(chatId, { type: 'customerWrote', messageId }, write)
  } else {
    turn.putCustomer(customer)
    openChat(turn, customer, chatId, messageId, write)
  }
  return { messageId, n: numberOf(turn, messageId) }
}

function openChat(
  turn: Turn,
  customer: CustomerRow,
  chatId: string,
  messageId: string,
  write: () => void,
): void {
  const channel = turn.channel(customer.channelId)
  const { groupId, overflowGroupId } = turn.group(channel.groupId)
  const stickyUntil = (customer.lastClosedAt ?? 0) + turn.settings.values.stickyMs
  const { blockId } = customer
  const sticky =
    blockId === null && customer.lastAgentId !== null && turn.at < stickyUntil
      ? { agentId: customer.lastAgentId, until: stickyUntil }
      : null
  turn.openChat(
    {
      chatId,
      customerId: customer.customerId,
      channelId: customer.channelId,
      line: { groupId, overflowGroupId, priority: 0, firstWaitingAt: null },
      // Who was just talking with a person goes back to people; otherwise the bot has the floor.
      botId: sticky === null ? channel.botId : null,
      agentId: null,
      messageId,
      sticky,
      continues: customer.lastChatId,
      ...(blockId === null ? {} : { blockId }),
    },
    write,
  )
}

function talkToBot(turn: Turn, who: CustomerIdentity): Result {
  const chatId = ownChat(turn, who)
  const { botId } = turn.channel(who.channelId)
  if (botId === null) refuse('noBot')
  turn.stepChat(chatId, { type: 'botRequested', botId })
  return {}
}

function leaveMessage(turn: Turn, who: CustomerIdentity, email: string): Result {
  const chatId = ownChat(turn, who)
  turn.stepChat(chatId, { type: 'messageLeft' })
  keep(turn, who, { email })
  return {}
}

/** Nothing is kept of who never wrote. */
function introduce(
  turn: Turn,
  who: CustomerIdentity,
  given: Extract<CustomerCommand, { type: 'introduce' }>,
): Result {
  if (turn.findCustomer(who.customerId) === null) refuse('noChat')
  keep(turn, who, given)
  return {}
}

function keep(
  turn: Turn,
  { customerId }: CustomerIdentity,
  given: Parameters<typeof givenByCustomer>[1],
): void {
  const before = turn.known(customerId).details ?? noDetails(customerId)
  const person = turn.person(customerId)
  const whole = detailsOfPerson(person.map(toPart))
  const { details, fields } = givenByCustomer(before, given, whole)
  if (fields.length === 0) return
  turn.rare.customerDetails.set(customerId, details)
  showNewest(turn, customerId, fields)
  recordForPerson(turn, customerId, 'customerSaved', { fields })
}

/** Of a person who is several customers, the newest word is shown, whichever of them gave it. */
function showNewest(turn: Turn, customerId: string, fields: readonly string[]): void {
  const [head, ...others] = turn.person(customerId)
  if (head === undefined || others.length === 0) return
  const given = FIELDS.filter((field) => fields.includes(field))
  const row = head.details ?? noDetails(head.row.customerId)
  const shown = preferring(row, new Map(given.map((field) => [field, customerId])))
  turn.rare.customerDetails.set(head.row.customerId, shown)
}

/**
 * Of the chat that ended last, however long ago within reason; what was given can be changed for a
 * while. The number is the chat's, the words are a row of their own that only staff sees.
 */
function rateChat(
  turn: Turn,
  who: CustomerIdentity,
  { score, words }: Extract<CustomerCommand, { type: 'rateChat' }>,
): Result {
  const customer = turn.findCustomer(who.customerId)
  const chatId = customer?.lastChatId ?? null
  if (customer === null || chatId === null) refuse('noChat')
  const chat = turn.chat(chatId)
  const until =
    chat.ratedAt === null
      ? (chat.closedAt ?? turn.at) + RATING_OPEN_MS
      : chat.ratedAt + RATING_CHANGE_MS
  const isOver = chat.state === 'closed' && chat.erasedAt === null
  const isOpen = turn.settings.values.rating && isOver && turn.at < until
  if (!isOpen) refuse('notRateable')
  turn.countRating(chat, score)
  const commentId = turn.newId()
  turn.recordForChat(chatId, 'rated', { score, commentId })
  turn.tellWebhooks(chat, 'chatRated', { score, commentId })
  turn.writeComment({
    commentId,
    chatId,
    author: `customer:${who.customerId}`,
    kind: 'note',
    visibleTo: 'staff',
    text: words ?? null,
    data: { code: 'rated' satisfies NoticeCode, score },
  })
  turn.putChat({ ...chat, seq: turn.seq, rating: score, ratedAt: chat.ratedAt ?? turn.at })
  if (customer.openChatId === null) turn.ratedChatId = chatId
  return {}
}

/** An address that is given with it is kept as one that was left: it is the customer's from then on. */
function sendTranscript(turn: Turn, who: CustomerIdentity, email: string | undefined): Result {
  const customer = turn.findCustomer(who.customerId)
  const chatId = customer?.openChatId ?? customer?.lastChatId ?? null
  if (chatId === null) refuse('noChat')
  if (turn.sendsMail && email !== undefined) keep(turn, who, { email })
  return orderTranscript(turn, chatId, TRANSCRIPTS_OF_CUSTOMER)
}

/**
 * `n` is a number of the customer's own stream. Staff is told once everything is read, or has come
 * to a device; a mark for less than that changes nothing.
 */
function mark(turn: Turn, who: CustomerIdentity, reader: 'customer' | 'device', n: number): Result {
  const customer = turn.customer(who.customerId)
  const chatId = customer.openChatId ?? customer.lastChatId
  if (chatId === null) refuse('noChat')
  if (n < customer.streamSeq) return {}
  turn.recordForChat(chatId, 'read', { reader, upTo: customer.streamSeq })
  turn.markRead({ chatId, reader, seq: turn.seq, at: turn.at })
  return {}
}

function ownChat(turn: Turn, who: CustomerIdentity): string {
  const chatId = turn.findCustomer(who.customerId)?.openChatId ?? null
  if (chatId === null) refuse('noChat')
  turn.prepare([chatId])
  return chatId
}

function newCustomer(turn: Turn, who: CustomerIdentity): CustomerRow {
  return {
    customerId: who.customerId,
    channelId: who.channelId,
    streamSeq: 0,
    openChatId: null,
    lastChatId: null,
    lastAgentId: null,
    lastClosedAt: null,
    blockId: null,
    createdAt: turn.at,
    transcriptDay: 0,
    transcriptCount: 0,
    mergedInto: null,
    mergedAt: null,
    mergedBy: null,
  }
}

function numberOf(turn: Turn, messageId: string): number {
  return turn.messages.find((message) => message.messageId === messageId)?.customerSeq ?? 0
}
