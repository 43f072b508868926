import { hindranceOf, whyNotAccepting } from '#machines/agent'
import { toPlain } from '#machines/step'
import { PREVIEW_LENGTH } from '#protocol/limits'
import type { Json } from '#storage/json'
import type { AnyMachineSnapshot } from 'xstate'
import { filesIn } from '../files/file-facts.ts'
import { agentStateOf } from './account.ts'
import type { Account, AwakeActor } from './account.ts'
import type { Gathered } from './gathered.ts'
import { mayBeLastWords } from './last-words.ts'
import type { LineMove } from './line-log.ts'
import type { Job } from './job.ts'
import type { Turn } from './turn.ts'

/** About what rows take in a batch besides their words. */
const ROW_BYTES = 200
const SNAPSHOT_BYTES = 800

/** Makes a turn the account's memory and part of the batch that gathers; gives that batch. */
export function applyTurn(
  account: Account,
  turn: Turn,
  job: Job,
  result: Record<string, Json>,
): Gathered {
  const gathered = account.gather()
  account.turn += 1
  account.seq = turn.seq
  account.accountActorSeq = turn.accountActorSeq
  if (account.carefulTurns > 0) account.carefulTurns -= 1
  gathered.turns += 1
  gathered.journal.push(...turn.journal)
  gathered.bytes += ROW_BYTES * turn.journal.length

  const changedAgents = new Map<string, { accepts: boolean }>()
  for (const [actor, awake] of turn.actors) {
    if (actor.startsWith('agent:')) {
      const [before, after] = [standingOf(account.actors.get(actor)), standingOf(awake)]
      if (before !== after) {
        changedAgents.set(actor.slice('agent:'.length), { accepts: after === ACCEPTING })
      }
    }
    account.actors.set(actor, awake)
    const snapshot = plainOf(awake.snapshot)
    gathered.actors.set(actor, { actor, machine: awake.machine, seq: awake.seq, snapshot })
    gathered.bytes += SNAPSHOT_BYTES
  }
  for (const [key, timer] of turn.timers) {
    gathered.timers.set(key, timer)
    if (timer.row === null) account.removeTimer(timer.actor, timer.timerId)
    else account.putTimer(timer.row)
  }
  const moves: LineMove[] = []
  for (const [id, row] of turn.chats) {
    gathered.chats.set(id, row)
    const before = account.waitingOf(id)
    account.putChat(row)
    const after = account.waitingOf(id)
    if (before !== undefined || after !== undefined) moves.push({ before, after })
  }
  for (const [id, row] of turn.customers) {
    gathered.customers.set(id, row)
    account.putCustomer(turn.known(id), turn.at)
  }
  for (const row of turn.messages) {
    gathered.messages.push(row)
    gathered.bytes += ROW_BYTES + 2 * (row.text?.length ?? 0)
    if (row.text === null || !mayBeLastWords(row)) continue
    const { seq, author, at } = row
    const words = row.text === '' ? (filesIn(row.data)[0]?.name ?? '') : row.text
    account.lastWords.set(row.chatId, { seq, author, at, text: words.slice(0, PREVIEW_LENGTH) })
  }
  for (const row of turn.comments) {
    gathered.comments.push(row)
    gathered.bytes += ROW_BYTES + 2 * (row.text?.length ?? 0)
  }
  gathered.outbox.push(...turn.outbox)
  gathered.webhookDeliveries.push(...turn.webhookDeliveries)
  gathered.bytes += ROW_BYTES * turn.webhookDeliveries.length
  gathered.stays.push(...turn.stays)
  gathered.bytes += ROW_BYTES * (turn.stays.length + turn.figures.length)
  for (const row of turn.figures) gathered.addFigure(row)
  for (const [key, row] of turn.readMarks) {
    if (row.seq >= (gathered.readMarks.get(key)?.seq ?? 0)) gathered.readMarks.set(key, row)
    const [kind, personId = ''] = row.reader.split(':')
    if (kind === 'agent' && account.mentions.read(personId, row.chatId, row.seq)) {
      turn.mentionedIds.add(personId)
    }
  }
  if (job.command !== null) {
    const { sender, id, digest } = job.command
    const answer = { seq: turn.seq, result }
    gathered.commands.push({ sender, commandId: id, digest, answer, at: turn.at })
  }
  if (turn.hasRare) applyRare(account, gathered, turn)
  if (turn.matchWanted) account.matchWanted = true
  const lines = account.lineLog.rowsOf(account, {
    turn: account.turn,
    at: turn.at,
    moves,
    changedAgents,
    otherRules: turn.changesRules,
  })
  gathered.lines.push(...lines)
  gathered.bytes += ROW_BYTES * lines.length
  return gathered
}

