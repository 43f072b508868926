import { filesIn } from '../files/file-facts.ts'
import { mayBeLastWords } from '../host/last-words.ts'
import type { AccountBatch, RareRows } from '#storage/store'
import type {
  ChatRow,
  CommandRow,
  CommentRow,
  CustomerRow,
  FileRow,
  GroupRow,
  HandoverRow,
  MemberRow,
  MentionRow,
  MessageRow,
  ReadMarkRow,
  TimerRow,
} from '#storage/rows'
import type { Settings } from '../host/settings.ts'
import { settingsOf } from '../host/settings.ts'
import { isSame, wrongColumns } from '../replay/compare.ts'
import type { ReplayedAgent } from '../replay/replayed-agent.ts'
import type { ReplayedChat } from '../replay/replayed-chat.ts'
import { JournalAudit, isWithBotOnly } from './journal-audit.ts'
import type { Witness } from './violation.ts'

/** What every word that anybody says in a simulated world holds. */
export const WORDS = '§'

/**
 * Everything durable of one account, followed batch by batch: the journal turn by turn, and then
 * whether the rows are what the journal says.
 */
export class AccountHistory {
  readonly accountId: string
  readonly #witness: Witness
  readonly #journal: JournalAudit
  readonly chats = new Map<string, ChatRow>()
  readonly timers = new Map<string, Map<string, TimerRow>>()
  readonly members = new Map<string, MemberRow>()
  readonly groups = new Map<string, GroupRow>()
  readonly customers = new Map<string, CustomerRow>()
  readonly files = new Map<string, FileRow>()
  /** By sender and id. */
  readonly commands = new Map<string, CommandRow>()
  /** By customer, in the order of the stream. */
  readonly streams = new Map<string, MessageRow[]>()
  /** By chat, in the order in which they happened. */
  readonly messages = new Map<string, MessageRow[]>()
  readonly comments = new Map<string, CommentRow[]>()
  /** What bots said with the newest handover, by chat. */
  readonly handovers = new Map<string, HandoverRow>()
  readonly readMarks = new Map<string, Map<string, ReadMarkRow>>()
  /** In the order in which they were written. */
  mentions: MentionRow[] = []

  constructor(accountId: string, witness: Witness) {
    this.accountId = accountId
    this.#witness = witness
    this.#journal = new JournalAudit(accountId, witness, this.groups)
  }

  get settings(): Settings {
    return this.#journal.settings
  }

  /** By person. */
  get agents(): ReadonlyMap<string, ReplayedAgent> {
    return this.#journal.agents
  }

  get openChats(): ReplayedChat[] {
    return this.#journal.openChats
  }

  /** Follows a batch that was just written. */
  committed(batch: AccountBatch): void {
    const journal = this.#journal
    const { seq } = journal
    this.#holds(batch.fromSeq === seq, 'denseSequence', () => `from ${batch.fromSeq}, not ${seq}`)
    this.#noWords(batch)
    this.#rare(batch)
    journal.follow(batch.journal)
    this.#holds(journal.seq === batch.seq, 'denseSequence', () => `${journal.seq}: ${batch.seq}`)
    journal.turn = batch.turn
    this.#keep(batch)
    this.#compare(batch)
  }