function applyRare(account: Account, gathered: Gathered, turn: Turn): void {
  const { rare } = turn
  if (gathered.rare === null) gathered.rare = rare
  else gathered.rare.add(rare)
  const { newSettings } = turn
  const assignment = newSettings?.values.assignment ?? account.settings.values.assignment
  const otherRights = rare.members.size > 0 || assignment !== account.settings.values.assignment
  if (otherRights || rare.endsGroups) account.rightsSeq = turn.seq
  if (rare.account !== null) account.name = rare.account.name
  for (const group of rare.groups.values()) account.putGroup(group)
  for (const [id, member] of rare.members) account.members.set(id, member)
  for (const handover of rare.handovers.values()) {
    account.handovers.set(handover.chatId, handover)
  }
  for (const { customerId, at } of rare.erasures.values()) {
    for (const personId of forgetWords(account, chatsOf(account, customerId), at)) {
      turn.mentionedIds.add(personId)
    }
  }
  for (const { chatId, at } of rare.erasedChats.values()) {
    for (const personId of forgetWords(account, [chatId], at)) turn.mentionedIds.add(personId)
  }
  for (const [id, channel] of rare.channels) account.channels.set(id, channel)
  for (const [id, tag] of rare.tags) account.tags.set(id, tag)
  for (const [id, reply] of rare.quickReplies) {
    if (reply.deleted) account.quickReplies.delete(id)
    else account.quickReplies.set(id, reply)
  }
  for (const [id, { groupIds, deleted }] of rare.articles) {
    if (deleted) account.articles.delete(id)
    else account.articles.set(id, { articleId: id, groupIds })
  }
  for (const [id, prompter] of rare.prompters) {
    if (prompter.deleted) account.prompters.delete(id)
    else account.prompters.set(id, prompter)
  }
  for (const [id, bot] of rare.bots) {
    if (bot.deleted) account.bots.delete(id)
    else account.bots.set(id, bot)
  }
  for (const [id, webhook] of rare.webhooks) {
    if (webhook.deleted) account.webhooks.delete(id)
    else account.webhooks.set(id, webhook)
  }
  for (const file of rare.files.values()) account.putFile(file)
  for (const mention of rare.mentions.values()) {
    account.mentions.put(mention)
    turn.mentionedIds.add(mention.personId)
  }
  if (newSettings !== null) account.settings = newSettings
  account.matchWanted = true
}

/** Of a customer, the chats that memory knows of. */
function chatsOf(account: Account, customerId: string): string[] {
  const inMemory = [...account.chats.values()].filter((chat) => chat.customerId === customerId)
  return [...inMemory.map(({ chatId }) => chatId), ...account.mentions.closedOf(customerId)]
}

/** Words that were erased are nowhere in memory. Gives whom they named. */
function forgetWords(account: Account, chatIds: readonly string[], at: number): string[] {
  account.erasedSeq = account.seq
  for (const chatId of chatIds) {
    account.lastWords.delete(chatId)
    account.handovers.delete(chatId)
    const chat = account.chats.get(chatId)
    if (chat !== undefined && !chat.open)
      account.putChat({ ...chat, erasedAt: chat.erasedAt ?? at })
  }
  return chatIds.flatMap((chatId) => account.mentions.forget(chatId))
}

const ACCEPTING = 'accepts'

/** Whether an agent gets chats, and why not, in one word. */
function standingOf(awake: AwakeActor | undefined): string {
  if (awake === undefined) return ''
  const agent = agentStateOf(awake)
  return hindranceOf(agent.value) ?? whyNotAccepting(agent) ?? ACCEPTING
}

function plainOf(snapshot: AnyMachineSnapshot): Json {
  const plain: unknown = toPlain(snapshot)
  return plain as Json
}