  #noWords(batch: AccountBatch): void {
    const { journal, actors, outbox, webhookDeliveries, commands, timersSet } = batch
    const rows = [journal, actors, outbox, webhookDeliveries, commands, timersSet]
    const text = JSON.stringify(rows)
    this.#holds(!text.includes(WORDS), 'noWordsInJournal', () => text.slice(text.indexOf(WORDS)))
  }

  #rare({ rare }: AccountBatch): void {
    if (rare === null) return
    for (const row of rare.groups) this.groups.set(row.groupId, row)
    for (const row of rare.members) this.members.set(row.personId, row)
    for (const row of rare.files) {
      const before = this.files.get(row.fileId)
      const isUsedAgain = before?.state === 'used' && row.state !== 'dropped'
      this.#holds(!isUsedAgain, 'filesOnce', () => `${row.fileId} was used, and is ${row.state}`)
      this.files.set(row.fileId, row)
    }
    for (const row of this.files.values()) if (isErased(rare, row)) row.state = 'dropped'
    if (this.#journal.seq === 0) this.#journal.settings = settingsOf(rare.settings).values
  }

  #keep(batch: AccountBatch): void {
    for (const row of batch.chats) this.chats.set(row.chatId, row)
    for (const { actor, timerId } of batch.timersGone) this.timers.get(actor)?.delete(timerId)
    for (const row of batch.timersSet) within(this.timers, row.actor).set(row.timerId, row)
    for (const row of batch.customers) this.customers.set(row.customerId, row)
    for (const row of batch.messages) {
      const stream = listOf(this.streams, row.customerId)
      this.#holds(
        row.customerSeq === stream.length + 1,
        'denseSequence',
        () => `${row.customerId}: item ${row.customerSeq} after ${stream.length}`,
      )
      stream.push(row)
      const isBots = row.author.startsWith('bot:')
      const chatEvent = batch.journal.find(({ seq }) => seq === row.seq)
      const isSaidByBot = chatEvent?.type === 'botWrote' && chatEvent.actor === `chat:${row.chatId}`
      this.#holds(
        !isBots || isSaidByBot,
        'oneAgent',
        () => `${row.messageId} of a bot without the floor`,
      )
      listOf(this.messages, row.chatId).push(row)
    }
    for (const row of batch.comments) listOf(this.comments, row.chatId).push(row)
    for (const row of batch.commands) {
      const key = `${row.sender} ${row.commandId}`
      this.#holds(!this.commands.has(key), 'once', () => `${key} has two answers`)
      this.commands.set(key, row)
    }
    for (const row of batch.rare?.handovers ?? []) {
      if (row.seq >= (this.handovers.get(row.chatId)?.seq ?? 0)) this.handovers.set(row.chatId, row)
    }
    for (const { customerId, upToSeq } of batch.rare?.erasures ?? []) {
      for (const row of this.handovers.values()) {
        if (row.customerId !== customerId || row.seq > upToSeq) continue
        this.handovers.set(row.chatId, { ...row, subject: null, attributes: [] })
      }
      const stream = listOf(this.streams, customerId)
      for (const row of stream) if (row.seq <= upToSeq) row.text = null
    }
    for (const { chatId, customerId, upToSeq } of batch.rare?.erasedChats ?? []) {
      const handover = this.handovers.get(chatId)
      if (handover !== undefined && handover.seq <= upToSeq) {
        this.handovers.set(chatId, { ...handover, subject: null, attributes: [] })
      }
      for (const row of listOf(this.streams, customerId)) {
        if (row.chatId === chatId && row.seq <= upToSeq) row.text = null
      }
    }
    const { rare } = batch
    if (rare !== null) {
      this.mentions = this.mentions.filter(({ chatId }) => {
        const customerId = this.chats.get(chatId)?.customerId ?? ''
        return !isErased(rare, { chatId, customerId })
      })
    }
    for (const row of batch.readMarks) {
      const ofChat = within(this.readMarks, row.chatId)
      if (row.seq >= (ofChat.get(row.reader)?.seq ?? 0)) ofChat.set(row.reader, row)
    }
    for (const row of batch.rare?.mentions ?? []) this.mentions.push(row)
  }

  /** What is said of files stands in their rows too. */
  #compareFiles(batch: AccountBatch): void {
    for (const { messageId, data } of batch.messages) {
      for (const { fileId } of filesIn(data)) {
        const file = this.files.get(fileId)
        const isIn = file?.messageId === messageId && file.audience === 'customer'
        this.#isIn(fileId, isIn, messageId)
      }
    }
    for (const { commentId, data, visibleTo, kind } of batch.comments) {
      if (kind !== 'comment') continue
      for (const { fileId } of filesIn(data)) {
        const file = this.files.get(fileId)
        const isIn = file?.commentId === commentId && file.audience === visibleTo
        this.#isIn(fileId, isIn, commentId)
      }
    }
  }

  #isIn(fileId: string, isIn: boolean, place: string): void {
    const holds = isIn || this.files.get(fileId)?.state === 'dropped'
    this.#holds(holds, 'filesOnce', () => `${place} says that ${fileId} is in it`)
  }

  #compare(batch: AccountBatch): void {
    this.#compareFiles(batch)
    const touched = new Set(batch.journal.map(({ actor }) => actor))
    touched.delete('account')
    for (const row of batch.actors) {
      const actor = this.#journal.actor(row.actor)
      touched.delete(row.actor)
      const same = actor?.seq === row.seq && isSame(row.snapshot, actor.plain)
      this.#holds(same, 'replay', () => `${row.actor} at ${row.seq} is not what was journaled`)
      this.#compareTimers(row.actor)
    }
    this.#holds(touched.size === 0, 'replay', () => `no snapshot of ${[...touched].join()}`)
    for (const row of batch.chats) {
      const chat = this.#journal.chat(row.chatId)
      const wrong = chat === undefined ? ['chatId'] : wrongColumns(row, chat.columns)
      this.#holds(wrong.length === 0, 'readModel', () => `${row.chatId}: ${wrong.join()}`)
      const words = this.messages.get(row.chatId)?.findLast(mayBeLastWords)
      const known = row.lastMessageId === (words?.messageId ?? null)
      this.#holds(known, 'readModel', () => `${row.chatId}: lastMessageId`)
    }
    for (const row of batch.customers) {
      const newest = this.streams.get(row.customerId)?.length ?? 0
      this.#holds(row.streamSeq === newest, 'readModel', () => `${row.customerId}: streamSeq`)
      const open = this.#journal.openChatAt(row.customerId, row.channelId)
      this.#holds(row.openChatId === open, 'readModel', () => `${row.customerId}: openChatId`)
      const state = open === null ? null : (this.#journal.chat(open)?.state ?? null)
      const holds = row.blockId === null || state === null || isWithBotOnly(state)
      this.#holds(holds, 'blockHolds', () => `${row.customerId} is blocked, ${open} is ${state}`)
    }
    if (batch.rare?.settings != null) {
      const stored = settingsOf(batch.rare.settings).values
      const same = this.#journal.takeReasons(stored.closeReasons) && isSame(stored, this.settings)
      this.#holds(same, 'readModel', () => 'settings')
    }
  }

  #compareTimers(name: string): void {
    const stored = [...(this.timers.get(name)?.values() ?? [])]
    const replayed = this.#journal.actor(name)?.timers ?? new Map<string, { armedSeq: number }>()
    const same =
      stored.length === replayed.size &&
      stored.every(({ timerId, armedSeq }) => replayed.get(timerId)?.armedSeq === armedSeq)
    const words = () =>
      `${name}: ${stored.map(({ timerId }) => timerId).join()} for ${[...replayed.keys()].join()}`
    this.#holds(same, 'replay', words)
  }

  #holds(...[holds, promise, words]: Parameters<Witness['holds']>): void {
    this.#witness.holds(holds, promise, () => `${this.accountId}: ${words()}`)
  }
}

function within<V>(maps: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = maps.get(key) ?? new Map<string, V>()
  maps.set(key, found)
  return found
}

function listOf<V>(lists: Map<string, V[]>, key: string): V[] {
  const found = lists.get(key) ?? []
  lists.set(key, found)
  return found
}

/** Whether words of a chat or customer go with a batch. */
function isErased(
  { erasures, erasedChats }: Pick<RareRows, 'erasures' | 'erasedChats'>,
  of: { chatId: string | null; customerId: string },
): boolean {
  return (
    erasures.some(({ customerId }) => customerId === of.customerId) ||
    erasedChats.some(({ chatId }) => chatId === of.chatId)
  )
}
